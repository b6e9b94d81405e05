import { honestPercent } from '#shared/domain/counting.ts';

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

// What the browser says names this moment, where nearly always something has just been.
const justNowInChinese = '刚刚';

/** Numbers, dates and times of one language, in the browser's time zone. Times are epoch milliseconds. */
export function formatsOf(language: string) {
  const count = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const exact = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  const utc = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });

  return {
    language,
    /** 12,480 */
    count: (value: number) => count.format(value),
    /** 99.9 %: never 0 or 100 unless it is exact. */
    percent: (part: number, whole: number) => percent.format(honestPercent(part, whole) / 100),
    /** 20 Nov 2026, 14:00 */
    dateTime: (at: number) => dateTime.format(at),
    /** With seconds and the zone's name. */
    exact: (at: number) => exact.format(at),
    /** The same instant in UTC. */
    utc: (at: number) => `${utc.format(at)} UTC`,
    /** 14:00:03 */
    time: (at: number) => time.format(at),
    /** 14:00 */
    clock: (at: number) => clock.format(at),
    /** 20 Nov 2026 */
    date: (at: number) => date.format(at),
    /** 20 Nov */
    day: (at: number) => day.format(at),
    /** "2 hr. ago", "in 5 min." */
    relative: (at: number, now: number) => {
      const distance = at - now;
      if (language === 'zh-CN' && distance <= 0 && distance > -1000) return justNowInChinese;
      const [unit, ms] = steps.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1000];
      return relative.format(Math.trunc(distance / ms), unit);
    },
    /** "2 h 14 m" from milliseconds: the two largest units that matter. */
    duration: (ms: number) => duration(language, ms),
    list: (values: readonly string[]) => list.format(values),
  };
}
export type Formats = ReturnType<typeof formatsOf>;

const units = ['day', 'hour', 'minute', 'second'] as const;
function duration(language: string, ms: number): string {
  let rest = Math.max(0, Math.round(ms / 1000));
  const parts: string[] = [];
  for (const unit of units) {
    const size = { day: 86_400, hour: 3_600, minute: 60, second: 1 }[unit];
    const value = Math.floor(rest / size);
    rest -= value * size;
    if (value > 0 || (unit === 'second' && parts.length === 0)) {
      parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' }).format(value));
    }
  }
  return parts.slice(0, 2).join(language === 'zh-CN' ? '' : ' ');
}

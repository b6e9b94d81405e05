/** `2026-11-22T02:00` in the browser's zone, as a date-and-time field holds it; with seconds where there are any. */
export function toLocalField(at: number | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const padded = (value: number, length = 2) => String(value).padStart(length, '0');
  // A year is typed figure by figure: a field is given nothing but years of four.
  const day = [padded(date.getFullYear(), 4), padded(date.getMonth() + 1), padded(date.getDate())].join('-');
  const time = [date.getHours(), date.getMinutes(), ...(date.getSeconds() === 0 ? [] : [date.getSeconds()])];
  return `${day}T${time.map((value) => padded(value)).join(':')}`;
}

/** Epoch milliseconds of such a field, or null while it is empty or half typed. */
export function fromLocalField(text: string): number | null {
  const at = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}

/** The next 02:00 after `now`, `days` later. */
export function nextNight(now: number, days: number): number {
  const date = new Date(now);
  date.setHours(2, 0, 0, 0);
  if (date.getTime() <= now) date.setDate(date.getDate() + 1);
  date.setDate(date.getDate() + days);
  return date.getTime();
}

/** The name of the browser's zone, e.g. `Asia/Shanghai`. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

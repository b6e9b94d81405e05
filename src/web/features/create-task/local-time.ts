/** `2026-11-22T02:00` in the browser's zone, as a date-and-time field holds it. */
export function toLocalField(at: number | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
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

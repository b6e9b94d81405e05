/** The platform's ways to write a moment. All are UTC; on our side a moment is milliseconds since 1970. */

const basicPattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
const isoPattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/;

/** Writes `yyyyMMdd'T'HHmmss'Z'` (`schedule_time`, `create_time`, `X-Sdk-Date`). Fractions of a second are cut off. */
export function formatBasicTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Reads `yyyyMMdd'T'HHmmss'Z'`; null for any other form and for days that do not exist (30 February). */
export function parseBasicTime(written: string): number | null {
  const parts = basicPattern.exec(written);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]; // six groups, as the pattern says
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  return formatBasicTime(ms) === written ? ms : null;
}

/** Writes `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'` (`active_time` of ShowDevice). */
export function formatIsoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Reads `yyyy-MM-dd'T'HH:mm:ss'Z'` with any fraction; IAM's `expires_at` carries six digits. Null for other forms. */
export function parseIsoTime(written: string): number | null {
  const parts = isoPattern.exec(written);
  if (!parts) return null;
  const ms = Date.parse(`${parts[1]}.${(parts[2] ?? '').slice(0, 3).padEnd(3, '0')}Z`);
  return Number.isNaN(ms) ? null : ms;
}

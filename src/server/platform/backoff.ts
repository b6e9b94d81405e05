/** A waiting time with full jitter: anywhere from 0.2 s to a ceiling that doubles from 1 s up to 10 s. `attempt` starts at 1. */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(10_000, 1_000 * 2 ** (attempt - 1));
  return Math.round(200 + random() * (ceiling - 200));
}

/** Longest wait that a Retry-After can ask for. */
const maxRetryAfterMs = 120_000;

/** Reads Retry-After, seconds or an HTTP date, as milliseconds from `now`: 0 for the past, capped, null for anything else. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const written = header.trim();
  if (/^\d+$/.test(written)) return Math.min(Number(written) * 1000, maxRetryAfterMs);
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(written)) return null;
  const at = Date.parse(written);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), maxRetryAfterMs);
}

/** How many calls a credential may make; what is above is refused and does not count. */
import { type Refusal, throttled } from './refusal.ts';

export type RateLimit = {
  callsPerSecond?: number;
  callsPerMinute?: number;
  /** `gateway`: 429 APIGW.0308 · `application`: 403 IOTDA.021101. Default `gateway`. */
  words?: 'gateway' | 'application';
};

type Window = { ms: number; name: string; limit: number };

/** `count` throws a Refusal for a call above the limit; a window begins with the first call in it. */
export function createRateLimiter({ callsPerSecond, callsPerMinute, words = 'gateway' }: RateLimit) {
  const windows: Window[] = [
    { ms: 1000, name: '1 second', limit: callsPerSecond ?? Infinity },
    { ms: 60_000, name: '1 minute', limit: callsPerMinute ?? Infinity },
  ];
  const calls = new Map<string, { sinceMs: number; count: number }>();

  function refusalAt(credential: string, { ms, name, limit }: Window, nowMs: number): Refusal | null {
    const seen = calls.get(`${name} ${credential}`);
    const full = seen !== undefined && nowMs < seen.sinceMs + ms && seen.count >= limit;
    return full ? throttled(words, limit, name) : null;
  }

  function note(credential: string, { ms, name }: Window, nowMs: number): void {
    const key = `${name} ${credential}`;
    const seen = calls.get(key);
    if (seen === undefined || nowMs >= seen.sinceMs + ms) calls.set(key, { sinceMs: nowMs, count: 1 });
    else seen.count += 1;
  }

  return {
    count(credential: string, nowMs: number): void {
      for (const window of windows) {
        const refusal = refusalAt(credential, window, nowMs);
        if (refusal !== null) throw refusal;
      }
      for (const window of windows) note(credential, window, nowMs);
    },
  };
}

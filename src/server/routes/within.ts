import type { Clock } from '#server/clock.ts';

/** What a promise comes to within this time, or null. It goes on all the same; rejects as it does, where that is in time. */
export async function within<T>(ms: number, clock: Clock, coming: Promise<T>): Promise<{ value: T } | null> {
  const answered = new AbortController();
  const tooLate = clock.sleep(ms, answered.signal).then(() => null);
  try {
    return await Promise.race([coming.then((value) => ({ value })), tooLate]);
  } finally {
    answered.abort();
  }
}

import type { Clock } from '#server/clock.ts';

/** Resolves when it is the caller's turn: one turn every `everyMs`, in the order of asking. Rejects when the caller gives up. */
export function createPace(clock: Clock, everyMs: number): (signal?: AbortSignal) => Promise<void> {
  let freeAt = -Infinity;
  return async (signal) => {
    signal?.throwIfAborted();
    const now = clock.now();
    const turnAt = Math.max(freeAt, now);
    freeAt = turnAt + everyMs;
    if (turnAt > now) await clock.sleep(turnAt - now, signal);
    signal?.throwIfAborted();
  };
}

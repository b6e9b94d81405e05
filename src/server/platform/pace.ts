import { type Clock, steady } from '#server/clock.ts';

/** Acts when it is the caller's turn, and answers what that gave. Who has given up by then gets no turn. */
export type Pace = <T>(act: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * One turn at a time, in the order of asking; the next begins `everyMs` after the one before has ended. Counted from its beginning
 * it would reach the other side too early whenever a call takes longer on its way than the next, or is repeated.
 */
export function createPace(wall: Clock, everyMs: number): Pace {
  const clock = steady(wall);
  let last: Promise<unknown> = Promise.resolve();
  let freeAt = -Infinity;
  return (act, signal) => {
    const turn = last.then(async () => {
      signal?.throwIfAborted();
      const waitMs = freeAt - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs, signal);
      signal?.throwIfAborted();
      try {
        return await act();
      } finally {
        freeAt = clock.now() + everyMs;
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}

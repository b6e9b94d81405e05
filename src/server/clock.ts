/** Time as an argument, so that tests decide what time it is. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};

/**
 * A clock for measuring how long something lasts: while the other one is set back it stands still, and then goes on from there.
 * What is planned by it comes when it should, but its times mean nothing to anybody else.
 */
export function steady(clock: Clock): Clock {
  let last = clock.now();
  let behind = 0;
  return {
    now() {
      const now = clock.now();
      if (now < last) behind += last - now;
      last = now;
      return now + behind;
    },
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}

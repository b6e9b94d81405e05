import type { Clock } from '#server/clock.ts';

/** A clock whose time passes when everybody waits for it, so that an hour of waiting takes no longer than the work in it. */
export type VirtualTime = Clock & {
  /** Lets time pass until `work` has ended. */
  during<T>(work: Promise<T>): Promise<T>;
  /** What `act` does takes no virtual time, however long it is under way. */
  instantly<T>(act: () => Promise<T>): Promise<T>;
};

/** Turns of the event loop after which whoever could go on has done so. */
const turnsToSettle = 6;

export function createVirtualTime(start = Date.UTC(2026, 10, 21)): VirtualTime {
  let now = start;
  let busy = 0;
  const sleepers: { until: number; wake: () => void }[] = [];

  async function settle() {
    for (let turn = 0; turn < turnsToSettle || busy > 0; turn += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { until: now + Math.max(ms, 0), wake: resolve };
        sleepers.push(sleeper);
        sleepers.sort((one, other) => one.until - other.until);
      }),
    async during(work) {
      let isOver = false;
      const ended = work.finally(() => (isOver = true));
      ended.catch(() => undefined);
      for (;;) {
        await settle();
        if (isOver) return ended;
        const next = sleepers.shift();
        if (next === undefined) throw new Error('everybody waits, and nobody for time');
        now = Math.max(now, next.until);
        next.wake();
      }
    },
    async instantly(act) {
      busy += 1;
      try {
        return await act();
      } finally {
        busy -= 1;
      }
    },
  };
}

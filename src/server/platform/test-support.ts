/** What the tests of this folder share: a clock whose time passes when somebody sleeps, and deadlines that a test lets pass. */
import type { Clock } from '#server/clock.ts';
import type { Timer } from './exchange.ts';

/** Sleeping takes no time here: it moves the clock and notes how long it would have been. */
export function createTestClock(
  start = Date.UTC(2026, 10, 21, 8),
): Clock & { slept: number[]; advance(ms: number): void } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance: (ms) => void (now += ms),
    async sleep(ms, signal) {
      if (signal?.aborted) return;
      slept.push(ms);
      now += ms;
    },
  };
}

/** Deadlines that never pass by themselves. `pass(ms)` lets those pass that were set to `ms`; `set` resolves once one is. */
export function createTestTimer(): { timer: Timer; pass(ms: number): void; set(ms: number): Promise<void> } {
  const pending = new Set<{ ms: number; act: () => void }>();
  const waiting: { ms: number; resolve: () => void }[] = [];
  return {
    timer(ms, act) {
      const entry = { ms, act };
      pending.add(entry);
      for (const wait of waiting) if (wait.ms === ms) wait.resolve();
      return () => void pending.delete(entry);
    },
    pass(ms) {
      for (const entry of pending) if (entry.ms === ms) entry.act();
    },
    set: (ms) =>
      new Promise((resolve) => {
        if ([...pending].some((entry) => entry.ms === ms)) resolve();
        else waiting.push({ ms, resolve });
      }),
  };
}

import { createHash } from 'node:crypto';
import type { Clock } from '#server/clock.ts';
import type { Store } from '#server/store/store.ts';

const windowMs = 15 * 60_000;
const firstDelayMs = 30_000;

export const throttleLimits = { windowMs, account: 5, address: 30 } as const;

/** Failures are counted per account and per address, under a hash: the store learns no name that was only guessed. */
export type Throttle = {
  /** Failures within the window, and milliseconds until the next attempt is looked at (0: now). */
  standing(kind: 'account' | 'address', name: string): Promise<{ failures: number; waitMs: number }>;
  fail(kind: 'account' | 'address', name: string): Promise<void>;
  clear(kind: 'account' | 'address', name: string): Promise<void>;
  sweep(): Promise<void>;
};

const keyOf = (kind: string, name: string) =>
  createHash('sha256')
    .update(`${kind}:${name.normalize('NFKC').toLowerCase()}`)
    .digest('hex');

/** After the allowed number of failures in 15 minutes each further one doubles the delay, from half a minute to the whole window. */
export function createThrottle(deps: { store: Store; clock: Clock }): Throttle {
  const { throttle } = deps.store;
  const { clock } = deps;
  return {
    async standing(kind, name) {
      const now = clock.now();
      const { count, lastAt } = await throttle.failures(keyOf(kind, name), now - windowMs);
      const beyond = count - throttleLimits[kind];
      if (beyond < 0 || lastAt === null) return { failures: count, waitMs: 0 };
      const delayMs = Math.min(windowMs, firstDelayMs * 2 ** Math.min(beyond, 10));
      return { failures: count, waitMs: Math.max(0, lastAt + delayMs - now) };
    },
    fail: (kind, name) => throttle.fail(keyOf(kind, name), clock.now()),
    clear: (kind, name) => throttle.clear(keyOf(kind, name)),
    sweep: () => throttle.sweep(clock.now() - windowMs),
  };
}

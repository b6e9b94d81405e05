import { steady } from '#server/clock.ts';
import type { Services } from '#server/context.ts';
import { processLease } from '#server/store/leases.ts';

const leaseMs = 20_000;

/**
 * Whether the others that share the store take this process for alive. Once they do not, its claims are no longer its own: what
 * it claimed may have been found by another process already, and must not be sent. All of it by the store's time, so that a
 * process whose own clock is wrong neither takes others for dead nor is taken for it.
 */
export type Liveness = {
  /** Tells the others, and answers who lives: the owners of claims that are left alone. */
  renew(): Promise<readonly string[]>;
  /** Who lived when it was last renewed. */
  living(): readonly string[];
  isAlive(): boolean;
  /** The store's time, as far as it is known; null before it was first asked. */
  storeNow(): number | null;
  /** Tells the others that this process ends, so that they need not wait for it. */
  leave(): Promise<void>;
};

export function createLiveness({ store, clock, owner }: Pick<Services, 'store' | 'clock' | 'owner'>): Liveness {
  // One process at a time has the file, so whoever else claimed something in it is gone.
  if (store.engine === 'sqlite')
    return {
      renew: () => Promise.resolve([owner]),
      living: () => [owner],
      isAlive: () => true,
      storeNow: () => clock.now(),
      leave: () => Promise.resolve(),
    };
  const passing = steady(clock);
  const name = processLease(owner);
  let aliveUntil = -Infinity;
  let aheadMs: number | null = null;
  let living: readonly string[] = [owner];
  return {
    async renew() {
      const renewedAt = passing.now();
      const now = await store.leases.now();
      await store.leases.hold(name, owner, now, leaseMs);
      aliveUntil = renewedAt + leaseMs;
      aheadMs = now - renewedAt;
      await store.leases.free(now);
      living = [owner, ...(await store.leases.owners(processLease(''), now))];
      return living;
    },
    living: () => living,
    isAlive: () => passing.now() < aliveUntil,
    storeNow: () => (aheadMs === null ? null : passing.now() + aheadMs),
    leave: () => store.leases.release(name, owner),
  };
}

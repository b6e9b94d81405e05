import type { Services } from '#server/context.ts';

const leaseMs = 20_000;

/**
 * Whether the others that share the store take this process for alive. Once they do not, its claims are no longer its own: what
 * it claimed may have been found by another process already, and must not be sent.
 */
export type Liveness = {
  /** Tells the others, and answers who lives: the owners of claims that are left alone. */
  renew(): Promise<readonly string[]>;
  /** Who lived when it was last renewed. */
  living(): readonly string[];
  isAlive(): boolean;
};

export function createLiveness({ store, clock, owner }: Pick<Services, 'store' | 'clock' | 'owner'>): Liveness {
  // One process at a time has the file, so whoever else claimed something in it is gone.
  if (store.engine === 'sqlite')
    return { renew: () => Promise.resolve([owner]), living: () => [owner], isAlive: () => true };
  let aliveUntil = 0;
  let living: readonly string[] = [owner];
  return {
    async renew() {
      const now = clock.now();
      await store.leases.hold(`process:${owner}`, owner, now, leaseMs);
      aliveUntil = now + leaseMs;
      living = [owner, ...(await store.leases.owners('process:', now))];
      return living;
    },
    living: () => living,
    isAlive: () => clock.now() < aliveUntil,
  };
}

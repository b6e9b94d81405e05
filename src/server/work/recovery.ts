import type { Services } from '#server/context.ts';
import type { Liveness } from './liveness.ts';
import type { Scope } from './scope.ts';

export const recoveryMs = 5_000;

/** Finds requests whose sender is gone. They may have been sent, so from now on they are unknown and are looked for. */
export function createRecovery(
  services: Services,
  liveness: Liveness,
  scopes: readonly Scope[],
): { tick(): Promise<void> } {
  const { store, clock, events, log } = services;

  return {
    async tick() {
      const owners = await liveness.renew();
      for (const scope of scopes) {
        const { connection } = scope;
        // How the lost request was signed is not known here; the look allows for the longest.
        const orphaned = await store.operations.orphan(connection, owners, clock.now(), () => null);
        for (const operation of orphaned) events.publish({ type: 'operation', operation });
        if (orphaned.length === 0) continue;
        log.warn('requests of a process that is gone are being looked for', {
          connection,
          operations: orphaned.length,
        });
        scope.wake('reconcile');
      }
    },
  };
}

import type { Operation } from '#shared/domain/operation.ts';
import type { Services } from '#server/context.ts';
import type { Liveness } from './liveness.ts';
import { chunkKey, type Scope } from './scope.ts';

export const recoveryMs = 5_000;
/** Between a claim and the sending of it there is next to nothing. */
const forgottenMs = 30_000;

/**
 * Goes on at once with what a dead process was looking at or copying. Requests whose sender is gone, and claims of this process that
 * it knows nothing of because the database's answer was lost, may have been sent: from now on they are unknown and looked for.
 */
export function createRecovery(
  services: Services,
  liveness: Liveness,
  scopes: readonly Scope[],
): { tick(): Promise<void> } {
  const { store, clock, events, log, owner } = services;

  async function forgotten({ connection, inHand }: Scope): Promise<Operation[]> {
    const now = clock.now();
    const claims = await store.operations.claimsOf(connection, owner, now - forgottenMs);
    const lost = claims.filter((chunk) => !inHand.has(chunkKey(chunk)));
    const found: Operation[] = [];
    for (const chunk of lost) {
      const operation = await store.operations.doubt(chunk, { reason: 'not_written', fencedAt: null, lookAt: now });
      if (operation !== null) found.push(operation);
    }
    return found;
  }

  return {
    async tick() {
      const owners = await liveness.renew();
      for (const scope of scopes) {
        const { connection } = scope;
        if ((await store.tasks.freeClaims(connection, owners)) > 0) {
          scope.wake('sampler');
          scope.wake('harvest');
        }
        // How the lost request was signed is not known here; the look allows for the longest.
        const gone = await store.operations.orphan(connection, owners, clock.now(), () => null);
        const orphaned = [...gone, ...(await forgotten(scope))];
        for (const operation of orphaned) events.publish({ type: 'operation', operation });
        if (orphaned.length === 0) continue;
        log.warn('requests that nobody is sending any more are being looked for', {
          connection,
          operations: orphaned.length,
        });
        scope.wake('reconcile');
      }
    },
  };
}

import type { OperationKind } from '#shared/domain/operation.ts';
import { PlatformError } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { createCreateLookup } from './lost-create.ts';
import { createControlLookup } from './lost-control.ts';
import { createRetryLookup } from './lost-retry.ts';
import type { Outcomes } from './outcome.ts';
import type { Recorder } from './recorder.ts';
import { comeBackAfterMs, type Scope } from './scope.ts';

const leaseMs = 30_000;
/** After a look that failed; at least as long as a lost retry is waited for before it may be sent again. */
const lookAgainMs = { usual: 15_000, atLeast: 5_000 } as const;

/** Settles chunks whose answer was lost: by looking at the platform, never by sending them again on a guess. */
export function createReconciler(scope: Scope, recorder: Recorder, outcomes: Outcomes): { tick(): Promise<void> } {
  const { connection, store, clock, owner } = scope;
  const { write } = outcomes;
  const lookForCreate = createCreateLookup(scope, recorder, outcomes);
  const lookForRetry = createRetryLookup(scope, recorder, outcomes);
  const lookForControl = createControlLookup(scope, recorder, outcomes);
  const lookups: Record<OperationKind, (chunk: Chunk) => Promise<void>> = {
    create: lookForCreate,
    retry: lookForRetry,
    stop: lookForControl,
    confirm: lookForControl,
    delete: lookForControl,
  };

  async function look(chunk: Chunk): Promise<void> {
    try {
      await lookups[chunk.operation.kind](chunk);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      const waitMs = Math.max(comeBackAfterMs(scope, error, lookAgainMs.usual), lookAgainMs.atLeast);
      await write(() => store.operations.lookAgain(chunk, clock.now() + waitMs));
      throw error;
    }
  }

  return {
    async tick() {
      while (!scope.signal.aborted) {
        const claim = { connection, owner, now: clock.now(), leaseMs, living: scope.living() };
        const chunk = await store.operations.claimLook(claim);
        if (chunk === null) return;
        await look(chunk);
      }
    },
  };
}

import { PlatformError } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/store.ts';
import { createCreateLookup } from './lost-create.ts';
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
  const lookForCreate = createCreateLookup(scope, outcomes);
  const lookForRetry = createRetryLookup(scope, recorder, outcomes);

  async function look(chunk: Chunk): Promise<void> {
    try {
      await (chunk.operation.kind === 'create' ? lookForCreate(chunk) : lookForRetry(chunk));
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

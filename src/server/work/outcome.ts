import type { Operation, TargetResult } from '#shared/domain/operation.ts';
import type { SeenTask } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { StoreBusyError, StoreFullError } from '#server/store/store.ts';
import { readCommand } from './command-intent.ts';
import { readIntent } from './intent.ts';
import type { Recorder } from './recorder.ts';
import type { Sampler } from './sampler.ts';
import type { Scope } from './scope.ts';

const writeAgainMs = 1_000;

/** How the parts that send and look write down what became of a chunk, and tell everybody. */
export type Outcomes = {
  /** Publishes the operation that a write answered; null means that the claim was void. Writes again while the store cannot. */
  write(what: () => Promise<Operation | null>): Promise<Operation | null>;
  /** The task that a create made is known. `at`: when the platform told so. */
  created(chunk: Chunk, task: SeenTask, requestId: string | null, at: number): Promise<void>;
  /** What was done to a task is known: of a list of devices the answer for each, of the task as a whole no results. */
  acted(chunk: Chunk, results: readonly TargetResult[], requestId: string | null): Promise<void>;
  /** Has the task of an operation looked at at once, and its copy soon after. */
  lookSoon(taskId: string): Promise<void>;
};

export const accepted = (deviceId: string): TargetResult => ({
  deviceId,
  outcome: 'accepted',
  errorCode: null,
  errorMessage: null,
});

export function createOutcomes(scope: Scope, recorder: Recorder, sampler: Sampler): Outcomes {
  const { connection, store, clock, events, log } = scope;
  const copyAfterMs = 3_000;

  async function patiently<T>(what: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await what();
      } catch (error) {
        const mayPass = error instanceof StoreBusyError || error instanceof StoreFullError;
        // Given up, the chunk stays claimed; the next process finds it and looks at the platform.
        if (!mayPass || scope.signal.aborted) throw error;
        await clock.sleep(writeAgainMs, scope.signal);
      }
    }
  }

  async function write(what: () => Promise<Operation | null>): Promise<Operation | null> {
    const operation = await patiently(what);
    if (operation === null) log.warn('a claim was void when its outcome was known', { connection });
    else events.publish({ type: 'operation', operation });
    return operation;
  }

  async function lookSoon(taskId: string): Promise<void> {
    sampler.soon(taskId);
    await store.tasks.scheduleWalk({ connection, id: taskId }, clock.now() + copyAfterMs);
  }

  return {
    write,
    lookSoon,
    async created(chunk, task, requestId, at) {
      // A platform that takes device commands has no spaces.
      const spaceId = readCommand(chunk.payloadJson) === null ? readIntent(chunk.payloadJson).spaceId : null;
      const { taskName, by } = chunk.operation;
      // Before the operation ends: what happens once more after a crash, and not what is forgotten by it.
      const ref = { connection, id: task.id };
      const known = await patiently(() =>
        store.tasks.setOrigin(ref, { label: taskName, createdBy: by, spaceId: spaceId ?? '' }),
      );
      if (known !== null) events.publish({ type: 'task', task: known, isNew: false });
      await write(() =>
        store.operations.settle(chunk, chunk.deviceIds.map(accepted), { taskId: task.id, requestId }, clock.now()),
      );
      await recorder.tasks([{ task, spaceId }], at);
    },
    async acted(chunk, results, requestId) {
      const { kind, taskId } = chunk.operation;
      if (kind === 'delete' && taskId !== null) await patiently(() => recorder.gone(taskId, clock.now()));
      await write(() => store.operations.settle(chunk, results, { taskId, requestId }, clock.now()));
      if (kind !== 'delete' && taskId !== null) await lookSoon(taskId);
    },
  };
}

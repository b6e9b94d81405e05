import { limits } from '#shared/domain/create.ts';
import type { TaskState } from '#shared/domain/task.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { readCommand } from './command-intent.ts';
import { readIntent } from './intent.ts';
import type { Scope } from './scope.ts';

/** Why a create waits that the platform will take when another task of its space has ended. */
export const spaceFull = 'space_full';
/** What takes one of the space's places; a task that waits for its time takes none. */
const running: TaskState[] = ['initializing', 'processing', 'stopping', 'other'];

/** Creates that wait for a place in their resource space, in the order in which they were asked for. */
export type SpaceQueue = {
  /** How many creates for the same space were there before this one and are still waiting. */
  ahead(chunk: Chunk): Promise<number>;
  /** Whether as many tasks of the create's space are known to run as the platform processes at once. */
  isFull(chunk: Chunk): Promise<boolean>;
};

export function createSpaceQueue({ connection, store, clock }: Scope): SpaceQueue {
  const spaceOf = (payloadJson: string | null): string | null =>
    payloadJson === null || readCommand(payloadJson) !== null ? null : readIntent(payloadJson).spaceId;

  return {
    async ahead({ operation, payloadJson }) {
      const spaceId = spaceOf(payloadJson);
      const open = await store.operations.creating(connection, clock.now());
      let ahead = 0;
      for (const { id, startedAt, state, errorCode } of open) {
        if (state !== 'planned' || errorCode !== spaceFull) continue;
        const isEarlier = startedAt < operation.startedAt || (startedAt === operation.startedAt && id < operation.id);
        if (isEarlier && spaceOf(await store.operations.payload(connection, id)) === spaceId) ahead += 1;
      }
      return ahead;
    },
    async isFull({ payloadJson }) {
      const spaceId = spaceOf(payloadJson);
      if (spaceId === null) return false;
      const { total } = await store.tasks.list({ connection, space: [spaceId], state: running, limit: 1 });
      return total >= limits.runningTasks;
    },
  };
}

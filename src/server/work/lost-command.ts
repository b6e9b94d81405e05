import type { DeviceCommand } from '#server/platform/port-commands.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import type { Outcomes } from './outcome.ts';
import { reading, type Scope } from './scope.ts';

/** Names are long and never used twice: more tasks than this do not contain one. */
const namesakes = 5;

/**
 * What became of a device command whose answer was lost. Its platform lists nothing and finds nothing by name, so the task is found
 * only when somebody has opened it here by its ID, and is adopted then. Else a person is told under which name to look for it.
 */
export function createCommandLookup(
  scope: Scope,
  outcomes: Outcomes,
): (chunk: Chunk, command: DeviceCommand) => Promise<void> {
  const { connection, platform, store, clock } = scope;
  return async (chunk, { platformName }) => {
    const at = clock.now();
    const { rows } = await store.tasks.list({ connection, q: platformName, limit: namesakes });
    const known = rows.find((task) => task.platformName === platformName);
    if (known !== undefined) {
      const { task } = await platform.showTask({ taskId: known.id, limit: 1 }, reading(scope, 'reconcile'));
      return outcomes.created(chunk, task, null, at);
    }
    const { errorCode } = chunk.operation;
    const reason = errorCode === 'name_exists' ? errorCode : 'cannot_look';
    await outcomes.write(() => store.operations.needsPerson(chunk, reason, clock.now(), platformName));
  };
}

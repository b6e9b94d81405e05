import { stoppableOutcomes } from '#shared/domain/actions.ts';
import { isFinal } from '#shared/domain/task.ts';
import { PlatformError, type SeenTask } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { accepted, type Outcomes } from './outcome.ts';
import { readDevices } from './present-devices.ts';
import type { Recorder } from './recorder.ts';
import { reading, type Scope } from './scope.ts';

/** A request whose answer was lost may be sent again for so long; later, somebody may have wanted something else since. */
const sendAgainForMs = 120_000;

/**
 * Looks what became of a stop, a confirmation or a deletion whose answer was lost. All three say how things shall be, so what
 * already is as wanted has been done, and the rest is sent again: twice does no more than once. Long after it was asked for, it
 * is left to a person.
 */
export function createControlLookup(
  scope: Scope,
  recorder: Recorder,
  outcomes: Outcomes,
): (chunk: Chunk) => Promise<void> {
  const { connection, platform, store, clock } = scope;
  const { write } = outcomes;
  const call = reading(scope, 'reconcile');

  /** The task now, or null where the platform no longer has it. */
  async function present(taskId: string): Promise<SeenTask | null> {
    const at = clock.now();
    try {
      return (await platform.showTask({ taskId, limit: 1 }, call)).task;
    } catch (error) {
      if (error instanceof PlatformError && error.code === 'not_found') {
        await recorder.gone(taskId, at);
        return null;
      }
      throw error;
    }
  }

  /** Ids of the listed devices that are not yet as wanted. */
  async function notYet(chunk: Chunk, taskId: string): Promise<string[]> {
    const among = chunk.operation.kind === 'confirm' ? (['waiting'] as const) : stoppableOutcomes;
    const at = clock.now();
    const { rows, missing } = await readDevices(platform, { taskId, deviceIds: chunk.deviceIds, among }, call);
    await recorder.subtasks(taskId, [...rows.values()], at);
    // A device that the task does not have is named again, because the refusal says so.
    const isStill = (id: string) => missing.has(id) || among.some((outcome) => rows.get(id)?.outcome === outcome);
    return chunk.deviceIds.filter(isStill);
  }

  async function isDone(chunk: Chunk, taskId: string): Promise<{ done: string[]; again: string[]; whole: boolean }> {
    const { kind } = chunk.operation;
    const task = await present(taskId);
    if (task === null) return { done: chunk.deviceIds, again: [], whole: true };
    if (chunk.deviceIds.length === 0) {
      const whole = kind === 'stop' && (isFinal(task.state) || task.state === 'stopping');
      return { done: [], again: [], whole };
    }
    const again = await notYet(chunk, taskId);
    const left = new Set(again);
    return { done: chunk.deviceIds.filter((id) => !left.has(id)), again, whole: again.length === 0 };
  }

  return async (chunk) => {
    const { taskId } = chunk.operation;
    if (taskId === null) throw new RangeError('it is done to a task');
    const { done, again, whole } = await isDone(chunk, taskId);
    const now = clock.now();
    if (whole) {
      await write(() => store.operations.settle(chunk, done.map(accepted), { taskId, requestId: null }, now));
    } else if (now - (chunk.sentAt ?? 0) > sendAgainForMs) {
      await write(() => store.operations.needsPerson(chunk, 'not_come_about', now));
    } else {
      await write(() => store.operations.resume(chunk, done.map(accepted), again, now));
      scope.wake('courier');
      scope.wake('brake');
    }
    await outcomes.lookSoon(taskId);
    await store.tasks.hurryWalk({ connection, id: taskId });
  };
}

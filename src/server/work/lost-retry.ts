import { retryableOutcomes } from '#shared/domain/actions.ts';
import type { Subtask } from '#shared/domain/task.ts';
import type { SeenSubtask } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { accepted, type Outcomes } from './outcome.ts';
import { readDevices } from './present-devices.ts';
import type { Recorder } from './recorder.ts';
import { chunkKey, concernsOneThing, reading, type Scope } from './scope.ts';

const retryLookupMs = {
  /** Between looks: at 0, 2 and 7 s after the answer was lost, so that a request which was merely slow has arrived by the last. */
  between: [2_000, 5_000],
  /** How long after it was sent a device that looks as before proves anything: later it may have been tried and failed again. */
  proofs: 120_000,
} as const;

/**
 * Looks at the devices of a retry whose answer was lost. One that is no longer as it was when it was sent has been taken; the
 * others are sent again after the third look, or left to a person as unknown when that look comes too late to prove anything.
 *
 * The platform shows no attempt counter. So a request that arrives after the third look, or a device that was taken, failed in
 * the same way and was never seen in between, cannot be told apart: such a device is tried once more than was asked.
 */
export function createRetryLookup(
  scope: Scope,
  recorder: Recorder,
  outcomes: Outcomes,
): (chunk: Chunk) => Promise<void> {
  const { connection, platform, store, clock } = scope;
  const { write } = outcomes;
  const call = reading(scope, 'reconcile');
  /** Devices of each chunk that an earlier look saw on their way; they may have failed again since. */
  const seenToMove = new Map<string, Set<string>>();

  return async (chunk) => {
    const { taskId } = chunk.operation;
    if (taskId === null) throw new RangeError('a retry names its task');
    const ref = { connection, id: taskId };
    const at = clock.now();
    // The copy remembers how the devices were when they were sent, and what was seen of them since.
    const before = await store.subtasks.rowsOf(ref, chunk.deviceIds);
    const isProven = at - (chunk.sentAt ?? 0) <= retryLookupMs.proofs;
    const present = await readDevices(
      platform,
      { taskId, deviceIds: chunk.deviceIds, among: retryableOutcomes },
      call,
    ).catch((error: unknown) => {
      if (isProven || !concernsOneThing(error)) throw error;
      return null;
    });
    if (present === null) {
      // The task is gone or closed to us: it will not tell any more than it did.
      const seen = [...(seenToMove.get(chunkKey(chunk)) ?? [])];
      seenToMove.delete(chunkKey(chunk));
      return outcomes.acted(chunk, seen.map(accepted), null);
    }
    const { rows, missing } = present;
    await recorder.subtasks(taskId, [...rows.values()], at);

    const moved = seenToMove.get(chunkKey(chunk)) ?? new Set<string>();
    for (const deviceId of chunk.deviceIds) {
      const isAsBefore = standsStill(before.get(deviceId), rows.get(deviceId), chunk.sentAt ?? at);
      // A device that the task does not have is named again, because the refusal says so.
      if (!isAsBefore && !missing.has(deviceId)) moved.add(deviceId);
    }
    const still = chunk.deviceIds.filter((deviceId) => !moved.has(deviceId));
    const againMs = retryLookupMs.between[chunk.looks];
    if (still.length > 0 && againMs !== undefined) {
      seenToMove.set(chunkKey(chunk), moved);
      await write(() => store.operations.lookAgain(chunk, clock.now() + againMs));
      return;
    }
    seenToMove.delete(chunkKey(chunk));
    const taken = [...moved].map(accepted);
    if (still.length === 0 || !isProven) return outcomes.acted(chunk, taken, null);
    await write(() => store.operations.resume(chunk, taken, still, clock.now()));
    scope.wake('courier');
  };
}

/**
 * Whether a device is as it was when it was sent. The copy may have seen it leave and come back since: then what it shows has
 * been so for a shorter time.
 */
function standsStill(before: Subtask | undefined, now: SeenSubtask | undefined, sentAt: number): boolean {
  if (now === undefined || !retryableOutcomes.some((retryable) => retryable === now.outcome)) return false;
  if (before === undefined) return true;
  const { outcome, errorCode, errorMessage, since, notBefore } = before;
  // Where nothing was seen before it, `since` is only when the copy got to know the device.
  const hasStayed = since <= sentAt || notBefore === null;
  return hasStayed && outcome === now.outcome && errorCode === now.errorCode && errorMessage === now.errorMessage;
}

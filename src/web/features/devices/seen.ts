import type { DeviceChange, DeviceTask } from '#shared/domain/device.ts';
import { failedOutcomes } from '#shared/domain/task.ts';

const hasFailed = ({ outcome }: Pick<DeviceChange, 'outcome'>): boolean =>
  failedOutcomes.some((failed) => failed === outcome);

/** When a device was first seen to have failed in a task, and after when it happened; null where it was not seen to. */
export function firstFailure(
  task: Pick<DeviceTask, 'outcome' | 'since' | 'notBefore' | 'changes'>,
): { at: number; notBefore: number | null } | null {
  const change = task.changes.find(hasFailed);
  if (change !== undefined) return { at: change.at, notBefore: change.notBefore };
  // Copied before changes were kept.
  return hasFailed(task) ? { at: task.since, notBefore: task.notBefore } : null;
}

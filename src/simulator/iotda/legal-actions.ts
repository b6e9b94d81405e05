/**
 * Which action is legal in which status of a task: what the vendor's pages of RetryBatchTask, StopBatchTask, ConfirmBatchTask
 * and DeleteBatchTask exclude is `no`, everything else is `yes` (platform contract, section F).
 */
import type { KnownTaskStatus, KnownTaskType } from '#wire/iotda/batch-tasks.ts';

export type TaskAction = 'retry' | 'stop' | 'confirm' | 'delete';

const yes = true;
const no = false;

const legality: Record<KnownTaskStatus, Record<TaskAction, boolean>> = {
  Initializing: { retry: no, stop: yes, confirm: yes, delete: no },
  Waitting: { retry: no, stop: yes, confirm: yes, delete: no },
  Processing: { retry: yes, stop: yes, confirm: yes, delete: no },
  Success: { retry: no, stop: no, confirm: no, delete: yes },
  PartialSuccess: { retry: yes, stop: no, confirm: no, delete: yes },
  Fail: { retry: yes, stop: no, confirm: no, delete: yes },
  Stopping: { retry: no, stop: no, confirm: no, delete: no },
  Stopped: { retry: no, stop: no, confirm: no, delete: yes },
};

/** The types an action exists for; null = every type. */
const typesOf: Record<TaskAction, readonly KnownTaskType[] | null> = {
  retry: ['firmwareUpgrade', 'softwareUpgrade'],
  stop: ['firmwareUpgrade', 'softwareUpgrade'],
  confirm: ['firmwareUpgrade', 'softwareUpgrade', 'moduleUpgrade'],
  delete: null,
};

/** Null when the action is legal, else what stands in its way. */
export function whyIllegal(action: TaskAction, type: KnownTaskType, status: KnownTaskStatus): 'type' | 'status' | null {
  if (typesOf[action]?.includes(type) === false) return 'type';
  return legality[status][action] ? null : 'status';
}

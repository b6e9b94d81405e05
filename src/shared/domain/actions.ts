import type { Connection } from './connection.ts';
import { isKnownKind, rulesOf } from './kinds.ts';
import { holds, type Permission, type Role } from './roles.ts';
import { failedOutcomes, isFinal, type Outcome, type Task, type TaskState } from './task.ts';

/** Why an action is not possible now: a closed code, worded by the catalogues of each language. */
export const refusalReasons = [
  'not_permitted',
  'kind_has_no_retry',
  'task_not_started',
  'task_succeeded',
  'task_stopping',
  'task_stopped',
  'state_unknown',
  /** The platform no longer has the task. */
  'task_gone',
  'no_device_failed',
  /** Another retry has been begun for these devices and has no answer yet. */
  'already_underway',
  /** The console's copy is being brought up to date: asked again in a moment, it can be done. */
  'devices_being_read',
  'kind_has_no_stop',
  'kind_has_no_confirmation',
  'task_ended',
  'task_not_ended',
  'no_device_waits',
  /** The platform offers no such call. */
  'platform_cannot',
  /** Nothing here makes tasks of its kind. */
  'kind_not_offered',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

// The platform refuses a retry of a task that succeeded, is stopped or stopping, waits or is being prepared. (RetryBatchTask)
const retryRefusedIn: Partial<Record<TaskState, RefusalReason>> = {
  initializing: 'task_not_started',
  waiting: 'task_not_started',
  succeeded: 'task_succeeded',
  stopping: 'task_stopping',
  stopped: 'task_stopped',
  other: 'state_unknown',
};

/** Why devices of this task cannot be retried, or null when they can. The button and the server ask this same rule. */
export function whyNotRetry(task: Pick<Task, 'kind' | 'state'>): RefusalReason | null {
  if (!rulesOf(task.kind).canRetry) return 'kind_has_no_retry';
  return retryRefusedIn[task.state] ?? null;
}

/** The same for "Retry failed": there must also be a failed device. */
export function whyNotRetryFailed(task: Pick<Task, 'kind' | 'state' | 'counts'>): RefusalReason | null {
  return whyNotRetry(task) ?? (task.counts.failed + task.counts.retryPending === 0 ? 'no_device_failed' : null);
}

/** Why somebody in this role may not do something, or null. */
export const whyNotAllowed = (role: Role, permission: Permission): RefusalReason | null =>
  holds(role, permission) ? null : 'not_permitted';

/** What no end has been reached by, nor is being reached: why not, or null. (contract F: stop and confirm) */
function whyNotOpen({ state }: Pick<Task, 'state'>): RefusalReason | null {
  if (isFinal(state)) return 'task_ended';
  if (state === 'stopping') return 'task_stopping';
  return state === 'other' ? 'state_unknown' : null;
}

/** Why a task, or devices of it, cannot be stopped, or null. Only upgrades can. (StopBatchTask) */
export const whyNotStop = (task: Pick<Task, 'kind' | 'state'>): RefusalReason | null =>
  rulesOf(task.kind).canStop ? whyNotOpen(task) : 'kind_has_no_stop';

/** Why devices of a task cannot be confirmed, or null. (ConfirmBatchTask) */
export function whyNotConfirm(task: Pick<Task, 'kind' | 'state' | 'counts'>): RefusalReason | null {
  if (!rulesOf(task.kind).canConfirm) return 'kind_has_no_confirmation';
  return whyNotOpen(task) ?? (task.counts.waiting === 0 ? 'no_device_waits' : null);
}

/** Why the record of a task cannot be deleted, or null. (DeleteBatchTask) */
export function whyNotDelete({ state }: Pick<Task, 'state'>): RefusalReason | null {
  if (state === 'other') return 'state_unknown';
  return isFinal(state) ? null : 'task_not_ended';
}

/** Why no draft can be made of a task where new ones are made in this form, or null. */
export function whyNotCopy({ kind }: Pick<Task, 'kind'>, creates: Connection['creates']): RefusalReason | null {
  if (creates === 'nothing') return 'platform_cannot';
  const isOffered = creates === 'tasks' ? isKnownKind(kind) : kind === 'createAsyncCommands';
  return isOffered ? null : 'kind_not_offered';
}

/** Outcomes that a stop ends. (StopBatchTask) */
export const stoppableOutcomes = ['waiting', 'processing', 'retry_pending'] as const satisfies readonly Outcome[];

/** Outcomes that a retry starts again. Stopped devices were stopped on purpose, so only a named selection includes them. */
export const retryableOutcomes = ['failed', 'retry_pending', 'stopped'] as const satisfies readonly Outcome[];
export type RetryableOutcome = (typeof retryableOutcomes)[number];

/** Those of them that somebody in this role may retry. */
export const retryableBy = (role: Role): readonly RetryableOutcome[] =>
  holds(role, 'task.retryStopped') ? retryableOutcomes : failedOutcomes;

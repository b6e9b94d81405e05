import { rulesOf } from './kinds.ts';
import { holds, type Role } from './roles.ts';
import type { Outcome, Task, TaskState } from './task.ts';

/** Why an action is not possible now: a closed code, worded by the catalogues of each language. */
export const refusalReasons = [
  'not_permitted',
  'kind_has_no_retry',
  'task_not_started',
  'task_succeeded',
  'task_stopping',
  'task_stopped',
  'state_unknown',
  'no_device_failed',
  /** Another retry has been begun for these devices and has no answer yet. */
  'already_underway',
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

export const whyNotPermitted = (role: Role): RefusalReason | null =>
  holds(role, 'task.retry') ? null : 'not_permitted';

/** Outcomes that a retry starts again. Stopped devices were stopped on purpose, so only a named selection includes them. */
export const retryableOutcomes = ['failed', 'retry_pending', 'stopped'] as const satisfies readonly Outcome[];

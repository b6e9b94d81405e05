import { z } from 'zod';
import { refusalReasons } from '#shared/domain/actions.ts';
import {
  Failure,
  FailureBundle,
  FailureFilter,
  FailureGrouping,
  FailureSelection,
  mostRetriedTasks,
} from '#shared/domain/failures.ts';
import { Operation } from '#shared/domain/operation.ts';
import { TaskId, TaskState } from '#shared/domain/task.ts';
import { connectionInput, cursor, limit, procedure } from './procedure.ts';

const base = '/connections/{connection}/failures' as const;

/** What a retry would do in one task. */
export const RetryPlanTask = z
  .object({
    taskId: TaskId,
    taskName: z.string(),
    kind: z.string(),
    state: TaskState,
    devices: z.int().min(1),
    /** Why its devices cannot be retried in place, as far as was last seen; null when they can. */
    reason: z.enum(refusalReasons).nullable(),
  })
  .meta({ id: 'RetryPlanTask' });
export type RetryPlanTask = z.infer<typeof RetryPlanTask>;

/** Failures of all tasks of a connection, from the console's copies. */
export const failures = {
  groups: procedure
    .route({ method: 'GET', path: `${base}/groups`, summary: 'Failures of all tasks put together, most of them first' })
    .input(connectionInput.extend({ by: FailureGrouping.default('code'), ...FailureFilter.shape }))
    .output(
      z.object({
        groups: z.array(FailureBundle),
        /** What the groups tell is at least this fresh, epoch milliseconds. */
        asOf: z.int(),
        /** Tasks with failures whose devices were never read to the end: there may be more than the groups tell. */
        uncopied: z.int().min(0),
      }),
    ),
  list: procedure
    .route({ method: 'GET', path: base, summary: 'Devices that failed in any task, the last seen first' })
    .input(connectionInput.extend({ ...FailureFilter.shape, limit, cursor }))
    .output(
      z.object({
        failures: z.array(Failure),
        total: z.int().min(0),
        from: z.int().min(0),
        nextCursor: z.string().nullable(),
        previousCursor: z.string().nullable(),
      }),
    ),
  plan: procedure
    .route({ method: 'POST', path: `${base}/plan`, summary: 'What a retry of these failures would do; sends nothing' })
    .input(connectionInput.extend({ which: FailureSelection }))
    .output(
      z.object({
        /** Most devices first; at most as many as one retry reaches. */
        tasks: z.array(RetryPlanTask),
        /** Tasks and failures beyond those. */
        moreTasks: z.int().min(0),
        moreFailures: z.int().min(0),
        /** Selected tasks in which no device has failed. */
        tasksWithout: z.int().min(0),
        /** When this was so, epoch milliseconds. */
        at: z.int(),
      }),
    ),
  retry: procedure
    .route({
      method: 'POST',
      path: `${base}/retry`,
      summary: 'Retry failures in place, one operation for each task',
      successStatus: 202,
    })
    .input(
      connectionInput.extend({
        which: FailureSelection,
        /** Only in these tasks of the selection. */
        taskIds: z.array(TaskId).min(1).max(mostRetriedTasks),
      }),
    )
    .output(
      z.object({
        operations: z.array(Operation),
        /** Tasks in which nothing was begun. */
        refused: z.array(z.object({ taskId: TaskId, reason: z.enum(refusalReasons) })),
        /** Tasks in which nothing has begun yet, for want of the platform's answer: the same request again goes on with them. */
        left: z.array(TaskId),
      }),
    ),
};

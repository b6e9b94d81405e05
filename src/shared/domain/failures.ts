import { z } from 'zod';
import { limits } from './create.ts';
import { DeviceId, Outcome, TaskId, TaskState } from './task.ts';

/** What failures of many tasks are put together by. `message` is the error code together with the text's pattern. */
export const FailureGrouping = z.enum(['code', 'message', 'kind', 'package', 'group']);
export type FailureGrouping = z.infer<typeof FailureGrouping>;

/** Which failures are meant; all that are given apply. The empty string asks for those that have none. */
export const FailureFilter = z.strictObject({
  kind: z.string().max(64).optional(),
  code: z.string().max(128).optional(),
  /** The pattern of an error text. */
  message: z.string().max(400).optional(),
  packageId: z.string().max(64).optional(),
  groupId: z.string().max(64).optional(),
  taskId: TaskId.optional(),
  /** First seen at or after this time and before the other, epoch milliseconds. */
  from: z.coerce.number().pipe(z.int().min(0)).optional(),
  to: z.coerce.number().pipe(z.int().min(0)).optional(),
  /** Part of a device id. */
  device: z.string().max(128).optional(),
});
export type FailureFilter = z.infer<typeof FailureFilter>;

const count = z.int().min(0);

/** Failures that have something in common. A device that failed in two tasks is two failures. */
export const FailureBundle = z
  .object({
    /** The error code, when grouped by it; null where the platform gave none. */
    code: z.string().nullable(),
    /** The text's pattern: the one in common, or the most frequent one of the code. */
    message: z.string().nullable(),
    /** The kind, package or group in common, when grouped by one; null where there is none. */
    value: z.string().nullable(),
    failures: count,
    tasks: count,
    firstSeenAt: z.int(),
    lastSeenAt: z.int(),
  })
  .meta({ id: 'FailureBundle' });
export type FailureBundle = z.infer<typeof FailureBundle>;

/** One device that failed in one task. */
export const Failure = z
  .object({
    taskId: TaskId,
    taskName: z.string(),
    kind: z.string(),
    taskState: TaskState,
    deviceId: z.string(),
    outcome: Outcome,
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    attempts: z.int().min(1),
    since: z.int(),
    notBefore: z.int().nullable(),
  })
  .meta({ id: 'Failure' });
export type Failure = z.infer<typeof Failure>;

export const FailureRef = z.strictObject({ taskId: TaskId, deviceId: DeviceId });
export type FailureRef = z.infer<typeof FailureRef>;

/** Tasks that can be selected for one retry; the ones without failures are passed over. */
export const mostSelectedTasks = 1_000;

/** Failures to act on: all that a filter describes but for some, those of named tasks, or named ones. Never "everything" by omission. */
export const FailureSelection = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('filter'),
      filter: FailureFilter,
      except: z.array(FailureRef).max(limits.devices).optional(),
    }),
    /** Every failure of these tasks that was seen before `to`, epoch milliseconds. */
    z.strictObject({
      by: z.literal('tasks'),
      taskIds: z.array(TaskId).min(1).max(mostSelectedTasks),
      to: z.int().min(0).optional(),
    }),
    z.strictObject({ by: z.literal('rows'), rows: z.array(FailureRef).min(1).max(limits.devices) }),
  ])
  .meta({ id: 'FailureSelection' });
export type FailureSelection = z.infer<typeof FailureSelection>;

/** Tasks that one retry reaches at most: each is looked at first. */
export const mostRetriedTasks = 100;

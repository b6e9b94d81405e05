import { z } from 'zod';
import { Annotation } from './annotation.ts';
import { deviceIdPattern } from './device-ids.ts';

/** A connection's name in URLs: 1-32 lower-case letters, digits and hyphens. */
export const ConnectionId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
/** A batch task's id on its platform: up to 24 letters, digits, `_` or `-`. */
export const TaskId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** A device id: 1-128 of letters, digits, `_` and `-`. */
export const DeviceId = z.string().regex(new RegExp(deviceIdPattern));

/** Where a task stands. `other` is a state the platform named that this version does not know: never final, enables nothing. */
export const TaskState = z.enum([
  'initializing',
  'waiting',
  'processing',
  'succeeded',
  'partly_succeeded',
  'failed',
  'stopping',
  'stopped',
  'other',
]);
export type TaskState = z.infer<typeof TaskState>;

/** Where one device of a task stands. */
export const Outcome = z.enum([
  'waiting',
  'processing',
  'succeeded',
  'failed',
  'retry_pending',
  'stopped',
  'removed',
  'other',
]);
export type Outcome = z.infer<typeof Outcome>;

const count = z.int().min(0);
/** Devices by outcome, each device counted once however often it was tried. */
export const Counts = z
  .object({
    total: count,
    waiting: count,
    processing: count,
    succeeded: count,
    failed: count,
    retryPending: count,
    stopped: count,
    removed: count,
  })
  .meta({ id: 'Counts' });
export type Counts = z.infer<typeof Counts>;

/** Automatic retry by the platform: 1-5 times, 0-1440 minutes apart. */
export const RetryPolicy = z.object({
  count: z.int().min(0).max(5),
  intervalMinutes: z.int().min(0).max(1440),
});
export type RetryPolicy = z.infer<typeof RetryPolicy>;

/** How far the console's own copy of a task's subtasks has got. */
export const CopyState = z
  .object({
    rows: count,
    /** Every row has been copied at least once. */
    complete: z.boolean(),
    /** When the last walk ended, in epoch milliseconds. */
    at: z.int().nullable(),
    walking: z.boolean(),
  })
  .meta({ id: 'CopyState' });
export type CopyState = z.infer<typeof CopyState>;

/** The other task, where the platform made two of one request. One of them is kept, the duplicate is one too many. */
export const Twin = z.object({ taskId: TaskId, isDuplicate: z.boolean() }).meta({ id: 'Twin' });
export type Twin = z.infer<typeof Twin>;

/** What every list and event carries of a task. Times are epoch milliseconds. */
export const Task = z
  .object({
    connection: ConnectionId,
    id: TaskId,
    /** What people called it; `platformName` is what the platform shows. */
    name: z.string(),
    platformName: z.string(),
    /** An entry of the open registry in kinds.ts, or a kind this version does not know. */
    kind: z.string(),
    state: TaskState,
    /** The platform's own word for the state, shown in tooltips and when `state` is `other`. */
    rawState: z.string(),
    /** The platform's explanation of a failed task. */
    note: z.string().nullable(),
    spaceId: z.string().nullable(),
    counts: Counts,
    createdAt: z.int(),
    startsAt: z.int().nullable(),
    /** Who started it from this console; null when it was made elsewhere. */
    createdBy: z.string().nullable(),
    retry: RetryPolicy.nullable(),
    packageIds: z.array(z.string()),
    groupIds: z.array(z.string()),
    /** What people wrote down about it here. */
    annotation: Annotation,
    twin: Twin.nullable(),
    /** When the number of failed devices was last seen to grow; for tasks found with failures, their creation. */
    failedAt: z.int().nullable(),
    /** When its state or counts were last seen to change; at first, when it was first seen. */
    changedAt: z.int(),
    /** When the platform was last asked about it. */
    seenAt: z.int(),
    /** Grows with every change, so that an older event never overwrites a newer one. */
    rev: z.int(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof Task>;
export type TaskRef = Pick<Task, 'connection' | 'id'>;

/** One device of a task. */
export const Subtask = z
  .object({
    deviceId: z.string(),
    outcome: Outcome,
    rawOutcome: z.string(),
    output: z.string().nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    /** When the console first saw the present outcome and error. */
    since: z.int(),
    /** When the one before was still seen: the change came after it. Null where none was seen before. */
    notBefore: z.int().nullable(),
    /** Attempts that were seen, the present one included. One that began and ended between two looks is not. */
    attempts: z.int().min(1),
  })
  .meta({ id: 'Subtask' });
export type Subtask = z.infer<typeof Subtask>;

/** Counts at a time: what charts over time are drawn from. */
export const Sample = z.object({ at: z.int(), counts: Counts }).meta({ id: 'Sample' });
export type Sample = z.infer<typeof Sample>;

/** What the devices of a task can be sorted by. */
export const SubtaskSort = z.enum(['device', 'outcome', 'error', 'attempts', 'since']);
export type SubtaskSort = z.infer<typeof SubtaskSort>;

/** Failed devices with the same error code and text. */
export const FailureGroup = z
  .object({
    /** Null where the platform gave none. */
    code: z.string().nullable(),
    /** The text's pattern, see `messagePattern`; null where the platform gave no text. */
    message: z.string().nullable(),
    devices: count,
    /** When the first and the last of these devices were first seen to have failed so, epoch milliseconds. */
    firstSeenAt: z.int(),
    lastSeenAt: z.int(),
    sampleDeviceIds: z.array(z.string()),
  })
  .meta({ id: 'FailureGroup' });
export type FailureGroup = z.infer<typeof FailureGroup>;

/** Outcomes of devices that have failed, for good or until the platform's own next try. */
export const failedOutcomes = ['failed', 'retry_pending'] as const satisfies readonly Outcome[];

const finalStates: ReadonlySet<TaskState> = new Set(['succeeded', 'partly_succeeded', 'failed', 'stopped']);

/** Nothing more will happen by itself. (ShowBatchTask: Success, PartialSuccess, Fail, Stopped.) */
export const isFinal = (state: TaskState): boolean => finalStates.has(state);
/** Counters may change, so the sampler keeps asking. */
export const isMoving = (state: TaskState): boolean => !isFinal(state);

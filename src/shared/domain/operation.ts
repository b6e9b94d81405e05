import { z } from 'zod';
import { DeviceIds, mostDeviceIds, SomeDeviceIds } from './device-ids.ts';
import { ConnectionId, TaskId } from './task.ts';

export const OperationKind = z.enum(['create', 'retry', 'stop', 'confirm', 'delete']);
export type OperationKind = z.infer<typeof OperationKind>;

/**
 * Where an operation stands. `unknown`: an answer was lost and the console is looking at the platform before it does anything
 * else. `needs_person`: it could not find out, and nothing will be sent again by itself.
 */
export const OperationState = z.enum(['planned', 'sending', 'unknown', 'done', 'refused', 'needs_person']);
export type OperationState = z.infer<typeof OperationState>;

/** What became of one device in an operation. */
export const TargetOutcome = z.enum(['planned', 'sending', 'accepted', 'refused', 'unknown']);
export type TargetOutcome = z.infer<typeof TargetOutcome>;

const count = z.int().min(0);
export const OperationProgress = z
  .object({
    devices: count,
    accepted: count,
    refused: count,
    unknown: count,
    chunks: count,
    chunksSettled: count,
  })
  .meta({ id: 'OperationProgress' });
export type OperationProgress = z.infer<typeof OperationProgress>;

/** Why the console does not know what became of a call: the `errorCode` of an operation that is `unknown` or `needs_person`. */
export const doubts = [
  'unreachable',
  'timed_out',
  'throttled',
  'credentials_rejected',
  'wrong_host',
  'wrong_algorithm',
  'no_permission',
  'not_found',
  'refused',
  'failing',
  'garbled',
  /** The console itself ended while the call was on its way. */
  'process_ended',
  /** The answer could not be written down. */
  'not_written',
  /** A create that was never found, and whose request can no longer take effect. */
  'not_created',
  /** A stop, confirmation or deletion that did not come about in the time in which it may be sent again. */
  'not_come_about',
  /** It could not be sent for so long that the person may no longer want it; nothing was sent. */
  'not_sent_in_time',
  'unreadable_operation',
  /** A platform that cannot be searched: whether the task was made, only its own pages tell. */
  'cannot_look',
  /** The same, but the platform said that there is a task of this name, which can only be this one. */
  'name_exists',
  /** Not a doubt, but why a planned call waits: the platform takes one task at a time. */
  'another_task_runs',
  /** Neither: as many tasks run in the resource space as the platform processes at once. The message is the place in the queue. */
  'space_full',
  /** Neither: the platform keeps as many workbooks as it takes, and one of them has to expire first. */
  'files_full',
  /** Of a create that is done: its task came after the console had said that it was not found. */
  'arrived_late',
  /** The same, but there are two tasks of the request now. The message is the ID of the one that is one too many. */
  'made_twice',
  /** A refusal of our own: the console no longer had the workbook that the task was to be made of. */
  'workbook_gone',
] as const;
export type Doubt = (typeof doubts)[number];
export const isDoubt = (code: string | null): code is Doubt => doubts.some((doubt) => doubt === code);

/** One thing a person asked for. Times are epoch milliseconds. */
export const Operation = z
  .object({
    connection: ConnectionId,
    id: z.string(),
    kind: OperationKind,
    state: OperationState,
    /** Null until a create is known to the platform. */
    taskId: TaskId.nullable(),
    /** The name of the task that is created or retried, as people see it. */
    taskName: z.string(),
    by: z.string(),
    startedAt: z.int(),
    endedAt: z.int().nullable(),
    progress: OperationProgress,
    /** The platform's error code and text when `state` is `refused`, or the reason why it is `unknown`. */
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    rev: z.int(),
  })
  .meta({ id: 'Operation' });
export type Operation = z.infer<typeof Operation>;

/** One device's part of an operation. */
export const TargetResult = z
  .object({
    deviceId: z.string(),
    outcome: TargetOutcome,
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
  })
  .meta({ id: 'TargetResult' });
export type TargetResult = z.infer<typeof TargetResult>;

/**
 * How many devices the person was told of, 1 to 30,000. Where more have come to that outcome since, those that have had it the longest
 * are meant. Absent: any number.
 */
const AtMost = z.int().min(1).max(mostDeviceIds).optional();
const NamedDevices = z.strictObject({ by: z.literal('devices'), deviceIds: SomeDeviceIds });

/** Which devices of a task to retry: those of an outcome (and error code), or a named list. Never "everything" by omission. */
export const RetrySelection = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('outcome'),
      outcomes: z
        .array(z.enum(['failed', 'retry_pending', 'stopped']))
        .min(1)
        .max(3),
      /** Only devices with this error code; `null` means those without a code. Absent: any code. */
      code: z.string().max(128).nullable().optional(),
      /** Only devices whose error text has this pattern; `null` means those without a text. Absent: any text. */
      message: z.string().max(400).nullable().optional(),
      /** Devices left out of the selection. */
      except: DeviceIds.optional(),
      atMost: AtMost,
    }),
    NamedDevices,
  ])
  .meta({ id: 'RetrySelection' });
export type RetrySelection = z.infer<typeof RetrySelection>;

/** Which devices of a task to stop: all that can be, or a named list. Never "everything" by omission. */
export const ControlSelection = z
  .discriminatedUnion('by', [z.strictObject({ by: z.literal('all') }), NamedDevices])
  .meta({ id: 'ControlSelection' });
export type ControlSelection = z.infer<typeof ControlSelection>;

/** Which devices of a task to confirm: all that wait for it, or a named list. */
export const ConfirmSelection = z
  .discriminatedUnion('by', [z.strictObject({ by: z.literal('all'), atMost: AtMost }), NamedDevices])
  .meta({ id: 'ConfirmSelection' });
export type ConfirmSelection = z.infer<typeof ConfirmSelection>;

const endStates: ReadonlySet<OperationState> = new Set(['done', 'refused', 'needs_person']);
/** Nothing more will be sent or looked up for it. */
export const operationEnded = (state: OperationState): boolean => endStates.has(state);

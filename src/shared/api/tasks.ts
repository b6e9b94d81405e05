import { z } from 'zod';
import { NewTask } from '#shared/domain/create.ts';
import { TaskKin } from '#shared/domain/task-kin.ts';
import { Operation, RetrySelection, TargetOutcome, TargetResult } from '#shared/domain/operation.ts';
import { Preflight } from '#shared/domain/preflight.ts';
import { AdditionProblem, AnnotationAddition, AnnotationChange } from '#shared/domain/annotation.ts';
import { CopyState, FailureGroup, Outcome, Sample, Subtask, SubtaskSort, Task, TaskId } from '#shared/domain/task.ts';
import { Direction, TaskField, TaskFilter, TaskSort } from '#shared/domain/task-filter.ts';
import { connectionInput, cursor, limit, procedure, taskInput } from './procedure.ts';

const base = '/connections/{connection}/tasks' as const;
const one = '/connections/{connection}/tasks/{taskId}' as const;

/** The position of a page in the whole: `from` counts from 0; a cursor is null where there is no such page. */
const position = {
  total: z.int().min(0),
  from: z.int().min(0),
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
};

/** Tasks that one call writes about at most. */
export const mostNotedTasks = 200;

/** A task that nothing was added to, and why; `changed_meanwhile`: others kept writing, and it can be tried again. */
export const RefusedNote = z
  .object({ taskId: TaskId, reason: z.enum([...AdditionProblem.options, 'not_found', 'changed_meanwhile']) })
  .meta({ id: 'RefusedNote' });
export type RefusedNote = z.infer<typeof RefusedNote>;

/** What the platform would be sent, word for word, and how many devices it reaches. */
export const CreatePreview = z
  .object({
    platformName: z.string(),
    devices: z.int().min(0),
    request: z.json(),
    /** Where on the platform it is sent; what stands in braces is of each connection. */
    path: z.string(),
  })
  .meta({ id: 'CreatePreview' });
export type CreatePreview = z.infer<typeof CreatePreview>;

export const tasks = {
  list: procedure
    .route({ method: 'GET', path: base, summary: 'Tasks of a connection, filtered and sorted' })
    .input(
      connectionInput.extend({
        ...TaskFilter.shape,
        sort: TaskSort.default('created'),
        direction: Direction.default('down'),
        limit,
        /** A cursor of a page in the same order, or `last` for the last page. */
        cursor,
      }),
    )
    .output(
      z.object({
        tasks: z.array(Task),
        ...position,
        /** Operations that make tasks which the platform does not show yet, newest first. */
        creating: z.array(Operation),
        /** When every kind was last listed, epoch milliseconds; null before the first time. */
        indexedAt: z.int().nullable(),
      }),
    ),
  values: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/task-values',
      summary: 'What tasks can be filtered by: the values they have, commonest first',
    })
    .input(connectionInput.extend({ field: TaskField }))
    .output(z.object({ values: z.array(z.object({ value: z.string(), tasks: z.int() })) })),
  note: procedure
    .route({ method: 'PATCH', path: `${one}/note`, summary: 'Change note, owner, tags or ticket of a task' })
    .input(
      taskInput.extend({
        ...AnnotationChange.shape,
        /** The annotation's `rev` as it was read. */ rev: z.int().min(0),
      }),
    )
    .output(Task),
  noteMany: procedure
    .route({
      method: 'POST',
      path: '/connections/{connection}/task-notes',
      summary: 'Add to what is written about several tasks',
    })
    .input(
      connectionInput.extend({
        taskIds: z.array(TaskId).min(1).max(mostNotedTasks),
        ...AnnotationAddition.shape,
      }),
    )
    .output(z.object({ refused: z.array(RefusedNote) })),
  preview: procedure
    .route({
      method: 'POST',
      path: `${base}/preview`,
      summary: 'The exact request a new task would send; sends nothing',
    })
    .input(connectionInput.extend(NewTask.shape))
    .output(CreatePreview),
  preflight: procedure
    .route({
      method: 'POST',
      path: `${base}/preflight`,
      summary: 'What stands in the way of a new task, as far as it can be known before; sends nothing',
    })
    .input(connectionInput.extend(NewTask.shape))
    .output(Preflight),
  create: procedure
    .route({ method: 'POST', path: base, summary: 'Start an upgrade', successStatus: 202 })
    .input(connectionInput.extend(NewTask.shape))
    .output(Operation),
  read: procedure
    .route({ method: 'GET', path: one, summary: 'One task, freshly read from the platform' })
    .input(taskInput)
    .output(
      z.object({
        task: Task,
        /** The task's document, policy and targets as the platform tells them. */
        request: z.json(),
        /** Its devices wait until somebody confirms them. */
        needsConfirm: z.boolean(),
        copy: CopyState,
        operations: z.array(Operation),
        /** False when the platform could not be asked just now and the task is as last seen. */
        fresh: z.boolean(),
        /** Since when it is known that the platform no longer has the task, epoch milliseconds; null while it has it. */
        gone: z.int().nullable(),
      }),
    ),
  subtasks: procedure
    .route({
      method: 'GET',
      path: `${one}/subtasks`,
      summary: 'Devices of a task, from the console’s copy',
    })
    .input(
      taskInput.extend({
        outcome: Outcome.optional(),
        /** Part of a device id. */
        target: z.string().max(128).optional(),
        /** An error code; the empty string asks for failures without one. */
        code: z.string().max(128).optional(),
        /** The pattern of an error text; the empty string asks for failures without one. */
        message: z.string().max(400).optional(),
        /** Part of a device id or of an error text. */
        q: z.string().max(128).optional(),
        sort: SubtaskSort.default('device'),
        direction: z.enum(['up', 'down']).default('up'),
        limit,
        /** A cursor of a page in the same order, or `last` for the last page. */
        cursor,
      }),
    )
    .output(z.object({ subtasks: z.array(Subtask), ...position, copy: CopyState })),
  failures: procedure
    .route({
      method: 'GET',
      path: `${one}/failures`,
      summary: 'Failed devices grouped by error code and text, largest group first',
    })
    .input(taskInput)
    .output(z.object({ groups: z.array(FailureGroup), copy: CopyState })),
  kin: procedure
    .route({
      method: 'GET',
      path: `${one}/kin`,
      summary: 'The tasks its devices were taken from, and the tasks made from its devices',
    })
    .input(taskInput)
    .output(TaskKin),
  samples: procedure
    .route({ method: 'GET', path: `${one}/samples`, summary: 'Counts over time, oldest first' })
    .input(taskInput)
    .output(z.object({ samples: z.array(Sample) })),
  retry: procedure
    .route({
      method: 'POST',
      path: `${one}/retry`,
      summary: 'Retry devices of a task',
      successStatus: 202,
    })
    .input(taskInput.extend({ which: RetrySelection }))
    .output(Operation),
};

export const operations = {
  read: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/operations/{operationId}',
      summary: 'One operation and how far it is',
    })
    .input(connectionInput.extend({ operationId: z.string().max(64) }))
    .output(Operation),
  results: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/operations/{operationId}/results',
      summary: 'What became of each device',
    })
    .input(
      connectionInput.extend({
        operationId: z.string().max(64),
        outcome: TargetOutcome.optional(),
        limit,
        cursor,
      }),
    )
    .output(z.object({ results: z.array(TargetResult), ...position })),
};

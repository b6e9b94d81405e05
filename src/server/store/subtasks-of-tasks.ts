import type { SelectQueryBuilder } from 'kysely';
import type { Failure } from '#shared/domain/failures.ts';
import type { Tables } from './schema.ts';
import { taskNameOf } from './task-name.ts';

/** Subtasks with the tasks they belong to, and with what people call those. */
export const joinTasks = <Row>(rows: SelectQueryBuilder<Tables, 'subtasks', Row>) =>
  rows
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.connection', '=', 'subtasks.connection').onRef('tasks.id', '=', 'subtasks.task_id'),
    )
    .leftJoin('task_origins as origins', (join) =>
      join.onRef('origins.connection', '=', 'tasks.connection').onRef('origins.task_id', '=', 'tasks.id'),
    );

/** What is told of a device in one of its tasks. */
export const toldColumns = [
  'tasks.id',
  'tasks.platform_name',
  'origins.label',
  'tasks.kind',
  'tasks.state',
  'subtasks.outcome',
  'subtasks.error_code',
  'subtasks.error_message',
  'subtasks.attempts',
  'subtasks.since',
  'subtasks.not_before',
] as const;

type Told = Pick<Tables['tasks'], 'id' | 'platform_name' | 'kind' | 'state'> &
  Pick<Tables['subtasks'], 'outcome' | 'error_code' | 'error_message' | 'attempts' | 'since' | 'not_before'> & {
    label: string | null;
  };

export const toldOf = (row: Told): Omit<Failure, 'deviceId'> => ({
  taskId: row.id,
  taskName: taskNameOf(row),
  kind: row.kind,
  taskState: row.state,
  outcome: row.outcome,
  errorCode: row.error_code,
  errorMessage: row.error_message,
  attempts: row.attempts,
  since: row.since,
  notBefore: row.not_before,
});

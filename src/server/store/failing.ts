import { type SelectQueryBuilder, sql } from 'kysely';
import type { FailureFilter } from '#shared/domain/failures.ts';
import { containing, type Db } from './database.ts';
import type { Tables } from './schema.ts';

/** Rows whose JSON list of ids has this one, or has none when it is the empty string. */
const listing = (column: 'tasks.package_ids' | 'tasks.group_ids', id: string) =>
  id === ''
    ? sql<boolean>`${sql.ref(column)} = '[]'`
    : sql<boolean>`${sql.ref(column)} like ${containing(JSON.stringify(id))} escape '\\'`;

/** Tasks whose failures are asked for. Of one that the platform no longer has, nothing can be done about them. */
export function tasksOf(db: Db, connection: string, { kind, packageId, groupId, taskId }: FailureFilter) {
  let rows = db.selectFrom('tasks').where('tasks.connection', '=', connection).where('tasks.gone_at', 'is', null);
  if (kind !== undefined) rows = rows.where('tasks.kind', '=', kind);
  if (packageId !== undefined) rows = rows.where(listing('tasks.package_ids', packageId));
  if (groupId !== undefined) rows = rows.where(listing('tasks.group_ids', groupId));
  return taskId === undefined ? rows : rows.where('tasks.id', '=', taskId);
}

/** The query of some subtasks, before it says of which columns. */
export type Subtasks = SelectQueryBuilder<Tables, 'subtasks', object>;

type From = { tasks?: ReturnType<typeof tasksOf>; subtasks?: Subtasks };

/** Those of the subtasks that have failed, or wait for the platform's next try. */
export function failing(
  db: Db,
  connection: string,
  filter: FailureFilter,
  { tasks = tasksOf(db, connection, filter), subtasks = db.selectFrom('subtasks') }: From = {},
): Subtasks {
  const { code, message, from, to, device } = filter;
  let rows = subtasks
    .where('subtasks.connection', '=', connection)
    // Written out: with parameters, no engine knows that the indexes of failures have these rows.
    .where(sql<boolean>`subtasks.outcome in ('failed', 'retry_pending')`)
    .where('subtasks.task_id', 'in', tasks.select('tasks.id'));
  if (from !== undefined) rows = rows.where('subtasks.since', '>=', from);
  if (to !== undefined) rows = rows.where('subtasks.since', '<', to);
  if (code !== undefined)
    rows = code === '' ? rows.where('subtasks.error_code', 'is', null) : rows.where('subtasks.error_code', '=', code);
  if (message !== undefined)
    rows =
      message === ''
        ? rows.where('subtasks.error_pattern', 'is', null)
        : rows.where('subtasks.error_pattern', '=', message);
  if (device)
    rows = rows.where(sql<boolean>`lower(subtasks.device_id) like ${containing(device.toLowerCase())} escape '\\'`);
  return rows;
}

import { z } from 'zod';
import { RetryPolicy, type Task } from '#shared/domain/task.ts';
import type { Flag } from './column-types.ts';
import { countsIn } from './counts-text.ts';
import type { Db } from './database.ts';
import type { TaskRow } from './schema.ts';
import { taskNameOf } from './task-name.ts';
import { annotationOf } from './task-words.ts';

/** Tasks with what the console knows besides: their origin and what people wrote, which may come before a task is seen, and a twin. */
export const fromTasks = (db: Db) =>
  db
    .selectFrom('tasks')
    .leftJoin('task_origins as origins', (join) =>
      join.onRef('origins.connection', '=', 'tasks.connection').onRef('origins.task_id', '=', 'tasks.id'),
    )
    .leftJoin('task_notes as notes', (join) =>
      join.onRef('notes.connection', '=', 'tasks.connection').onRef('notes.task_id', '=', 'tasks.id'),
    )
    .leftJoin('task_twins as twins', (join) =>
      join.onRef('twins.connection', '=', 'tasks.connection').onRef('twins.task_id', '=', 'tasks.id'),
    );

export const taskColumns = [
  'tasks.connection',
  'tasks.id',
  'tasks.platform_name',
  'tasks.kind',
  'tasks.state',
  'tasks.raw_state',
  'tasks.note',
  'tasks.space_id',
  'tasks.counts',
  'tasks.created_at',
  'tasks.starts_at',
  'tasks.retry',
  'tasks.package_ids',
  'tasks.group_ids',
  'tasks.seen_at',
  'tasks.rev',
  'tasks.failed_at',
  'tasks.changed_at',
  'origins.label',
  'origins.created_by',
  'origins.space_id as origin_space_id',
  'notes.note as notes_note',
  'notes.owner as notes_owner',
  'notes.tags as notes_tags',
  'notes.ticket as notes_ticket',
  'notes.rev as notes_rev',
  'twins.twin_id',
  'twins.is_duplicate',
] as const;

type SelectedRow = Pick<
  TaskRow,
  | 'connection'
  | 'id'
  | 'platform_name'
  | 'kind'
  | 'state'
  | 'raw_state'
  | 'note'
  | 'space_id'
  | 'counts'
  | 'created_at'
  | 'starts_at'
  | 'retry'
  | 'package_ids'
  | 'group_ids'
  | 'seen_at'
  | 'rev'
  | 'failed_at'
  | 'changed_at'
> & {
  label: string | null;
  created_by: string | null;
  origin_space_id: string | null;
  notes_note: string | null;
  notes_owner: string | null;
  notes_tags: string | null;
  notes_ticket: string | null;
  notes_rev: number | null;
  twin_id: string | null;
  is_duplicate: Flag | null;
};

const Ids = z.array(z.string());

export const taskOf = (row: SelectedRow): Task => ({
  connection: row.connection,
  id: row.id,
  name: taskNameOf(row),
  platformName: row.platform_name,
  kind: row.kind,
  state: row.state,
  rawState: row.raw_state,
  note: row.note,
  // The empty text is the origin of a task on a platform without spaces.
  spaceId: row.origin_space_id === '' ? row.space_id : (row.origin_space_id ?? row.space_id),
  counts: countsIn(row.counts),
  createdAt: row.created_at,
  startsAt: row.starts_at,
  createdBy: row.created_by,
  retry: row.retry === null ? null : RetryPolicy.parse(JSON.parse(row.retry)),
  packageIds: Ids.parse(JSON.parse(row.package_ids)),
  groupIds: Ids.parse(JSON.parse(row.group_ids)),
  annotation: annotationOf({
    note: row.notes_note,
    owner: row.notes_owner,
    tags: row.notes_tags,
    ticket: row.notes_ticket,
    rev: row.notes_rev,
  }),
  twin: row.twin_id === null ? null : { taskId: row.twin_id, isDuplicate: row.is_duplicate === 1 },
  failedAt: row.failed_at,
  changedAt: row.changed_at,
  seenAt: row.seen_at,
  rev: row.rev,
});

/** The stored ones of `ids`, in no particular order. */
export async function tasksById(db: Db, connection: string, ids: readonly string[]): Promise<Task[]> {
  if (ids.length === 0) return [];
  const rows = await fromTasks(db)
    .select(taskColumns)
    .where('tasks.connection', '=', connection)
    .where('tasks.id', 'in', [...ids])
    .execute();
  return rows.map(taskOf);
}

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { noAnnotation } from '#shared/domain/annotation.ts';
import { folded, progressPermille, searchText, successPermille } from '#shared/domain/task-filter.ts';
import { countsIn } from '#server/store/counts-text.ts';
import type { Engine } from '#server/store/database.ts';
import type { Tables } from '#server/store/schema.ts';

/** What the task list is filtered and sorted by, what people write about tasks, and how they look at lists. */
export const taskList = (engine: Engine): Migration => ({
  async up(db: Kysely<Tables>) {
    for (const statement of tables(engine)) await sql.raw(statement).execute(db);
    await fill(db);
    for (const statement of indexes) await sql.raw(statement).execute(db);
  },
});

function tables(engine: Engine): string[] {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  const added = [
    `name_order ${text} not null default ''`,
    'starts_order bigint not null default 0',
    'failed integer not null default 0',
    'failed_at bigint',
    'success integer not null default -1',
    'progress integer not null default -1',
  ];
  return [
    ...added.map((column) => `alter table tasks add column ${column}`),
    `create table task_notes (
      connection ${text} not null, task_id ${text} not null, note ${text} not null, owner ${text}, tags ${text} not null,
      ticket ${text}, rev integer not null, primary key (connection, task_id)) ${clustered}`,
    `create table saved_views (
      id ${text} primary key, list ${text} not null, person_id ${text} not null, person_name ${text} not null,
      name ${text} not null, name_key ${text} not null, search ${text} not null, layout ${text} not null,
      shared integer not null, rev integer not null, unique (list, person_id, name_key))`,
    `create table list_settings (
      person_id ${text} not null, list ${text} not null, layout ${text}, search ${text} not null,
      primary key (person_id, list)) ${clustered}`,
  ];
}

const indexes = [
  'create index tasks_by_name on tasks (connection, name_order, created_at desc, id desc)',
  'create index tasks_by_failures on tasks (connection, failed, created_at desc, id desc)',
  'create index tasks_by_progress on tasks (connection, progress, created_at desc, id desc)',
  'create index tasks_by_start on tasks (connection, starts_order, created_at desc, id desc)',
  'create index saved_views_shared on saved_views (list, shared)',
];

/** Tasks of before get what is derived from them. */
async function fill(db: Kysely<Tables>): Promise<void> {
  const rows = await db
    .selectFrom('tasks')
    .leftJoin('task_origins as origins', (join) =>
      join.onRef('origins.connection', '=', 'tasks.connection').onRef('origins.task_id', '=', 'tasks.id'),
    )
    .select(['tasks.connection', 'tasks.id', 'platform_name', 'counts', 'created_at', 'starts_at', 'label'])
    .execute();
  for (const { connection, id, platform_name: platformName, label, ...row } of rows) {
    const counts = countsIn(row.counts);
    const name = label ?? platformName;
    await db
      .updateTable('tasks')
      .set({
        search: searchText({ id, name, platformName, annotation: noAnnotation }),
        name_order: folded(name),
        starts_order: row.starts_at ?? row.created_at,
        failed: counts.failed,
        failed_at: counts.failed > 0 ? row.created_at : null,
        success: successPermille(counts),
        progress: progressPermille(counts),
      })
      .where('connection', '=', connection)
      .where('id', '=', id)
      .execute();
  }
}

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { messagePattern } from '#shared/domain/failure-message.ts';
import type { Db, Engine } from '#server/store/database.ts';

const rowsAtOnce = 500;

/** Patterns of error texts, attempts and changes of devices, lists handed over between pages, notes on error codes. */
export const failures = (engine: Engine): Migration => ({
  async up(db) {
    for (const statement of statements(engine)) await sql.raw(statement).execute(db);
    // The migrator's own type knows no tables.
    await writePatterns(db as Db);
  },
});

function statements(engine: Engine): string[] {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  const failed = `where outcome in ('failed', 'retry_pending')`;
  return [
    `alter table subtasks add column error_pattern ${text}`,
    'alter table subtasks add column not_before bigint',
    'alter table subtasks add column attempts integer not null default 1',
    // Only failures are in these two, and grouping reads nothing else; without the outcome it would read every row as well.
    `create index subtasks_failed_in_task on subtasks
      (connection, task_id, error_code, error_pattern, device_id, since, outcome) ${failed}`,
    `create index subtasks_failed_by_time on subtasks
      (connection, since, task_id, device_id, error_code, error_pattern, outcome) ${failed}`,
    'create index subtasks_by_device on subtasks (connection, device_id)',
    `create table subtask_changes (
      connection ${text} not null, device_id ${text} not null, task_id ${text} not null, at bigint not null,
      not_before bigint, outcome ${text} not null, error_code ${text}, error_message ${text}, attempt integer not null,
      primary key (connection, device_id, task_id, at)) ${clustered}`,
    'create index subtask_changes_by_age on subtask_changes (at)',
    `create table target_sets (
      connection ${text} not null, id ${text} not null, person_id ${text} not null, person_name ${text} not null,
      created_at bigint not null, expires_at bigint not null, devices integer not null,
      primary key (connection, id)) ${clustered}`,
    `create table target_set_pages (
      connection ${text} not null, target_set_id ${text} not null, page integer not null, device_ids ${text} not null,
      primary key (connection, target_set_id, page))`,
    `create table error_notes (
      code ${text} primary key, text ${text} not null, person_name ${text} not null, at bigint not null)`,
  ];
}

/** Failures that were copied before have a text and no pattern. */
async function writePatterns(db: Db): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom('subtasks')
      .select(['connection', 'task_id', 'device_id', 'error_message'])
      .where('error_message', 'is not', null)
      .where('error_pattern', 'is', null)
      .limit(rowsAtOnce)
      .execute();
    for (const row of rows) {
      await db
        .updateTable('subtasks')
        .set({ error_pattern: messagePattern(row.error_message) ?? '' })
        .where('connection', '=', row.connection)
        .where('task_id', '=', row.task_id)
        .where('device_id', '=', row.device_id)
        .execute();
    }
    if (rows.length < rowsAtOnce) break;
  }
  await db.updateTable('subtasks').set({ error_pattern: null }).where('error_pattern', '=', '').execute();
}

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '#server/store/database.ts';

/** Tasks of which the platform made two, and the way from the name of one to the other. */
export const taskTwins = (engine: Engine): Migration => ({
  async up(db) {
    for (const statement of statements(engine)) await sql.raw(statement).execute(db);
  },
});

function statements(engine: Engine): string[] {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  return [
    `create table task_twins (
      connection ${text} not null, task_id ${text} not null, twin_id ${text} not null, is_duplicate integer not null,
      primary key (connection, task_id)) ${clustered}`,
    'create index tasks_by_platform_name on tasks (connection, platform_name)',
  ];
}

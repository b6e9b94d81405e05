import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '#server/store/database.ts';

/** What packages and groups are called, and which tasks the devices of a list, and of a task made from it, were taken from. */
export const namesAndKin = (engine: Engine): Migration => ({
  async up(db) {
    for (const statement of statements(engine)) await sql.raw(statement).execute(db);
  },
});

function statements(engine: Engine): string[] {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  return [
    `create table known_names (
      connection ${text} not null, of ${text} not null, id ${text} not null, name ${text}, at bigint not null,
      primary key (connection, of, id)) ${clustered}`,
    `alter table target_sets add column task_ids ${text} not null default '[]'`,
    `create table task_kin (
      operation_id ${text} not null, parent_id ${text} not null, connection ${text} not null,
      primary key (operation_id, parent_id)) ${clustered}`,
    'create index task_kin_by_parent on task_kin (connection, parent_id)',
  ];
}

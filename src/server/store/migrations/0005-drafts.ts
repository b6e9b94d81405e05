import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '#server/store/database.ts';

/** Tasks that people are preparing, and templates for them. */
export const drafts = (engine: Engine): Migration => ({
  async up(db) {
    for (const statement of statements(engine)) await sql.raw(statement).execute(db);
  },
});

function statements(engine: Engine): string[] {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
  return [
    `create table drafts (
      connection ${text} not null, id ${text} not null, kind ${text} not null, person_id ${text} not null,
      person_name ${text} not null, name ${text} not null, task_kind ${text} not null, devices integer,
      content ${text} not null, shared integer not null, locked ${text} not null, saved_at bigint not null,
      rev integer not null, primary key (connection, id))`,
    'create index drafts_of_person on drafts (connection, person_id)',
    'create index drafts_shared on drafts (connection, shared)',
  ];
}

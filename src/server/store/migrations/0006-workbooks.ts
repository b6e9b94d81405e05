import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '#server/store/database.ts';

/** Workbooks that people have uploaded for tasks. */
export const workbooks = (engine: Engine): Migration => ({
  async up(db) {
    for (const statement of statements(engine)) await sql.raw(statement).execute(db);
  },
});

function statements(engine: Engine): string[] {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
  const bytes = engine === 'sqlite' ? 'blob' : 'bytea';
  return [
    `create table workbooks (
      connection ${text} not null, id ${text} not null, kind ${text} not null, person_id ${text} not null,
      file_name ${text} not null, devices integer not null, size integer not null, digest ${text} not null,
      created_at bigint not null, expires_at bigint not null, content ${bytes} not null,
      primary key (connection, id))`,
    'create index workbooks_of_person on workbooks (connection, person_id, created_at)',
    'create index workbooks_by_expiry on workbooks (expires_at)',
  ];
}

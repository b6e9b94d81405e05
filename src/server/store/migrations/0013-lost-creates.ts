import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Creates whose answer was lost at some time: only of these can a task come that nobody counted on. */
export const lostCreates = (): Migration => ({
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

const statements = [
  'alter table operations add column was_lost integer not null default 0',
  `update operations set was_lost = 1
    where kind = 'create' and (state in ('unknown', 'needs_person') or error_code = 'arrived_late')`,
  'create index operations_lost on operations (connection, started_at) where was_lost = 1',
];

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '#server/store/database.ts';

/** Where walks through tasks stand. */
export const freshness = (engine: Engine): Migration => ({
  async up(db) {
    const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
    const clustered = engine === 'sqlite' ? 'without rowid' : '';
    await sql
      .raw(
        `create table walk_places (
          connection ${text} not null, task_id ${text} not null, marker ${text}, rows_before integer not null,
          rev integer not null, primary key (connection, task_id)) ${clustered}`,
      )
      .execute(db);
  },
});

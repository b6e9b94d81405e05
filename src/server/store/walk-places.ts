import type { TaskRef } from '#shared/domain/task.ts';
import type { Database } from './database.ts';

/** How far a walk through all devices of a task has come: all rows before `marker` were read, when the task was at `rev`. */
export type WalkPlace = { marker: string | null; rowsBefore: number; rev: number };
export type WalkPlaceRepository = {
  find(ref: TaskRef): Promise<WalkPlace | null>;
  keep(ref: TaskRef, place: WalkPlace): Promise<void>;
  /** The walk has ended, or cannot be continued. */
  drop(ref: TaskRef): Promise<void>;
};

export const walkPlaceRepository = (database: Database): WalkPlaceRepository => ({
  find: (ref) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('walk_places')
        .select(['marker', 'rows_before', 'rev'])
        .where('connection', '=', ref.connection)
        .where('task_id', '=', ref.id)
        .executeTakeFirst();
      return row === undefined ? null : { marker: row.marker, rowsBefore: row.rows_before, rev: row.rev };
    }),

  keep: (ref, { marker, rowsBefore, rev }) =>
    database.run(async (db) => {
      const place = { marker, rows_before: rowsBefore, rev };
      await db
        .insertInto('walk_places')
        .values({ connection: ref.connection, task_id: ref.id, ...place })
        .onConflict((on) => on.columns(['connection', 'task_id']).doUpdateSet(place))
        .execute();
    }),

  drop: (ref) =>
    database.run(async (db) => {
      await db
        .deleteFrom('walk_places')
        .where('connection', '=', ref.connection)
        .where('task_id', '=', ref.id)
        .execute();
    }),
});

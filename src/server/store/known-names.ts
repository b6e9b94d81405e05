import { slices, type Database } from './database.ts';
import type { NameRepository } from './name-store.ts';

const rowsPerStatement = 200;

export const nameRepository = (database: Database): NameRepository => ({
  of: (connection, of) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('known_names')
        .select(['id', 'name', 'at'])
        .where('connection', '=', connection)
        .where('of', '=', of)
        .execute();
      return new Map(rows.map(({ id, name, at }) => [id, { name, at }]));
    }),

  learn: (connection, of, names, at) =>
    database.change(async (trx) => {
      // In one order, two writers cannot block each other.
      const rows = [...names]
        .map(([id, name]) => ({ connection, of, id, name, at }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const slice of slices(rows, rowsPerStatement)) {
        await trx
          .insertInto('known_names')
          .values(slice)
          .onConflict((on) =>
            on.columns(['connection', 'of', 'id']).doUpdateSet((eb) => ({
              name: eb.fn.coalesce('excluded.name', 'known_names.name'),
              at: eb.ref('excluded.at'),
            })),
          )
          .execute();
      }
    }),
});

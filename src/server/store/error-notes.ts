import type { Database } from './database.ts';
import type { ErrorNoteRepository } from './failure-store.ts';

export const errorNoteRepository = (database: Database): ErrorNoteRepository => ({
  list: () =>
    database.run(async (db) => {
      const rows = await db.selectFrom('error_notes').selectAll().orderBy('code').execute();
      return rows.map(({ code, text, person_name: by, at }) => ({ code, text, by, at }));
    }),

  set: (note) =>
    database.run(async (db) => {
      const { code, text, by, at } = note;
      if (text === '') {
        await db.deleteFrom('error_notes').where('code', '=', code).execute();
        return null;
      }
      await db
        .insertInto('error_notes')
        .values({ code, text, person_name: by, at })
        .onConflict((on) => on.column('code').doUpdateSet({ text, person_name: by, at }))
        .execute();
      return note;
    }),

  count: () =>
    database.run(async (db) => {
      const { n } = await db
        .selectFrom('error_notes')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return n;
    }),
});

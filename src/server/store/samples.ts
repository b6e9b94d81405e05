import type { TaskRef } from '#shared/domain/task.ts';
import { countsIn, countsText } from './counts-text.ts';
import type { Database, Trx } from './database.ts';
import type { SampleRepository } from './store.ts';

export const sampleRepository = (database: Database): SampleRepository => ({
  add: (ref, at, counts) =>
    database.change(async (trx) => {
      const newest = await newestOf(trx, ref);
      const text = countsText(counts);
      // A late answer of an earlier moment would draw the curve back and forth.
      if (newest !== null && (newest.counts === text || newest.at > at)) return false;
      await trx
        .insertInto('samples')
        .values({ connection: ref.connection, task_id: ref.id, at, counts: text })
        .onConflict((on) =>
          on.columns(['connection', 'task_id', 'at']).doUpdateSet((eb) => ({ counts: eb.ref('excluded.counts') })),
        )
        .execute();
      return true;
    }),

  list: (ref, most) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('samples')
        .select(['at', 'counts'])
        .where('connection', '=', ref.connection)
        .where('task_id', '=', ref.id)
        .orderBy('at')
        .execute();
      return thinned(rows, most).map((row) => ({ at: row.at, counts: countsIn(row.counts) }));
    }),
});

async function newestOf(trx: Trx, ref: TaskRef): Promise<{ at: number; counts: string } | null> {
  const row = await trx
    .selectFrom('samples')
    .select(['at', 'counts'])
    .where('connection', '=', ref.connection)
    .where('task_id', '=', ref.id)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** At most `most` items, evenly spread, with the first and the last. */
function thinned<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  if (most <= 1) return items.slice(-most);
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)]).filter(
    (item) => item !== undefined,
  );
}

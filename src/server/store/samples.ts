import { sql } from 'kysely';
import type { Counts, TaskRef } from '#shared/domain/task.ts';
import { countsIn } from './counts-text.ts';
import type { Database, Trx } from './database.ts';
import type { SampleRepository } from './store.ts';

/** An answer may arrive this long after a newer one; a sample further behind the newest was made after the clock was set back. */
const answerMs = 60_000;

export const sampleRepository = (database: Database): SampleRepository => ({
  add: (ref, at, counts) =>
    database.change(async (trx) => {
      const newest = await newestOf(trx, ref);
      const text = sampleText(counts);
      // A late answer of an earlier moment would draw the curve back and forth.
      const isLate = newest !== null && newest.at > at && newest.at - at <= answerMs;
      if (newest !== null && (isLate || sampleText(countsOf(newest.counts)) === text)) return false;
      await trx
        .insertInto('samples')
        // Where the clock was set back the curve goes on in its order, if not at its pace.
        .values({
          connection: ref.connection,
          task_id: ref.id,
          at: newest !== null && newest.at > at ? newest.at + 1 : at,
          counts: text,
        })
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
      return thinned(rows, most).map((row) => ({ at: row.at, counts: countsOf(row.counts) }));
    }),

  tasks: (after, limit) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('tasks')
        .select(['connection', 'id'])
        .$if(after !== null, (query) =>
          query.where((eb) =>
            eb(eb.refTuple('connection', 'id'), '>', eb.tuple(after?.connection ?? '', after?.id ?? '')),
          ),
        )
        .orderBy('connection')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows;
    }),

  thin: (ref, { from, until, stepMs }) =>
    database.change(async (trx) => {
      const ends = await trx
        .selectFrom('samples')
        .select((eb) => [eb.fn.min('at').as('first'), eb.fn.max('at').as('last')])
        .where('connection', '=', ref.connection)
        .where('task_id', '=', ref.id)
        .executeTakeFirst();
      if (ends === undefined || ends.first === null) return 0;
      const removed = await trx
        .deleteFrom('samples')
        .where('connection', '=', ref.connection)
        .where('task_id', '=', ref.id)
        .where('at', '>=', from)
        .where('at', '<', until)
        .where('at', 'not in', [Number(ends.first), Number(ends.last)])
        .$if(stepMs !== null, (query) =>
          // The last of each step says how the counts were at its end.
          query.where((eb) =>
            eb.exists(
              eb
                .selectFrom('samples as later')
                .select(sql.lit(1).as('one'))
                .where('later.connection', '=', ref.connection)
                .where('later.task_id', '=', ref.id)
                .whereRef('later.at', '>', 'samples.at')
                .where(
                  'later.at',
                  '<',
                  sql<number>`(samples.at / ${sql.lit(stepMs ?? 1)}) * ${sql.lit(stepMs ?? 1)} + ${sql.lit(stepMs ?? 1)}`,
                ),
            ),
          ),
        )
        .executeTakeFirst();
      return Number(removed.numDeletedRows);
    }),
});

/** The counters in this order, which never changes: as text with their names they would take three times the room. */
const order = ['total', 'waiting', 'processing', 'succeeded', 'failed', 'retryPending', 'stopped', 'removed'] as const;

const sampleText = (counts: Counts): string => order.map((name) => counts[name]).join(' ');

function countsOf(text: string): Counts {
  // As the first version wrote them.
  if (text.startsWith('{')) return countsIn(text);
  const numbers = text.split(' ').map(Number);
  const [
    total = 0,
    waiting = 0,
    processing = 0,
    succeeded = 0,
    failed = 0,
    retryPending = 0,
    stopped = 0,
    removed = 0,
  ] = numbers;
  return { total, waiting, processing, succeeded, failed, retryPending, stopped, removed };
}

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

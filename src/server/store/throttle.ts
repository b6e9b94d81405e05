import type { Database, Trx } from './database.ts';
import type { ThrottleRepository } from './people-store.ts';

// More than any throttle counts (30 from one address), so that forgetting older ones never lets one more guess through.
const keptPerKey = 100;

/**
 * One row per key. Beyond `mostKeys` the key with the fewest failures goes first, the oldest of those: names made up in masses
 * have one failure each and push out one another, not the account that is being guessed at.
 */
export const throttleRepository = (database: Database, mostKeys = 50_000): ThrottleRepository => ({
  failures: (key, since) =>
    database.run(async (db) => {
      const row = await db.selectFrom('sign_in_failures').select('times').where('key', '=', key).executeTakeFirst();
      const times = row === undefined ? [] : timesIn(row.times).filter((at) => at >= since);
      return { count: times.length, lastAt: times.at(-1) ?? null };
    }),

  fail: (key, at) =>
    database.change(async (trx) => {
      // The update changes nothing; it makes the row ours until the end, so that two failures at once both count.
      const row = await trx
        .insertInto('sign_in_failures')
        .values({ key, times: '[]', failures: 0, last_at: at })
        .onConflict((on) => on.column('key').doUpdateSet((eb) => ({ key: eb.ref('excluded.key') })))
        .returning('times')
        .executeTakeFirstOrThrow();
      const times = [...timesIn(row.times), at].sort((a, b) => a - b).slice(-keptPerKey);
      await trx
        .updateTable('sign_in_failures')
        .set({ times: JSON.stringify(times), failures: times.length, last_at: times.at(-1) ?? at })
        .where('key', '=', key)
        .execute();
      if (times.length === 1) await forgetBeyond(trx, mostKeys, key);
    }),

  clear: (key) =>
    database.run(async (db) => {
      await db.deleteFrom('sign_in_failures').where('key', '=', key).execute();
    }),

  sweep: (before) =>
    database.run(async (db) => {
      await db.deleteFrom('sign_in_failures').where('last_at', '<', before).execute();
    }),
});

// Written by this file only.
const timesIn = (json: string): number[] => JSON.parse(json) as number[];

async function forgetBeyond(trx: Trx, mostKeys: number, justAdded: string): Promise<void> {
  const { n } = await trx
    .selectFrom('sign_in_failures')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  if (n <= mostKeys) return;
  const weakest = trx
    .selectFrom('sign_in_failures')
    .select('key')
    .where('key', '!=', justAdded)
    .orderBy('failures')
    .orderBy('last_at')
    .limit(n - mostKeys);
  await trx.deleteFrom('sign_in_failures').where('key', 'in', weakest).execute();
}

import { type RawBuilder, sql } from 'kysely';
import type { Database, Engine } from './database.ts';
import type { LeaseRepository } from './store.ts';

/** One that is to last longer was made before the clock was set back. */
const longestMs = 600_000;

const processPrefix = 'process:';
/** The lease by which a process says that it lives. */
export const processLease = (owner: string): string => `${processPrefix}${owner}`;

/** The owner in this column has said so to nobody, or not for long. Seen together with what it claims, because it says so first. */
export const isNoProcess = (owner: string) =>
  sql<boolean>`not exists (select 1 from leases as process where process.name = ${processPrefix} || ${sql.ref(owner)})`;

const nowIn: Record<Engine, RawBuilder<{ now: number }>> = {
  postgres: sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`,
  sqlite: sql`select cast(unixepoch('subsec') * 1000 as integer) as now`,
};

export const leaseRepository = (database: Database): LeaseRepository => ({
  now: () =>
    database.run(async (db) => {
      const { rows } = await nowIn[database.engine].execute(db);
      return rows[0]?.now ?? Number.NaN;
    }),

  hold: (name, owner, now, ttlMs) =>
    database.run(async (db) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('leases')
        .values({ name, owner, held_until: now + ttlMs })
        .onConflict((on) =>
          on
            .column('name')
            .doUpdateSet((eb) => ({ owner: eb.ref('excluded.owner'), held_until: eb.ref('excluded.held_until') }))
            .where((eb) =>
              eb.or([
                eb('leases.owner', '=', owner),
                eb('leases.held_until', '<=', now),
                eb('leases.held_until', '>', now + longestMs),
              ]),
            ),
        )
        .executeTakeFirstOrThrow();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    }),

  release: (name, owner) =>
    database.run(async (db) => {
      await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute();
    }),

  free: (now) =>
    database.change(async (trx) => {
      await trx
        .deleteFrom('leases')
        .where('name', '=', sql<string>`${processPrefix} || owner`)
        .where((eb) => eb.or([eb('held_until', '<=', now), eb('held_until', '>', now + longestMs)]))
        .execute();
      await trx.deleteFrom('leases').where(isNoProcess('leases.owner')).execute();
    }),

  owners: (prefix, now) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('leases')
        .select(['name', 'owner'])
        .where('held_until', '>', now)
        .where('held_until', '<=', now + longestMs)
        .execute();
      return [...new Set(rows.filter((row) => row.name.startsWith(prefix)).map((row) => row.owner))];
    }),
});

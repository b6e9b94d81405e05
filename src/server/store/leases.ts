import type { Database } from './database.ts';
import type { LeaseRepository } from './store.ts';

export const leaseRepository = (database: Database): LeaseRepository => ({
  hold: (name, owner, now, ttlMs) =>
    database.run(async (db) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('leases')
        .values({ name, owner, held_until: now + ttlMs })
        .onConflict((on) =>
          on
            .column('name')
            .doUpdateSet((eb) => ({ owner: eb.ref('excluded.owner'), held_until: eb.ref('excluded.held_until') }))
            .where((eb) => eb.or([eb('leases.owner', '=', owner), eb('leases.held_until', '<=', now)])),
        )
        .executeTakeFirstOrThrow();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    }),

  release: (name, owner) =>
    database.run(async (db) => {
      await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute();
    }),

  owners: (prefix, now) =>
    database.run(async (db) => {
      const rows = await db.selectFrom('leases').select(['name', 'owner']).where('held_until', '>', now).execute();
      return [...new Set(rows.filter((row) => row.name.startsWith(prefix)).map((row) => row.owner))];
    }),
});

import type { ExpressionBuilder, RawBuilder, Selectable } from 'kysely';
import type { Database, Db } from './database.ts';
import { listed } from './id-lists.ts';
import type { SessionRepository, SessionRow } from './people-store.ts';
import type { Tables } from './schema.ts';

export const sessionRepository = (database: Database): SessionRepository => ({
  add: (row, keep) =>
    database.change(async (trx) => {
      await trx
        .insertInto('sessions')
        .values({
          id_hash: row.idHash,
          previous_hash: null,
          previous_until: null,
          person_id: row.personId,
          person_name: row.personName,
          role: row.role,
          demo: row.demo ? 1 : 0,
          created_at: row.createdAt,
          active_at: row.activeAt,
          renewed_at: row.renewedAt,
        })
        .execute();
      const kept = trx
        .selectFrom('sessions')
        .select('id_hash')
        .where('person_id', '=', row.personId)
        .orderBy('created_at', 'desc')
        .orderBy('id_hash')
        .limit(keep);
      await trx.deleteFrom('sessions').where('person_id', '=', row.personId).where('id_hash', 'not in', kept).execute();
    }),

  find: (idHash, now) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('sessions')
        .selectAll()
        .where(isGoodFor([idHash], now))
        .executeTakeFirst();
      return row === undefined ? null : sessionOf(row);
    }),

  findAll: (idHashes, now) =>
    database.run(async (db) => {
      const asked = listed(database.engine, idHashes);
      const rows = await db.selectFrom('sessions').selectAll().where(isGoodFor(asked, now)).execute();
      const found = new Map<string, SessionRow>();
      for (const row of rows) {
        found.set(row.id_hash, sessionOf(row));
        if (row.previous_hash !== null && (row.previous_until ?? 0) > now) found.set(row.previous_hash, sessionOf(row));
      }
      const wanted = new Set(idHashes);
      return new Map([...found].filter(([idHash]) => wanted.has(idHash)));
    }),

  touch: (idHash, at) =>
    database.run(async (db) => {
      await db
        .updateTable('sessions')
        .set({ active_at: at })
        .where((eb) => eb.or([eb('id_hash', '=', idHash), eb('previous_hash', '=', idHash)]))
        .where('active_at', '<', at)
        .execute();
    }),

  renew: (idHash, newIdHash, at, graceUntil) =>
    database.run(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({ id_hash: newIdHash, previous_hash: idHash, previous_until: graceUntil, renewed_at: at })
        .where('id_hash', '=', idHash)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    }),

  remove: (idHash) =>
    database.run(async (db) => {
      await db
        .deleteFrom('sessions')
        .where((eb) => eb.or([eb('id_hash', '=', idHash), eb('previous_hash', '=', idHash)]))
        .execute();
    }),

  removeOfPerson: (personId) =>
    database.run(async (db) => {
      await db.deleteFrom('sessions').where('person_id', '=', personId).execute();
    }),

  sweep: (createdBefore, activeBefore) => database.run((db) => sweep(db, createdBefore, activeBefore)),
});

/** Sessions with one of these ids, or that had it a moment ago. */
const isGoodFor =
  (idHashes: readonly string[] | RawBuilder<string>, now: number) => (eb: ExpressionBuilder<Tables, 'sessions'>) =>
    eb.or([
      eb('id_hash', 'in', idHashes),
      eb.and([eb('previous_hash', 'in', idHashes), eb('previous_until', '>', now)]),
    ]);

const sessionOf = (row: Selectable<Tables['sessions']>): SessionRow => ({
  idHash: row.id_hash,
  personId: row.person_id,
  personName: row.person_name,
  role: row.role,
  demo: row.demo === 1,
  createdAt: row.created_at,
  activeAt: row.active_at,
  renewedAt: row.renewed_at,
});

async function sweep(db: Db, createdBefore: number, activeBefore: number): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('created_at', '<', createdBefore), eb('active_at', '<', activeBefore)]))
    .execute();
}

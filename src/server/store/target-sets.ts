import { sql } from 'kysely';
import { z } from 'zod';
import { targetSetPage } from '#shared/domain/target-set.ts';
import { slices, type Database, type Trx } from './database.ts';
import type { TargetSetRepository } from './failure-store.ts';

const Ids = z.array(z.string());

export const targetSetRepository = (database: Database): TargetSetRepository => ({
  add: (connection, { id, person, deviceIds, taskIds, createdAt, expiresAt }, keep) =>
    database.change(async (trx) => {
      const expired = trx.selectFrom('target_sets').select('id').where('expires_at', '<=', createdAt);
      await trx.deleteFrom('target_set_pages').where('target_set_id', 'in', expired).execute();
      await trx.deleteFrom('target_sets').where('expires_at', '<=', createdAt).execute();
      await trx
        .insertInto('target_sets')
        .values({
          connection,
          id,
          person_id: person.id,
          person_name: person.name,
          created_at: createdAt,
          expires_at: expiresAt,
          devices: deviceIds.length,
          task_ids: JSON.stringify(taskIds),
        })
        .execute();
      let page = 0;
      for (const slice of slices(deviceIds, targetSetPage)) {
        await trx
          .insertInto('target_set_pages')
          .values({ connection, target_set_id: id, page, device_ids: JSON.stringify(slice) })
          .execute();
        page += 1;
      }
      await removeSpare(trx, connection, person.id, keep);
      return { id, devices: deviceIds.length, by: person.name, createdAt, expiresAt, taskIds: [...taskIds] };
    }),

  find: (connection, id, now, personId) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('target_sets')
        .selectAll()
        .where('connection', '=', connection)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      if (row === undefined || (personId !== undefined && row.person_id !== personId)) return null;
      const { devices, person_name: by, created_at: createdAt, expires_at: expiresAt } = row;
      return { id, devices, by, createdAt, expiresAt, taskIds: Ids.parse(JSON.parse(row.task_ids)) };
    }),

  page: (connection, id, page) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('target_set_pages')
        .select('device_ids')
        .where('connection', '=', connection)
        .where('target_set_id', '=', id)
        .where('page', '=', page)
        .executeTakeFirst();
      return row === undefined ? [] : Ids.parse(JSON.parse(row.device_ids));
    }),
});

/** Removes what is not among a person's newest `keep`, and that nothing of theirs needs. */
async function removeSpare(trx: Trx, connection: string, personId: string, keep: number): Promise<void> {
  const own = trx.selectFrom('target_sets').where('connection', '=', connection).where('person_id', '=', personId);
  const newest = own.select('id').orderBy('created_at', 'desc').orderBy('id').limit(keep);
  const spare = await own
    .select('id')
    .where('id', 'not in', newest)
    .where(({ not, or, exists, selectFrom }) => {
      const draft = selectFrom('drafts')
        .select('drafts.id')
        .where('drafts.connection', '=', connection)
        .where('drafts.person_id', '=', personId)
        // Whatever else is in a draft, no other text in it has a random ID.
        .where(sql<boolean>`drafts.content like '%"' || target_sets.id || '"%'`);
      const workbook = selectFrom('workbooks')
        .select('workbooks.id')
        .where('workbooks.connection', '=', connection)
        .whereRef('workbooks.id', '=', 'target_sets.id');
      return not(or([exists(draft), exists(workbook)]));
    })
    .execute();
  for (const { id } of spare) {
    await trx
      .deleteFrom('target_set_pages')
      .where('connection', '=', connection)
      .where('target_set_id', '=', id)
      .execute();
    await trx.deleteFrom('target_sets').where('connection', '=', connection).where('id', '=', id).execute();
  }
}

import { type Workbook, workbookKinds } from '#shared/domain/workbook.ts';
import type { Database } from './database.ts';
import type { WorkbookRow } from './schema.ts';
import type { WorkbookRepository } from './workbook-store.ts';

const about = [
  'id',
  'kind',
  'file_name',
  'devices',
  'size',
  'digest',
  'created_at',
  'expires_at',
] as const satisfies readonly (keyof WorkbookRow)[];

function workbookOf(row: Pick<WorkbookRow, (typeof about)[number]>): Workbook {
  const kind = workbookKinds.find((each) => each === row.kind);
  if (kind === undefined) throw new Error(`A workbook of an unknown kind: ${row.kind}`);
  return {
    id: row.id,
    kind,
    fileName: row.file_name,
    rows: row.devices,
    bytes: row.size,
    digest: row.digest,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

export const workbookRepository = (database: Database): WorkbookRepository => ({
  add: (connection, personId, { content, ...workbook }, most) =>
    database.change(async (trx) => {
      await trx.deleteFrom('workbooks').where('expires_at', '<=', workbook.createdAt).execute();
      const kept = await trx
        .selectFrom('workbooks')
        .select('id')
        .where('connection', '=', connection)
        .where('person_id', '=', personId)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      for (const { id } of kept.slice(most - 1))
        await trx.deleteFrom('workbooks').where('connection', '=', connection).where('id', '=', id).execute();
      const row = await trx
        .insertInto('workbooks')
        .values({
          connection,
          id: workbook.id,
          kind: workbook.kind,
          person_id: personId,
          file_name: workbook.fileName,
          devices: workbook.rows,
          size: workbook.bytes,
          digest: workbook.digest,
          created_at: workbook.createdAt,
          expires_at: workbook.expiresAt,
          content,
        })
        .returning(about)
        .executeTakeFirstOrThrow();
      return workbookOf(row);
    }),

  find: (connection, personId, id, now) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('workbooks')
        .select(about)
        .where('connection', '=', connection)
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return row === undefined ? null : workbookOf(row);
    }),

  content: (connection, id, now) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('workbooks')
        .select('content')
        .where('connection', '=', connection)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return row === undefined ? null : new Uint8Array(row.content);
    }),

  keepUntil: (connection, id, expiresAt) =>
    database.change(async (trx) => {
      await trx
        .updateTable('workbooks')
        .set({ expires_at: expiresAt })
        .where('connection', '=', connection)
        .where('id', '=', id)
        .where('expires_at', '<', expiresAt)
        .execute();
    }),
});

import { z } from 'zod';
import { JsonObject } from '#shared/domain/document.ts';
import { type DraftContent, LockablePart, type SavedDraft } from '#shared/domain/saved-draft.ts';
import type { Database, Trx } from './database.ts';
import type { DraftRepository } from './draft-store.ts';
import type { DraftRow } from './schema.ts';

const Locked = z.array(LockablePart);

export const draftRepository = (database: Database): DraftRepository => ({
  list: (connection, personId) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('drafts')
        .select(about)
        .where('connection', '=', connection)
        .where((eb) => eb.or([eb('person_id', '=', personId), eb('shared', '=', 1)]))
        .orderBy('saved_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map((row) => draftOf(row, personId));
    }),

  find: (connection, personId, id) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('drafts')
        .selectAll()
        .where('connection', '=', connection)
        .where('id', '=', id)
        .where((eb) => eb.or([eb('person_id', '=', personId), eb('shared', '=', 1)]))
        .executeTakeFirst();
      if (row === undefined) return null;
      return { ...draftOf(row, personId), content: JsonObject.parse(JSON.parse(row.content)) };
    }),

  add: (connection, person, draft, most) =>
    database.change(async (trx) => {
      const { n } = await trx
        .selectFrom('drafts')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('connection', '=', connection)
        .where('person_id', '=', person.id)
        .where('id', '!=', draft.id)
        .executeTakeFirstOrThrow();
      if (n >= most) return 'too_many_drafts';
      const row = await trx
        .insertInto('drafts')
        .values({
          connection,
          id: draft.id,
          kind: draft.kind,
          person_id: person.id,
          person_name: person.name,
          rev: 1,
          ...columnsOf(draft),
        })
        .onConflict((on) => on.columns(['connection', 'id']).doNothing())
        .returning(about)
        .executeTakeFirst();
      if (row !== undefined) return draftOf(row, person.id);
      const present = await ownOf(trx, connection, person.id, draft.id);
      return present !== undefined && isSame(present, draft) ? draftOf(present, person.id) : 'changed_meanwhile';
    }),

  change: (connection, personId, id, change) =>
    database.change(async (trx) => {
      const row = await trx
        .updateTable('drafts')
        .set((eb) => ({ ...columnsOf(change), rev: eb('rev', '+', 1) }))
        .where('connection', '=', connection)
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .where('rev', '=', change.rev)
        .returning(about)
        .executeTakeFirst();
      if (row !== undefined) return draftOf(row, personId);
      const present = await ownOf(trx, connection, personId, id);
      if (present === undefined) return 'not_found';
      // The answer to the same request may have been lost.
      return present.rev === change.rev + 1 && isSame(present, change)
        ? draftOf(present, personId)
        : 'changed_meanwhile';
    }),

  remove: (connection, personId, id) =>
    database.run(async (db) => {
      const gone = await db
        .deleteFrom('drafts')
        .where('connection', '=', connection)
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .returning('id')
        .executeTakeFirst();
      return gone !== undefined;
    }),
});

/** All but the content, which lists do not need. */
const about = [
  'connection',
  'id',
  'kind',
  'person_id',
  'person_name',
  'name',
  'task_kind',
  'devices',
  'shared',
  'locked',
  'saved_at',
  'rev',
] as const;

const columnsOf = (draft: DraftContent & { savedAt: number }) => ({
  name: draft.name,
  task_kind: draft.taskKind,
  devices: draft.devices,
  content: JSON.stringify(draft.content),
  shared: draft.shared ? (1 as const) : (0 as const),
  locked: JSON.stringify(draft.locked),
  saved_at: draft.savedAt,
});

const ownOf = (trx: Trx, connection: string, personId: string, id: string) =>
  trx
    .selectFrom('drafts')
    .selectAll()
    .where('connection', '=', connection)
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();

function isSame(row: DraftRow, draft: DraftContent): boolean {
  const asked = columnsOf({ ...draft, savedAt: row.saved_at });
  return Object.entries(asked).every(([name, value]) => row[name as keyof DraftRow] === value);
}

const draftOf = (row: Omit<DraftRow, 'content'>, personId: string): SavedDraft => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  taskKind: row.task_kind,
  devices: row.devices,
  shared: row.shared === 1,
  locked: Locked.parse(JSON.parse(row.locked)),
  by: row.person_name,
  mine: row.person_id === personId,
  savedAt: row.saved_at,
  rev: row.rev,
});

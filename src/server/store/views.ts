import { type Layout, Layout as LayoutSchema, type SavedView } from '#shared/domain/saved-view.ts';
import { folded } from '#shared/domain/task-filter.ts';
import type { Database } from './database.ts';
import type { SavedViewRow } from './schema.ts';
import type { ViewRepository } from './view-store.ts';

export const viewRepository = (database: Database): ViewRepository => ({
  list: (list, personId) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('saved_views')
        .selectAll()
        .where('list', '=', list)
        .where((eb) => eb.or([eb('person_id', '=', personId), eb('shared', '=', 1)]))
        .orderBy('name_key')
        .orderBy('id')
        .execute();
      return rows.map((row) => viewOf(row, personId));
    }),

  add: (person, view, most) =>
    database.change(async (trx) => {
      const { n } = await trx
        .selectFrom('saved_views')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('list', '=', view.list)
        .where('person_id', '=', person.id)
        .executeTakeFirstOrThrow();
      if (n >= most) return 'too_many_views';
      const row = await trx
        .insertInto('saved_views')
        .values({
          id: view.id,
          list: view.list,
          person_id: person.id,
          person_name: person.name,
          name: view.name,
          name_key: folded(view.name),
          search: view.search,
          layout: JSON.stringify(view.layout),
          shared: view.shared ? 1 : 0,
          rev: 1,
        })
        .onConflict((on) => on.columns(['list', 'person_id', 'name_key']).doNothing())
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? 'name_taken' : viewOf(row, person.id);
    }),

  change: (personId, id, change) =>
    database.change(async (trx) => {
      const own = await trx
        .selectFrom('saved_views')
        .selectAll()
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      if (own === undefined) return 'not_found';
      const key = change.name === undefined ? own.name_key : folded(change.name);
      const namesake = await trx
        .selectFrom('saved_views')
        .select('id')
        .where('list', '=', own.list)
        .where('person_id', '=', personId)
        .where('name_key', '=', key)
        .where('id', '!=', id)
        .executeTakeFirst();
      if (namesake !== undefined) return 'name_taken';
      const row = await trx
        .updateTable('saved_views')
        .set((eb) => ({
          name: change.name ?? own.name,
          name_key: key,
          search: change.search ?? own.search,
          layout: change.layout === undefined ? own.layout : JSON.stringify(change.layout),
          shared: change.shared === undefined ? own.shared : change.shared ? 1 : 0,
          rev: eb('rev', '+', 1),
        }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return viewOf(row, personId);
    }),

  remove: (personId, id) =>
    database.run(async (db) => {
      const gone = await db
        .deleteFrom('saved_views')
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .returning('id')
        .executeTakeFirst();
      return gone !== undefined;
    }),

  settings: (personId, list) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('list_settings')
        .select(['layout', 'search'])
        .where('person_id', '=', personId)
        .where('list', '=', list)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { layout: row.layout === null ? null : layoutIn(row.layout), search: row.search };
    }),

  remember: (personId, list, { layout, search }) =>
    database.run(async (db) => {
      const kept = { layout: layout === null ? null : JSON.stringify(layout), search };
      await db
        .insertInto('list_settings')
        .values({ person_id: personId, list, ...kept })
        .onConflict((on) => on.columns(['person_id', 'list']).doUpdateSet(kept))
        .execute();
    }),
});

const layoutIn = (text: string): Layout => LayoutSchema.parse(JSON.parse(text));

const viewOf = (row: SavedViewRow, personId: string): SavedView => ({
  id: row.id,
  list: row.list,
  name: row.name,
  search: row.search,
  layout: layoutIn(row.layout),
  shared: row.shared === 1,
  by: row.person_name,
  mine: row.person_id === personId,
  rev: row.rev,
});

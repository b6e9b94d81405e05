import { folded } from '#shared/domain/task-filter.ts';
import { slices, type Database } from './database.ts';
import { listed } from './id-lists.ts';
import type { TaskRepository } from './task-store.ts';
import {
  claimDueTasks,
  claimDueWalk,
  freeTaskClaims,
  hurryWalk,
  pauseWalk,
  scheduleLook,
  scheduleWalk,
} from './task-claims.ts';
import { listTasks } from './task-list.ts';
import { annotateTask } from './task-notes.ts';
import { fromTasks, taskColumns, taskOf, tasksById } from './task-rows.ts';
import { seeTasks } from './task-sightings.ts';
import { taskValues } from './task-values.ts';
import { lockWords, refoldWords } from './task-words.ts';

export const taskRepository = (database: Database): TaskRepository => ({
  see: (connection, sightings, at) =>
    sightings.length === 0
      ? Promise.resolve([])
      : database.change((trx) => seeTasks(database.engine, trx, connection, sightings, at)),

  find: (ref) =>
    database.run(async (db) => {
      const row = await fromTasks(db)
        .leftJoin('task_requests as requests', (join) =>
          join.onRef('requests.connection', '=', 'tasks.connection').onRef('requests.task_id', '=', 'tasks.id'),
        )
        .select([...taskColumns, 'tasks.gone_at', 'requests.request'])
        .where('tasks.connection', '=', ref.connection)
        .where('tasks.id', '=', ref.id)
        .executeTakeFirst();
      return row === undefined ? null : { task: taskOf(row), requestJson: row.request ?? '{}', goneAt: row.gone_at };
    }),

  markGone: (ref, at) =>
    database.run(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('tasks')
        .set({ gone_at: at, next_look_at: null, next_walk_at: null })
        .where('connection', '=', ref.connection)
        .where('id', '=', ref.id)
        .where('gone_at', 'is', null)
        .where('seen_at', '<=', at)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    }),

  list: (query) => listTasks(database, query),
  values: (query) => taskValues(database, query),
  annotate: (ref, input) => annotateTask(database, ref, input),

  present: (connection, ids) =>
    database.run(async (db) => {
      const rows = await fromTasks(db)
        .select(taskColumns)
        .where('tasks.connection', '=', connection)
        .where('tasks.id', 'in', listed(database.engine, ids))
        .where('tasks.gone_at', 'is', null)
        .execute();
      return rows.map(taskOf);
    }),

  knownIds: (connection, ids) =>
    database.run(async (db) => {
      const known = new Set<string>();
      for (const slice of slices(ids, 1_000)) {
        const rows = await db
          .selectFrom('tasks')
          .select('id')
          .where('connection', '=', connection)
          .where('id', 'in', slice)
          .execute();
        for (const row of rows) known.add(row.id);
      }
      return known;
    }),

  setOrigin: (ref, origin) =>
    database.change(async (trx) => {
      await lockWords(database.engine, trx, ref.connection);
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('task_origins')
        .values({
          connection: ref.connection,
          task_id: ref.id,
          label: origin.label,
          search: folded(origin.label),
          created_by: origin.createdBy,
          space_id: origin.spaceId,
        })
        .onConflict((on) =>
          on
            .columns(['connection', 'task_id'])
            .doUpdateSet((eb) => ({
              label: eb.ref('excluded.label'),
              search: eb.ref('excluded.search'),
              created_by: eb.ref('excluded.created_by'),
              space_id: eb.ref('excluded.space_id'),
            }))
            .where((eb) =>
              eb.or([
                eb('task_origins.label', '!=', eb.ref('excluded.label')),
                eb('task_origins.created_by', '!=', eb.ref('excluded.created_by')),
                eb('task_origins.space_id', '!=', eb.ref('excluded.space_id')),
              ]),
            ),
        )
        .executeTakeFirstOrThrow();
      if ((numInsertedOrUpdatedRows ?? 0n) > 0n) await refoldWords(trx, ref.connection, ref.id);
      return (await tasksById(trx, ref.connection, [ref.id]))[0] ?? null;
    }),

  claimDue: (input) => claimDueTasks(database, input),
  scheduleLook: (ref, nextLookAt) => scheduleLook(database, ref, nextLookAt),
  claimWalk: (input) => claimDueWalk(database, input),
  hurryWalk: (ref) => hurryWalk(database, ref),
  pauseWalk: (ref, nextWalkAt) => pauseWalk(database, ref, nextWalkAt),
  scheduleWalk: (ref, nextWalkAt) => scheduleWalk(database, ref, nextWalkAt),

  freeClaims: (connection, livingOwners) => freeTaskClaims(database, connection, livingOwners),

  indexedAt: (connection) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('connection_marks')
        .select('indexed_at')
        .where('connection', '=', connection)
        .executeTakeFirst();
      return row?.indexed_at ?? null;
    }),

  setIndexedAt: (connection, at) =>
    database.run(async (db) => {
      await db
        .insertInto('connection_marks')
        .values({ connection, indexed_at: at })
        .onConflict((on) => on.column('connection').doUpdateSet({ indexed_at: at }))
        .execute();
    }),
});

import { sql } from 'kysely';
import type { FailureRef, FailureSelection } from '#shared/domain/failures.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import type { Database, Db, Engine } from './database.ts';
import { failing, type Subtasks, tasksOf } from './failing.ts';
import type { FailureRepository } from './failure-store.ts';
import { listed } from './id-lists.ts';
import type { Tables } from './schema.ts';

/** Failures that people have selected, to be acted on. */
export const selectedFailures = (database: Database): Pick<FailureRepository, 'byTask' | 'devices' | 'devicesIn'> => ({
  byTask: (connection, which, most) =>
    database.run(async (db) => {
      const counted = selected(db, database.engine, connection, which)
        .select('subtasks.task_id')
        .select((eb) => eb.fn.countAll<number>().as('failures'))
        .groupBy('subtasks.task_id');
      const rows = await db
        .selectFrom(counted.as('counted'))
        .select(['task_id', 'failures'])
        // Of all of them, because a limit comes last.
        .select([sql<number>`count(*) over ()`.as('all_tasks'), sql<number>`sum(failures) over ()`.as('all_failures')])
        .orderBy('failures', 'desc')
        .orderBy('task_id')
        .limit(most)
        .execute();
      return {
        rows: rows.map(({ task_id: taskId, failures }) => ({ taskId, failures })),
        tasks: Number(rows[0]?.all_tasks ?? 0),
        failures: Number(rows[0]?.all_failures ?? 0),
      };
    }),

  devices: (connection, which, most) =>
    database.run(async (db) => {
      // In no order, also not in that of an index, so that only failures are read, and none after the last one that is asked for.
      const device = sql<string>`subtasks.device_id || ''`.as('device');
      const rows = selected(db, database.engine, connection, which).select(device).distinct();
      return (await rows.limit(most).execute()).map((row) => row.device);
    }),

  devicesIn: (ref, which, { after, limit }) =>
    database.run(async (db) => {
      const rows = await selected(db, database.engine, ref.connection, narrowed(which, ref))
        .where('subtasks.task_id', '=', ref.id)
        // Always, or SQLite walks the devices of all tasks in their order to spare itself the sorting.
        .where('subtasks.device_id', '>', after ?? '')
        .select('subtasks.device_id')
        .orderBy('subtasks.device_id')
        .limit(limit)
        .execute();
      return rows.map((row) => row.device_id);
    }),
});

/** Without what is said of other tasks: each row would be looked for among it. */
function narrowed(which: FailureSelection, { id }: TaskRef): FailureSelection {
  switch (which.by) {
    case 'filter':
      return { ...which, except: which.except?.filter(({ taskId }) => taskId === id) };
    case 'tasks':
      return { ...which, taskIds: which.taskIds.filter((taskId) => taskId === id) };
    case 'rows':
      return { ...which, rows: which.rows.filter(({ taskId }) => taskId === id) };
  }
}

function selected(db: Db, engine: Engine, connection: string, which: FailureSelection): Subtasks {
  switch (which.by) {
    case 'filter': {
      const { from, to, ...filter } = which.filter;
      return without(engine, within(failing(db, connection, filter), { from, to }), which.except ?? []);
    }
    case 'tasks': {
      const tasks = tasksOf(db, connection, {}).where('tasks.id', 'in', listed(engine, which.taskIds));
      return within(failing(db, connection, {}, { tasks }), { to: which.to });
    }
    case 'rows':
      return failing(db, connection, {}, { subtasks: namedRows(db, engine, connection, which.rows) });
  }
}

/** With a sign, or SQLite walks the failures of all tasks by their time instead of those of some by their task. */
function within(rows: Subtasks, { from, to }: { from?: number | undefined; to?: number | undefined }): Subtasks {
  const since = from === undefined ? rows : rows.where(sql<boolean>`+subtasks.since >= ${from}`);
  return to === undefined ? since : since.where(sql<boolean>`+subtasks.since < ${to}`);
}

/** As one text: SQLite would compare pairs with each other pair. No id has a space. */
function without(engine: Engine, rows: Subtasks, except: readonly FailureRef[]): Subtasks {
  if (except.length === 0) return rows;
  const texts = except.map(({ taskId, deviceId }) => `${taskId} ${deviceId}`);
  return rows.where(sql<boolean>`subtasks.task_id || ' ' || subtasks.device_id not in ${listed(engine, texts)}`);
}

/** Those that are named, in place of all: each is looked up by its key, however many failures there are. */
function namedRows(db: Db, engine: Engine, connection: string, rows: readonly FailureRef[]): Subtasks {
  const pairs = new Map(rows.map(({ taskId, deviceId }) => [`${taskId} ${deviceId}`, [taskId, deviceId]]));
  const json = JSON.stringify([...pairs.values()]);
  const asked =
    engine === 'sqlite' ? sql`json_each(${json}) as asked` : sql`jsonb_array_elements(${json}::jsonb) as asked(value)`;
  // Crossed in this order, which SQLite keeps.
  const named = sql<Tables['subtasks']>`(select subtasks.* from ${asked} cross join subtasks
    where subtasks.connection = ${connection}
    and subtasks.task_id = asked.value ->> 0 and subtasks.device_id = asked.value ->> 1)`;
  // Its columns are those of the table whose name it has.
  return db.selectFrom(named.as('subtasks')) as unknown as Subtasks;
}

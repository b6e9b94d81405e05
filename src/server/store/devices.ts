import { sql } from 'kysely';
import type { DeviceChange, DeviceTask } from '#shared/domain/device.ts';
import type { Outcome, TaskState } from '#shared/domain/task.ts';
import { slices, type Database, type Db, type Trx } from './database.ts';
import type { DeviceRepository } from './failure-store.ts';
import { readPage, type Key } from './paging.ts';
import { joinTasks, toldColumns, toldOf } from './subtasks-of-tasks.ts';

const idsPerStatement = 500;
const openOutcomes: Outcome[] = ['waiting', 'processing', 'retry_pending'];
const openStates: TaskState[] = ['initializing', 'waiting', 'processing', 'stopping', 'other'];

export const deviceRepository = (database: Database): DeviceRepository => ({
  startingWith: (connection, prefix, limit) =>
    database.run(async (db) =>
      (
        await counted(db, connection)
          .where('device_id', '>=', prefix)
          // The highest character there is: everything that begins with the prefix sorts before it.
          .where('device_id', '<', `${prefix}\u{10FFFF}`)
          .orderBy('device_id')
          .limit(limit)
          .execute()
      ).map(({ device_id: id, tasks }) => ({ id, tasks })),
    ),

  taskCounts: (connection, deviceIds) =>
    database.picture(async (trx) => {
      const counts = new Map<string, number>();
      for (const slice of slices(deviceIds, idsPerStatement)) {
        const rows = await counted(trx, connection).where('device_id', 'in', slice).execute();
        for (const row of rows) counts.set(row.device_id, row.tasks);
      }
      return counts;
    }),

  underway: (connection, deviceIds) =>
    database.picture(async (trx) => {
      const found: { deviceId: string; taskId: string }[] = [];
      for (const slice of slices(deviceIds, idsPerStatement)) {
        const rows = await trx
          .selectFrom('subtasks')
          .innerJoin('tasks', (join) =>
            join.onRef('tasks.connection', '=', 'subtasks.connection').onRef('tasks.id', '=', 'subtasks.task_id'),
          )
          .select(['subtasks.device_id as deviceId', 'subtasks.task_id as taskId'])
          .where('subtasks.connection', '=', connection)
          .where('subtasks.device_id', 'in', slice)
          .where('subtasks.outcome', 'in', openOutcomes)
          .where('tasks.state', 'in', openStates)
          .orderBy('tasks.created_at', 'desc')
          .orderBy('tasks.id')
          .execute();
        found.push(...rows);
      }
      return found;
    }),

  tasksOf: (connection, deviceId, { limit, cursor, changes }) =>
    database.picture(async (trx) => {
      const rows = tasksWith(trx, connection, deviceId);
      const page = await readPage<DeviceTask>(
        {
          async total() {
            const { n } = await rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
            return n;
          },
          async countBefore(key) {
            const before = rows.where(beside('>', key)).select((eb) => eb.fn.countAll<number>().as('n'));
            return (await before.executeTakeFirstOrThrow()).n;
          },
          after: (key, most) =>
            read(
              (key === null ? rows : rows.where(beside('<', key)))
                .orderBy('tasks.created_at', 'desc')
                .orderBy('tasks.id', 'desc')
                .limit(most),
            ),
          before: (key, most) =>
            read(
              (key === null ? rows : rows.where(beside('>', key)))
                .orderBy('tasks.created_at')
                .orderBy('tasks.id')
                .limit(most),
            ),
          keyOf: (task) => [task.createdAt, task.taskId],
        },
        { limit, cursor, shape: ['number', 'string'] },
      );
      const history = await changesOf(trx, connection, deviceId, changes, page.rows);
      return { ...page, rows: page.rows.map((task) => ({ ...task, changes: history.get(task.taskId) ?? [] })) };
    }),

  forgetChanges: (before, most) =>
    database.run(async (db) => {
      const old = db
        .selectFrom('subtask_changes')
        .select(['connection', 'device_id', 'task_id', 'at'])
        .where('at', '<', before)
        .limit(most)
        .$asTuple('connection', 'device_id', 'task_id', 'at');
      const { numDeletedRows } = await db
        .deleteFrom('subtask_changes')
        .where((eb) => eb(eb.refTuple('connection', 'device_id', 'task_id', 'at'), 'in', old))
        .executeTakeFirst();
      return Number(numDeletedRows);
    }),
});

const counted = (db: Db, connection: string) =>
  db
    .selectFrom('subtasks')
    .select((eb) => ['device_id', eb.fn.countAll<number>().as('tasks')])
    .where('connection', '=', connection)
    .groupBy('device_id');

const beside = (direction: '<' | '>', [at, id]: Key) =>
  sql<boolean>`(tasks.created_at, tasks.id) ${sql.raw(direction)} (${Number(at)}, ${String(id)})`;

const tasksWith = (db: Db, connection: string, deviceId: string) =>
  db
    .selectFrom('subtasks')
    .$call(joinTasks)
    .where('subtasks.connection', '=', connection)
    .where('subtasks.device_id', '=', deviceId);

async function read(rows: ReturnType<typeof tasksWith>): Promise<DeviceTask[]> {
  const found = await rows
    .select(toldColumns)
    .select(['tasks.raw_state', 'tasks.created_at', 'subtasks.raw_outcome', 'subtasks.seen_at'])
    .execute();
  return found.map((row) => ({
    ...toldOf(row),
    rawTaskState: row.raw_state,
    createdAt: row.created_at,
    rawOutcome: row.raw_outcome,
    seenAt: row.seen_at,
    changes: [],
  }));
}

/** The newest changes in each of these tasks, oldest first. */
async function changesOf(
  trx: Trx,
  connection: string,
  deviceId: string,
  most: number,
  tasks: readonly DeviceTask[],
): Promise<Map<string, DeviceChange[]>> {
  if (tasks.length === 0) return new Map();
  const numbered = trx
    .selectFrom('subtask_changes')
    .selectAll()
    .select((eb) =>
      eb.fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('task_id').orderBy('at', 'desc'))
        .as('n'),
    )
    .where('connection', '=', connection)
    .where('device_id', '=', deviceId)
    .where(
      'task_id',
      'in',
      tasks.map((task) => task.taskId),
    );
  const rows = await trx
    .selectFrom(numbered.as('numbered'))
    .selectAll()
    .where('n', '<=', most)
    .orderBy('task_id')
    .orderBy('at')
    .execute();
  const changes = new Map<string, DeviceChange[]>();
  for (const row of rows) {
    const of = changes.get(row.task_id) ?? [];
    of.push({
      at: row.at,
      notBefore: row.not_before,
      outcome: row.outcome,
      errorCode: row.error_code,
      errorMessage: row.error_message,
      attempt: row.attempt,
    });
    changes.set(row.task_id, of);
  }
  return changes;
}

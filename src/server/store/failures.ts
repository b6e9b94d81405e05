import { sql } from 'kysely';
import { z } from 'zod';
import type {
  Failure,
  FailureBundle,
  FailureFilter,
  FailureGrouping,
  FailureSelection,
} from '#shared/domain/failures.ts';
import { containing, slices, type Database, type Db, type Trx } from './database.ts';
import { ageOf } from './failure-age.ts';
import type { FailureRepository } from './failure-store.ts';
import { readPage, type Key } from './paging.ts';
import { joinTasks, toldColumns, toldOf } from './subtasks-of-tasks.ts';

const idsPerStatement = 500;

export const failureRepository = (database: Database): FailureRepository => ({
  bundles: (connection, { by, filter }) =>
    database.picture(async (trx) => bundled(await piles(trx, connection, filter), by, filter)),

  page: (connection, { filter, limit, cursor }) =>
    database.picture((trx) => {
      const rows = failing(trx, connection, filter);
      return readPage<Failure>(
        {
          total: () => countOf(rows),
          countBefore: (key) => countOf(rows.where(beside('>', key))),
          after: (key, most) =>
            read(
              (key === null ? rows : rows.where(beside('<', key)))
                .orderBy('subtasks.since', 'desc')
                .orderBy('subtasks.task_id', 'desc')
                .orderBy('subtasks.device_id', 'desc')
                .limit(most),
            ),
          before: (key, most) =>
            read(
              (key === null ? rows : rows.where(beside('>', key)))
                .orderBy('subtasks.since')
                .orderBy('subtasks.task_id')
                .orderBy('subtasks.device_id')
                .limit(most),
            ),
          keyOf: (failure) => [failure.since, failure.taskId, failure.deviceId],
        },
        { limit, cursor, shape: ['number', 'string', 'string'] },
      );
    }),

  age: (connection, filter) => database.picture((trx) => ageOf(tasksOf(trx, connection, filter))),

  devicesByTask: (connection, which) =>
    database.picture(async (trx) => {
      const byTask = new Map<string, string[]>();
      for (const { task_id: taskId, device_id: deviceId } of await selected(trx, connection, which)) {
        const devices = byTask.get(taskId) ?? [];
        devices.push(deviceId);
        byTask.set(taskId, devices);
      }
      const sorted = [...byTask].map(([taskId, devices]): [string, string[]] => [taskId, devices.sort()]);
      return new Map(sorted.sort(([, a], [, b]) => b.length - a.length));
    }),
});

const beside = (direction: '<' | '>', [since, taskId, deviceId]: Key) =>
  sql<boolean>`(subtasks.since, subtasks.task_id, subtasks.device_id) ${sql.raw(direction)} (${Number(since)}, ${String(taskId)}, ${String(deviceId)})`;

/** Rows whose JSON list of ids has this one, or has none when it is the empty string. */
const listing = (column: 'tasks.package_ids' | 'tasks.group_ids', id: string) =>
  id === ''
    ? sql<boolean>`${sql.ref(column)} = '[]'`
    : sql<boolean>`${sql.ref(column)} like ${containing(JSON.stringify(id))} escape '\\'`;

/** Tasks whose failures are asked for. Of one that the platform no longer has, nothing can be done about them. */
function tasksOf(db: Db, connection: string, { kind, packageId, groupId, taskId }: FailureFilter) {
  let rows = db.selectFrom('tasks').where('tasks.connection', '=', connection).where('tasks.gone_at', 'is', null);
  if (kind !== undefined) rows = rows.where('tasks.kind', '=', kind);
  if (packageId !== undefined) rows = rows.where(listing('tasks.package_ids', packageId));
  if (groupId !== undefined) rows = rows.where(listing('tasks.group_ids', groupId));
  return taskId === undefined ? rows : rows.where('tasks.id', '=', taskId);
}

function failing(db: Db, connection: string, filter: FailureFilter) {
  const { code, message, from, to, device } = filter;
  let rows = db
    .selectFrom('subtasks')
    .where('subtasks.connection', '=', connection)
    // Written out: with parameters, no engine knows that the indexes of failures have these rows.
    .where(sql<boolean>`subtasks.outcome in ('failed', 'retry_pending')`)
    .where('subtasks.task_id', 'in', tasksOf(db, connection, filter).select('tasks.id'));
  if (from !== undefined) rows = rows.where('subtasks.since', '>=', from);
  if (to !== undefined) rows = rows.where('subtasks.since', '<', to);
  if (code !== undefined)
    rows = code === '' ? rows.where('subtasks.error_code', 'is', null) : rows.where('subtasks.error_code', '=', code);
  if (message !== undefined)
    rows =
      message === ''
        ? rows.where('subtasks.error_pattern', 'is', null)
        : rows.where('subtasks.error_pattern', '=', message);
  if (device)
    rows = rows.where(sql<boolean>`lower(subtasks.device_id) like ${containing(device.toLowerCase())} escape '\\'`);
  return rows;
}
type Failing = ReturnType<typeof failing>;

async function countOf(rows: Failing): Promise<number> {
  const { n } = await rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}

async function read(rows: Failing): Promise<Failure[]> {
  const found = await rows.$call(joinTasks).select(toldColumns).select('subtasks.device_id').execute();
  return found.map((row) => ({ ...toldOf(row), deviceId: row.device_id }));
}

async function selected(trx: Trx, connection: string, which: FailureSelection) {
  if (which.by === 'filter') {
    const except = new Set(which.except?.map(({ taskId, deviceId }) => `${taskId} ${deviceId}`));
    const rows = await failing(trx, connection, which.filter)
      .select(['subtasks.task_id', 'subtasks.device_id'])
      .execute();
    return rows.filter((row) => !except.has(`${row.task_id} ${row.device_id}`));
  }
  if (which.by === 'tasks') {
    const { taskIds, to } = which;
    const rows = [];
    for (const slice of slices([...new Set(taskIds)].sort(), idsPerStatement)) {
      let found = failing(trx, connection, {}).where('subtasks.task_id', 'in', slice);
      // With a sign, or SQLite walks the failures of all tasks by their time instead of these tasks.
      if (to !== undefined) found = found.where(sql<boolean>`+subtasks.since < ${to}`);
      rows.push(...(await found.select(['subtasks.task_id', 'subtasks.device_id']).execute()));
    }
    return rows;
  }
  const rows = [];
  for (const [taskId, named] of Map.groupBy(which.rows, (row) => row.taskId)) {
    const ids = [...new Set(named.map((row) => row.deviceId))].sort();
    for (const slice of slices(ids, idsPerStatement)) {
      const found = await failing(trx, connection, { taskId })
        .where('subtasks.device_id', 'in', slice)
        .select(['subtasks.task_id', 'subtasks.device_id'])
        .execute();
      rows.push(...found);
    }
  }
  return rows;
}

/** Failures of one task with one code and pattern. */
type Pile = {
  taskId: string;
  kind: string;
  packageIds: string;
  groupIds: string;
  code: string | null;
  message: string | null;
  failures: number;
  firstSeenAt: number;
  lastSeenAt: number;
};

async function piles(trx: Trx, connection: string, filter: FailureFilter): Promise<Pile[]> {
  const cause = ['subtasks.task_id', 'subtasks.error_code', 'subtasks.error_pattern'] as const;
  const rows = await failing(trx, connection, filter)
    .select(cause)
    .select((eb) => [
      eb.fn.countAll<number>().as('failures'),
      eb.fn.min('subtasks.since').as('first_at'),
      eb.fn.max('subtasks.since').as('last_at'),
    ])
    .groupBy(cause)
    .execute();
  const tasks = new Map<string, Pick<Pile, 'kind' | 'packageIds' | 'groupIds'>>();
  for (const slice of slices([...new Set(rows.map((row) => row.task_id))], idsPerStatement)) {
    const found = await trx
      .selectFrom('tasks')
      .select(['id', 'kind', 'package_ids', 'group_ids'])
      .where('connection', '=', connection)
      .where('id', 'in', slice)
      .execute();
    for (const { id, kind, package_ids: packageIds, group_ids: groupIds } of found)
      tasks.set(id, { kind, packageIds, groupIds });
  }
  return rows.flatMap((row) => {
    const task = tasks.get(row.task_id);
    if (task === undefined) return [];
    return {
      ...task,
      taskId: row.task_id,
      code: row.error_code,
      message: row.error_pattern,
      failures: row.failures,
      firstSeenAt: Number(row.first_at),
      lastSeenAt: Number(row.last_at),
    };
  });
}

const Ids = z.array(z.string());
const idsIn = (json: string): (string | null)[] => {
  const ids = Ids.parse(JSON.parse(json));
  return ids.length === 0 ? [null] : ids;
};

/** Under which values a pile counts. */
function valuesOf(pile: Pile, by: FailureGrouping, filter: FailureFilter): (string | null)[] {
  // Of a filter's own package or group only that one is asked for, also where the task has others.
  const only = (asked: string | undefined, values: (string | null)[]) =>
    asked === undefined ? values : values.filter((value) => (value ?? '') === asked);
  switch (by) {
    case 'code':
      return [pile.code];
    case 'message':
      return [JSON.stringify([pile.code, pile.message])];
    case 'kind':
      return [pile.kind];
    case 'package':
      return only(filter.packageId, idsIn(pile.packageIds));
    case 'group':
      return only(filter.groupId, idsIn(pile.groupIds));
  }
}

function bundled(all: readonly Pile[], by: FailureGrouping, filter: FailureFilter): FailureBundle[] {
  const heaps = new Map<string | null, Pile[]>();
  for (const pile of all) {
    for (const value of valuesOf(pile, by, filter)) {
      const heap = heaps.get(value) ?? [];
      heap.push(pile);
      heaps.set(value, heap);
    }
  }
  const bundles = [...heaps].map(([value, heap]): FailureBundle => {
    const isCause = by === 'code' || by === 'message';
    return {
      code: isCause ? (heap[0]?.code ?? null) : null,
      message: isCause ? commonest(heap) : null,
      value: isCause ? null : value,
      failures: heap.reduce((sum, pile) => sum + pile.failures, 0),
      tasks: new Set(heap.map((pile) => pile.taskId)).size,
      firstSeenAt: heap.reduce((first, pile) => Math.min(first, pile.firstSeenAt), Infinity),
      lastSeenAt: heap.reduce((last, pile) => Math.max(last, pile.lastSeenAt), 0),
    };
  });
  const name = ({ code, message, value }: FailureBundle) => `${value ?? ''} ${code ?? ''} ${message ?? ''}`;
  return bundles.sort((a, b) => b.failures - a.failures || (name(a) < name(b) ? -1 : 1));
}

function commonest(heap: readonly Pile[]): string | null {
  const sums = new Map<string | null, number>();
  for (const { message, failures } of heap) sums.set(message, (sums.get(message) ?? 0) + failures);
  const [most] = [...sums].sort(([a, m], [b, n]) => n - m || ((a ?? '') < (b ?? '') ? -1 : 1));
  return most?.[0] ?? null;
}

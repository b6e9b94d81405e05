import { sql } from 'kysely';
import { z } from 'zod';
import type { Failure, FailureBundle, FailureFilter, FailureGrouping } from '#shared/domain/failures.ts';
import { slices, type Database, type Trx } from './database.ts';
import { failing, type Subtasks, tasksOf } from './failing.ts';
import { ageOf } from './failure-age.ts';
import { selectedFailures } from './failure-selection.ts';
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

  ...selectedFailures(database),
});

const beside = (direction: '<' | '>', [since, taskId, deviceId]: Key) =>
  sql<boolean>`(subtasks.since, subtasks.task_id, subtasks.device_id) ${sql.raw(direction)} (${Number(since)}, ${String(taskId)}, ${String(deviceId)})`;

async function countOf(rows: Subtasks): Promise<number> {
  const { n } = await rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}

async function read(rows: Subtasks): Promise<Failure[]> {
  const found = await rows.$call(joinTasks).select(toldColumns).select('subtasks.device_id').execute();
  return found.map((row) => ({ ...toldOf(row), deviceId: row.device_id }));
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

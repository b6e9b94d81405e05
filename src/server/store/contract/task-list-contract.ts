import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stuckAfterMs } from '#shared/domain/progress.ts';
import {
  beyondText,
  Direction,
  folded,
  matches,
  progressPermille,
  sortedCharacters,
  startOf,
  successPermille,
  TaskFilter,
  TaskSort,
} from '#shared/domain/task-filter.ts';
import { type Task, TaskState } from '#shared/domain/task.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskQuery } from '#server/store/task-store.ts';
import { counts, ownConnection, taskSighting, walk, type Bench } from './bench.ts';

const person = { id: 'p', name: 'Sam', role: 'support' } as const;
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });

const sightings = fc.array(
  fc
    .record({
      kind: fc.constantFrom('firmwareUpgrade', 'createCommands'),
      state: fc.constantFrom(...TaskState.options),
      spaceId: fc.constantFrom(null, 's1', 's2'),
      platformName: fc.constantFrom('水表_ａ', 'Meter_b', 'meter_%', 'x\\y'),
      succeeded: fc.nat(4),
      failed: fc.nat(4),
      waiting: fc.nat(4),
      createdAt: fc.integer({ min: 1, max: 5 }),
      startsAt: fc.constantFrom(null, 3, 9),
      packageIds: fc.subarray(['p1', 'p2']),
      groupIds: fc.subarray(['g1', 'g"2']),
    })
    .map(({ succeeded, failed, waiting, ...rest }) => ({
      ...rest,
      counts: counts({ total: succeeded + failed + waiting, succeeded, failed, waiting }),
    })),
  { maxLength: 10 },
);

const filters = fc.record(
  {
    q: fc.constantFrom('', 'a', 'METER', '%', '\\', 't1', 'urgent', 'anna', 'tickets/7', 'spring'),
    kind: some(['firmwareUpgrade', 'createCommands', 'unheard']),
    state: some(TaskState.options),
    space: some(['s1', 's2', 's3']),
    creator: some(['Olga', 'elsewhere', 'Sam']),
    package: some(['p1', 'p2']),
    group: some(['g1', 'g"2', 'g']),
    owner: some(['Anna', 'Ben']),
    tag: some(['urgent', 'ur']),
    createdFrom: fc.integer({ min: 1, max: 5 }),
    createdTo: fc.integer({ min: 1, max: 5 }),
    successFrom: fc.constantFrom(0, 33.3, 50, 100),
    successTo: fc.constantFrom(0, 33.3, 66.7, 100),
    failedFrom: fc.nat(4),
    failedTo: fc.nat(4),
    failedSince: fc.constantFrom(2, 50, 60),
    attention: fc.constant('yes'),
  },
  { requiredKeys: [] },
);

/** Some of the tasks were made here, some have notes, and some are seen again with more failures. */
async function fill({ tasks, twins }: Store, connection: string, seen: readonly ReturnType<typeof taskSighting>[]) {
  for (const [nth, { id }] of seen.entries()) {
    if (nth % 3 === 0) await tasks.setOrigin({ connection, id }, { label: 'Spring', createdBy: 'Olga', spaceId: 's1' });
  }
  await tasks.see(connection, seen, 50);
  for (const [nth, { id }] of seen.entries()) {
    const change = {
      note: nth % 3 === 0 ? 'seen it' : `水表 ${'long '.repeat(9)}${nth}`,
      owner: nth % 4 === 1 ? 'Anna' : null,
      tags: nth % 5 === 0 ? [] : ['urgent'],
      ticket: nth % 7 === 1 ? null : 'https://x.test/tickets/7',
    };
    if (nth % 2 === 1) await tasks.annotate({ connection, id }, { change, rev: 0, person, at: 55 });
  }
  const [again, twin] = seen;
  if (again && twin) await twins.pair(connection, { kept: again.id, duplicate: twin.id });
  if (again) {
    const { failed, total } = again.counts;
    await tasks.see(connection, [{ ...again, counts: { ...again.counts, failed: failed + 1, total: total + 1 } }], 60);
  }
}

const values: Record<TaskSort, (task: Task) => string | number> = {
  name: (task) => folded(task.name),
  kind: (task) => task.kind,
  state: (task) => task.state,
  progress: (task) => progressPermille(task.counts),
  failed: (task) => task.counts.failed,
  created: (task) => task.createdAt,
  starts: startOf,
  success: (task) => successPermille(task.counts),
  by: (task) => task.createdBy ?? beyondText,
  owner: (task) => task.annotation.owner ?? beyondText,
  tags: (task) => (task.annotation.tags.length === 0 ? beyondText : JSON.stringify(task.annotation.tags)),
  note: (task) => begun(task.annotation.note),
  ticket: (task) => begun(task.annotation.ticket ?? ''),
  space: (task) => task.spaceId ?? beyondText,
};
const begun = (text: string) => [...text].slice(0, sortedCharacters).join('') || beyondText;
/** By code point, as both engines compare text. */
const compare = (a: string | number, b: string | number) =>
  typeof a === 'number' || typeof b === 'number'
    ? Number(a) - Number(b)
    : Buffer.compare(Buffer.from(a), Buffer.from(b));

function sorted(tasks: readonly Task[], sort: TaskSort, direction: Direction): string[] {
  const sign = direction === 'up' ? 1 : -1;
  const tie = sort === 'created' ? sign : -1;
  return tasks
    .toSorted(
      (a, b) =>
        sign * compare(values[sort](a), values[sort](b)) ||
        tie * (a.createdAt - b.createdAt) ||
        tie * compare(a.id, b.id),
    )
    .map(({ id }) => id);
}

export function taskListContract(bench: Bench): void {
  test('the list is what the filter matches, sorted, cut into pages', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        sightings,
        filters,
        fc.constantFrom(...TaskSort.options),
        fc.constantFrom(...Direction.options),
        fc.integer({ min: 1, max: 4 }),
        // Tasks were last seen at 50 and at 60.
        fc.constantFrom(50, 51, 61).map((at) => at + stuckAfterMs),
        async (given, filter, sort, direction, limit, now) => {
          const store = bench.shared();
          const connection = ownConnection();
          await fill(
            store,
            connection,
            given.map((change, nth) => taskSighting(`t${nth}`, change)),
          );
          const all = (await store.tasks.list({ connection, limit: 200 })).rows;
          expect(all).toHaveLength(given.length);
          const query = TaskFilter.parse(filter);
          const whole = sorted(
            all.filter((task) => matches(task, query, 'Sam', now)),
            sort,
            direction,
          );
          const read = (cursor: string | undefined) =>
            store.tasks.list({
              ...query,
              now,
              connection,
              sort,
              direction,
              limit,
              ...(cursor === undefined ? {} : { cursor }),
            });
          const forwards = await walk(read, undefined, 'next');
          const backwards = await walk(read, 'last', 'previous');
          for (const pages of [forwards, backwards.toReversed()]) {
            expect(pages.flatMap((page) => page.rows.map((task) => task.id))).toEqual(whole);
            let from = 0;
            for (const page of pages) {
              expect([page.total, page.from]).toEqual([whole.length, whole.length === 0 ? 0 : from]);
              from += page.rows.length;
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('free text is part of a name, of the id, or of what people wrote', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const seen = [
      taskSighting('f00d-1', { platformName: 'Große_100%', createdAt: 30 }),
      taskSighting('f00d-2', { platformName: 'small_1000', createdAt: 20, kind: 'softwareUpgrade' }),
      taskSighting('beef-3', { platformName: 'a\\b', createdAt: 10, state: 'failed' }),
    ];
    await tasks.see(connection, seen, 50);
    await tasks.see(ownConnection(), seen, 50);
    const change = { note: 'Valve jams in the cold', tags: ['Winter'] };
    await tasks.annotate({ connection, id: 'f00d-2' }, { change, rev: 0, person, at: 51 });
    const ids = async (query: Partial<TaskQuery>) =>
      (await tasks.list({ connection, limit: 10, ...query })).rows.map((task) => task.id);
    expect(await ids({})).toEqual(['f00d-1', 'f00d-2', 'beef-3']);
    expect(await ids({ q: 'GROßE' })).toEqual(['f00d-1']);
    expect(await ids({ q: '100%' })).toEqual(['f00d-1']);
    expect(await ids({ q: 'l_1' })).toEqual(['f00d-2']);
    expect(await ids({ q: 'F00D' })).toEqual(['f00d-1', 'f00d-2']);
    expect(await ids({ q: 'valve JAMS' })).toEqual(['f00d-2']);
    expect(await ids({ q: 'winter' })).toEqual(['f00d-2']);
    expect(await ids({ q: 'A\\b' })).toEqual(['beef-3']);
    expect(await ids({ q: '  ' })).toHaveLength(3);
    expect(await ids({ q: 'small', state: ['failed'] })).toEqual([]);
    expect(await ids({ kind: ['softwareUpgrade'] })).toEqual(['f00d-2']);
  });

  test('the values of a field, commonest first', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const origin = { label: 'x', createdBy: 'Olga', spaceId: 's9' };
    await tasks.see(
      connection,
      [taskSighting('a', { packageIds: ['p1', 'p2'] }), taskSighting('b', { packageIds: ['p2'] }), taskSighting('c')],
      50,
    );
    await tasks.setOrigin({ connection, id: 'a' }, origin);
    await tasks.annotate({ connection, id: 'b' }, { change: { tags: ['x', 'y'] }, rev: 0, person, at: 51 });
    const read = (field: 'package' | 'creator' | 'space' | 'tag' | 'owner') =>
      tasks.values({ connection, field, limit: 2 });
    expect(await read('package')).toEqual([
      { value: 'p2', tasks: 2 },
      { value: 'p1', tasks: 1 },
    ]);
    expect(await read('creator')).toEqual([
      { value: 'elsewhere', tasks: 2 },
      { value: 'Olga', tasks: 1 },
    ]);
    expect(await read('space')).toEqual([
      { value: 'space-1', tasks: 2 },
      { value: 's9', tasks: 1 },
    ]);
    expect(await read('tag')).toEqual([
      { value: 'x', tasks: 1 },
      { value: 'y', tasks: 1 },
    ]);
    expect(await read('owner')).toEqual([]);
  });

  test('failures are dated when their number grows, and those found with a task when it was created', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const seen = async (failed: number, at: number) => {
      await tasks.see(connection, [taskSighting('t', { counts: counts({ failed, waiting: 10 - failed }) })], at);
      return (await tasks.find({ connection, id: 't' }))?.task.failedAt;
    };
    expect(await seen(0, 2_000)).toBeNull();
    expect(await seen(2, 3_000)).toBe(3_000);
    expect(await seen(1, 4_000)).toBe(3_000);
    expect(await seen(2, 5_000)).toBe(5_000);
    await tasks.see(connection, [taskSighting('old', { counts: counts({ failed: 1, waiting: 9 }) })], 6_000);
    expect((await tasks.find({ connection, id: 'old' }))?.task.failedAt).toBe(1_000);
  });

  test('a change is one of the state or the counts, and what has not changed for long needs attention', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const seen = async (at: number, change: Parameters<typeof taskSighting>[1]) => {
      await tasks.see(connection, [taskSighting('t', change)], at);
      return (await tasks.find({ connection, id: 't' }))?.task.changedAt;
    };
    expect(await seen(2_000, { state: 'waiting' })).toBe(2_000);
    expect(await seen(3_000, {})).toBe(3_000);
    expect(await seen(4_000, { note: 'a word' })).toBe(3_000);
    expect(await seen(5_000, { counts: counts({ succeeded: 1, waiting: 9 }) })).toBe(5_000);
    const total = async (now: number) => (await tasks.list({ connection, attention: 'yes', now, limit: 5 })).total;
    expect(await total(5_000 + stuckAfterMs)).toBe(0);
    expect(await total(5_001 + stuckAfterMs)).toBe(1);
  });
}

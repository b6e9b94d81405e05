import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outcome, SubtaskSort } from '#shared/domain/task.ts';
import type { SubtaskQuery } from '#server/store/subtask-store.ts';
import { ownTask, subtaskSighting, walk, type Bench } from './bench.ts';

const failed = (deviceId: string, errorCode: string | null, errorMessage: string | null = null) =>
  subtaskSighting(deviceId, { outcome: 'failed', rawOutcome: 'Fail', errorCode, errorMessage });

export function subtasksContract(bench: Bench): void {
  test('since moves with outcome and error only, and the count of changes is exact', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    const since = async () => (await subtasks.page(task, { limit: 10 })).rows.map((row) => row.since);
    expect(await subtasks.see(task, [subtaskSighting('a'), subtaskSighting('b')], 50)).toBe(2);
    expect(await subtasks.see(task, [subtaskSighting('a'), subtaskSighting('b')], 50)).toBe(0);
    expect(await subtasks.see(task, [subtaskSighting('a', { output: 'more' }), subtaskSighting('b')], 60)).toBe(1);
    expect(await since()).toEqual([50, 50]);
    expect(await subtasks.see(task, [failed('b', 'E1')], 70)).toBe(1);
    expect(await subtasks.see(task, [failed('b', 'E2'), failed('b', 'E2')], 80)).toBe(1);
    expect(await since()).toEqual([50, 80]);
    expect(await subtasks.see(task, [], 90)).toBe(0);
  });

  test('a row seen later is left alone, also when it had not changed then', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(task, [subtaskSighting('a')], 50);
    await subtasks.see(task, [subtaskSighting('a')], 90);
    expect(await subtasks.see(task, [failed('a', 'E1')], 70)).toBe(0);
    expect((await subtasks.page(task, { limit: 1 })).rows[0]).toMatchObject({ outcome: 'waiting', since: 50 });
    // Of two answers of one moment the one that arrives last counts.
    expect(await subtasks.see(task, [failed('a', 'E1')], 90)).toBe(1);
  });

  test('what a device says of itself is kept, whatever characters it is made of', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(
      task,
      [subtaskSighting('a', { output: 'up\u0000graded' }), failed('b', '\u00007', '\u0000')],
      50,
    );
    const { rows } = await subtasks.page(task, { limit: 5 });
    expect(rows.map((row) => [row.deviceId, row.output?.replaceAll('\u0000', '')])).toEqual([
      ['a', 'upgraded'],
      ['b', undefined],
    ]);
  });

  test('as many rows as a task can have are written at once', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    const rows = Array.from({ length: 3_001 }, (_, index) => subtaskSighting(`d${index}`));
    expect(await subtasks.see(task, rows, 50)).toBe(3_001);
    expect((await subtasks.page(task, { limit: 50, cursor: 'last' })).rows).toHaveLength(1);
  });

  test('two writers of the same rows both finish', async () => {
    const task = ownTask();
    const rows = Array.from({ length: 300 }, (_, index) => failed(`d${index}`, 'E1'));
    const results = await Promise.all([
      bench.shared().subtasks.see(task, rows, 50),
      bench.other().subtasks.see(task, rows.toReversed(), 60),
    ]);
    expect(results[0] + results[1]).toBeGreaterThanOrEqual(300);
    expect(await bench.shared().subtasks.countByOutcome(task)).toEqual({ failed: 300 });
  });

  test('filters: outcomes, part of a device id as it is written, code or none', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(task, [failed('Dev_1', 'E1'), failed('dev21', null), subtaskSighting('dev%1')], 50);
    const ids = async (query: Partial<SubtaskQuery>) =>
      (await subtasks.page(task, { limit: 10, ...query })).rows.map((row) => row.deviceId);
    expect(await ids({})).toEqual(['Dev_1', 'dev%1', 'dev21']);
    expect(await ids({ target: 'EV_1' })).toEqual(['Dev_1']);
    expect(await ids({ target: '%' })).toEqual(['dev%1']);
    expect(await ids({ target: '\\' })).toEqual([]);
    expect(await ids({ outcomes: ['failed'] })).toEqual(['Dev_1', 'dev21']);
    expect(await ids({ outcomes: ['failed', 'waiting'] })).toHaveLength(3);
    expect(await ids({ outcomes: ['failed'], code: null })).toEqual(['dev21']);
    expect(await ids({ code: 'E1' })).toEqual(['Dev_1']);
    expect(await subtasks.deviceIds(task, { outcomes: ['failed'] })).toEqual(['Dev_1', 'dev21']);
    expect(await subtasks.deviceIds(task, { outcomes: ['failed'], except: ['dev21', 'x'] })).toEqual(['Dev_1']);
    expect(await subtasks.deviceIds(task, { outcomes: ['failed'], code: null })).toEqual(['dev21']);
  });

  test('devices of an outcome that were not seen since are found, as many as are wanted', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(task, [failed('a', null), failed('b', null), failed('c', null), subtaskSighting('d')], 50);
    const ids = (since: number, most = 10) => subtasks.notSeenSince(task, ['failed', 'other'], since, most);
    expect(await ids(50)).toEqual([]);
    expect(await ids(51)).toEqual(['a', 'b', 'c']);
    // One is as it was, one is not; an older answer says nothing new of either.
    await subtasks.see(task, [failed('a', null), failed('b', 'E1')], 60);
    await subtasks.see(task, [failed('a', null)], 40);
    expect(await ids(60)).toEqual(['c']);
    expect(await ids(61, 2)).toEqual(['a', 'b']);
    expect(await subtasks.notSeenSince(task, ['failed', 'waiting'], 51, 10)).toEqual(['c', 'd']);
  });

  test('pages are those of the whole list, from either end, under any filter', { timeout: 30_000 }, async () => {
    const row = fc.record({
      id: fc.string({ unit: fc.constantFrom('a', 'B', '_', '-', '7'), minLength: 1, maxLength: 4 }),
      outcome: fc.constantFrom(...Outcome.options),
      code: fc.option(fc.constantFrom('E1', 'E2')),
    });
    const query = fc.record({
      outcomes: fc.option(fc.subarray([...Outcome.options], { minLength: 1, maxLength: 3 }), { nil: undefined }),
      target: fc.option(fc.constantFrom('a', 'b', '_', '7-'), { nil: undefined }),
      limit: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 30 }), query, async (rows, asked) => {
        const { subtasks } = bench.shared();
        const task = ownTask();
        const seen = rows.map(({ id, outcome, code }) => subtaskSighting(id, { outcome, errorCode: code }));
        await subtasks.see(task, seen, 50);
        const whole = rows
          .filter(({ outcome }) => asked.outcomes?.includes(outcome) ?? true)
          .filter(({ id }) => id.toLowerCase().includes(asked.target ?? ''))
          .map(({ id }) => id)
          .sort((a, b) => (a < b ? -1 : 1));
        const filter = {
          ...(asked.outcomes === undefined ? {} : { outcomes: asked.outcomes }),
          ...(asked.target === undefined ? {} : { target: asked.target }),
        };
        const read = (cursor: string | undefined) =>
          subtasks.page(task, { ...filter, limit: asked.limit, ...(cursor === undefined ? {} : { cursor }) });
        const forwards = await walk(read, undefined, 'next');
        const backwards = await walk(read, 'last', 'previous');
        for (const pages of [forwards, backwards.toReversed()]) {
          expect(pages.flatMap((page) => page.rows.map(({ deviceId }) => deviceId))).toEqual(whole);
          expect(pages.map((page) => page.from)).toEqual(pages.map((_, index) => index * asked.limit));
          expect(new Set(pages.map((page) => page.total))).toEqual(new Set([whole.length]));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a cursor stays good while rows come and go', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    const waiting = { outcomes: ['waiting' as const], limit: 2 };
    await subtasks.see(
      task,
      ['b', 'c', 'd', 'e'].map((id) => subtaskSighting(id)),
      50,
    );
    const first = await subtasks.page(task, waiting);
    const second = await subtasks.page(task, { ...waiting, cursor: first.nextCursor ?? '' });
    await subtasks.see(task, [subtaskSighting('a')], 60);
    // The row that came in front is told by `from`; going back meets it instead of a page of one.
    expect(await subtasks.page(task, { ...waiting, cursor: first.nextCursor ?? '' })).toMatchObject({
      from: 3,
      total: 5,
    });
    const back = await subtasks.page(task, { ...waiting, cursor: second.previousCursor ?? '' });
    expect(back.rows.map((row) => row.deviceId)).toEqual(['b', 'c']);
    const front = await subtasks.page(task, { ...waiting, cursor: back.previousCursor ?? '' });
    expect(front).toMatchObject({ from: 0, previousCursor: null });
    expect(front.rows.map((row) => row.deviceId)).toEqual(['a', 'b']);
    // Everything after the cursor has gone on: the last page there is.
    await subtasks.see(
      task,
      ['d', 'e'].map((id) => failed(id, 'E1')),
      70,
    );
    const end = await subtasks.page(task, { ...waiting, cursor: first.nextCursor ?? '' });
    expect(end).toMatchObject({ from: 2, total: 3, nextCursor: null });
    expect(end.rows.map((row) => row.deviceId)).toEqual(['c']);
  });

  test('a cursor that makes no sense gives the first page', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(
      task,
      ['a', 'b'].map((id) => subtaskSighting(id)),
      50,
    );
    const strange = ['', 'x', 'e30', Buffer.from('{"to":"after","key":["a","b"]}').toString('base64url')];
    for (const cursor of strange) expect((await subtasks.page(task, { limit: 1, cursor })).from).toBe(0);
  });

  test('outcomes of named devices', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(task, [failed('a', 'E1'), subtaskSighting('b')], 50);
    const found = await subtasks.outcomesOf(task, ['a', 'b', 'c']);
    expect(found).toEqual(
      new Map([
        ['a', 'failed'],
        ['b', 'waiting'],
      ]),
    );
    expect(await subtasks.outcomesOf(task, [])).toEqual(new Map());
    const rows = await subtasks.rowsOf(task, ['c', 'b', 'a']);
    expect(rows.size).toBe(found.size);
    const { rows: paged } = await subtasks.page(task, { limit: 10 });
    for (const [deviceId, row] of rows) expect(row).toEqual(paged.find((one) => one.deviceId === deviceId));
  });

  test('failures by code and text, largest first, with sample devices and when they were first and last seen', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(
      task,
      [
        failed('a', 'E2', 'battery at 3 %'),
        failed('b', 'E1', 'offline'),
        failed('e', null, null),
        subtaskSighting('f', { outcome: 'succeeded' }),
      ],
      50,
    );
    await subtasks.see(
      task,
      [
        subtaskSighting('c', { outcome: 'retry_pending', errorCode: 'E1', errorMessage: 'offline' }),
        failed('d', 'E1', 'offline for dev-0001'),
        failed('g', 'E2', 'battery at 12 %'),
      ],
      70,
    );
    const seen = (firstSeenAt: number, lastSeenAt: number) => ({ firstSeenAt, lastSeenAt });
    expect(await subtasks.failureGroups(task, 1)).toEqual([
      { code: 'E1', message: 'offline', devices: 2, ...seen(50, 70), sampleDeviceIds: ['b'] },
      { code: 'E2', message: 'battery at {number} %', devices: 2, ...seen(50, 70), sampleDeviceIds: ['a'] },
      { code: 'E1', message: 'offline for {id}', devices: 1, ...seen(70, 70), sampleDeviceIds: ['d'] },
      { code: null, message: null, devices: 1, ...seen(50, 50), sampleDeviceIds: ['e'] },
    ]);
    const ids = (code: string | null, message: string | null) =>
      subtasks.deviceIds(task, { outcomes: ['failed', 'retry_pending'], code, message });
    expect(await ids('E1', 'offline')).toEqual(['b', 'c']);
    expect(await ids('E1', 'offline for {id}')).toEqual(['d']);
    expect(await ids('E2', 'battery at {number} %')).toEqual(['a', 'g']);
    expect(await ids(null, null)).toEqual(['e']);
    expect((await subtasks.failureGroups(task, 0)).map((group) => group.sampleDeviceIds)).toEqual([[], [], [], []]);
    expect(await subtasks.countByOutcome(task)).toEqual({ failed: 5, retry_pending: 1, succeeded: 1 });
    expect(await subtasks.failureGroups(ownTask(), 3)).toEqual([]);
  });

  test('part of a text or a device id finds its rows', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(task, [failed('dev-1', 'E1', 'Battery at 12 %'), failed('dev-2', 'E1', 'offline_')], 50);
    const ids = async (q: string) => (await subtasks.page(task, { limit: 5, q })).rows.map((row) => row.deviceId);
    expect(await ids('battery')).toEqual(['dev-1']);
    expect(await ids('12 %')).toEqual(['dev-1']);
    expect(await ids('DEV-2')).toEqual(['dev-2']);
    expect(await ids('_')).toEqual(['dev-2']);
    expect(await ids('e')).toEqual(['dev-1', 'dev-2']);
  });

  test('any order is whole in both directions and from either end', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    const outcomes = ['failed', 'waiting', 'failed', 'succeeded', 'failed', 'waiting'] as const;
    const errors = [['E2', 'b'], null, ['E1', 'x'], null, ['E2', 'a'], null] as const;
    for (const [index, outcome] of outcomes.entries()) {
      const [errorCode = null, errorMessage = null] = errors[index] ?? [];
      const row = subtaskSighting(`d${index}`, { outcome, errorCode, errorMessage });
      await subtasks.see(task, [row], 100 - index);
    }
    await subtasks.see(task, [subtaskSighting('d0', { outcome: 'processing' })], 200);
    const expected = {
      device: ['d0', 'd1', 'd2', 'd3', 'd4', 'd5'],
      outcome: ['d2', 'd4', 'd0', 'd3', 'd1', 'd5'],
      error: ['d0', 'd1', 'd3', 'd5', 'd2', 'd4'],
      attempts: ['d1', 'd2', 'd3', 'd4', 'd5', 'd0'],
      since: ['d5', 'd4', 'd3', 'd2', 'd1', 'd0'],
    } as const;
    for (const sort of SubtaskSort.options) {
      for (const direction of ['up', 'down'] as const) {
        const whole = direction === 'up' ? expected[sort] : expected[sort].toReversed();
        const read = (cursor: string | undefined) =>
          subtasks.page(task, { sort, direction, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        const forwards = await walk(read, undefined, 'next');
        const backwards = await walk(read, 'last', 'previous');
        for (const pages of [forwards, backwards.toReversed()])
          expect([sort, pages.flatMap((page) => page.rows.map((row) => row.deviceId))]).toEqual([sort, whole]);
      }
    }
  });

  test('attempts are counted from what was seen', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    const story = [
      [subtaskSighting('a'), 1],
      [subtaskSighting('a', { outcome: 'processing' }), 1],
      [failed('a', 'E1'), 1],
      [subtaskSighting('a', { outcome: 'retry_pending', errorCode: 'E1' }), 1],
      [subtaskSighting('a', { outcome: 'processing' }), 2],
      [failed('a', 'E1'), 2],
      [failed('a', 'E1'), 2],
      // The try in between was over before anybody looked.
      [failed('a', 'E2'), 3],
      [subtaskSighting('a', { outcome: 'stopped' }), 3],
      [subtaskSighting('a', { outcome: 'waiting' }), 4],
      [subtaskSighting('a', { outcome: 'succeeded' }), 4],
    ] as const;
    for (const [step, [row, attempts]] of story.entries()) {
      await subtasks.see(task, [row], 10 + step);
      expect([step, (await subtasks.page(task, { limit: 1 })).rows[0]?.attempts]).toEqual([step, attempts]);
    }
  });

  test('the copy’s state', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    expect(await subtasks.copyState(task)).toEqual({ rows: 0, complete: false, at: null, walking: false });
    expect(await subtasks.setCopyState(task, { walking: true })).toMatchObject({ walking: true, at: null });
    await subtasks.see(task, [subtaskSighting('a')], 50);
    const done = { rows: 1, complete: true, at: 60, walking: false };
    expect(await subtasks.setCopyState(task, { complete: true, at: 60, walking: false })).toEqual(done);
    expect(await subtasks.setCopyState(task, {})).toEqual(done);
    expect(await subtasks.copyState(task)).toEqual(done);
  });
}

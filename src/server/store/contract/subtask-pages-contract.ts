import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outcome, SubtaskSort } from '#shared/domain/task.ts';
import type { SubtaskQuery } from '#server/store/subtask-store.ts';
import { failed, ownTask, subtaskSighting, walk, type Bench } from './bench.ts';

/** Filters, orders and pages of a task's devices. */
export function subtaskPagesContract(bench: Bench): void {
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

  test('of more devices than are wanted, those that have been so the longest', async () => {
    const { subtasks } = bench.shared();
    const task = ownTask();
    await subtasks.see(task, [failed('b', 'E1'), failed('c', 'E1')], 50);
    await subtasks.see(task, [failed('a', 'E1'), failed('d', 'E1')], 60);
    const ids = (atMost: number) => subtasks.deviceIds(task, { outcomes: ['failed'], except: ['c'], atMost });
    expect(await ids(1)).toEqual(['b']);
    expect(await ids(2)).toEqual(['a', 'b']);
    expect(await ids(3)).toEqual(['a', 'b', 'd']);
    expect(await ids(9)).toEqual(['a', 'b', 'd']);
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
}

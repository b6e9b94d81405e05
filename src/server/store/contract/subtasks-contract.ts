import { expect, test } from 'vitest';
import { failed, ownTask, subtaskSighting, type Bench } from './bench.ts';

/** What was seen of a task's devices: since when, how often, and how many of them. */
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

import { expect, test } from 'vitest';
import { ownConnection, subtaskSighting, taskSighting, walk, type Bench } from './bench.ts';

const failed = (deviceId: string, errorCode: string) =>
  subtaskSighting(deviceId, { outcome: 'failed', rawOutcome: 'Fail', errorCode });

export function devicesContract(bench: Bench): void {
  test('each change of a device is kept once, with the time before which it did not happen', async () => {
    const { tasks, subtasks, devices } = bench.shared();
    const connection = ownConnection();
    const task = { connection, id: 't' };
    await tasks.see(connection, [taskSighting('t', { createdAt: 5 })], 10);
    await subtasks.see(task, [subtaskSighting('a'), subtaskSighting('b', { outcome: 'processing' })], 50);
    await subtasks.see(task, [subtaskSighting('a')], 60);
    await subtasks.see(task, [subtaskSighting('a', { outcome: 'processing' })], 70);
    await subtasks.see(task, [subtaskSighting('a', { outcome: 'processing', output: '50 %' })], 80);
    await subtasks.see(task, [failed('a', 'E1')], 90);
    await subtasks.see(task, [failed('a', 'E1')], 95);
    await subtasks.see(task, [subtaskSighting('a', { outcome: 'succeeded' })], 99);
    const read = async (deviceId: string, changes = 10) =>
      (await devices.tasksOf(connection, deviceId, { limit: 10, changes })).rows;
    const change = (
      at: number,
      notBefore: number | null,
      outcome: string,
      errorCode: string | null,
      attempt: number,
    ) => ({
      at,
      notBefore,
      outcome,
      errorCode,
      errorMessage: null,
      attempt,
    });
    expect(await read('a')).toEqual([
      {
        taskId: 't',
        taskName: 'name_t',
        kind: 'firmwareUpgrade',
        taskState: 'processing',
        rawTaskState: 'Processing',
        createdAt: 5,
        outcome: 'succeeded',
        rawOutcome: 'Waitting',
        errorCode: null,
        errorMessage: null,
        attempts: 2,
        since: 99,
        notBefore: 95,
        seenAt: 99,
        changes: [
          change(70, 60, 'processing', null, 1),
          change(90, 80, 'failed', 'E1', 1),
          change(99, 95, 'succeeded', null, 2),
        ],
      },
    ]);
    expect((await read('a', 1))[0]?.changes.map(({ at }) => at)).toEqual([99]);
    expect((await read('b'))[0]?.changes).toEqual([change(50, null, 'processing', null, 1)]);
    expect(await read('c')).toEqual([]);
  });

  test('all tasks of a device, the one made last first, in pages', async () => {
    const { tasks, subtasks, devices } = bench.shared();
    const connection = ownConnection();
    for (let index = 0; index < 5; index += 1) {
      const id = `t${index}`;
      await tasks.see(connection, [taskSighting(id, { createdAt: 100 + Math.floor(index / 2) })], 10);
      await subtasks.see({ connection, id }, [failed('a', 'E1'), subtaskSighting(`b${index}`)], 50);
    }
    const read = (cursor: string | undefined) =>
      devices.tasksOf(connection, 'a', { limit: 2, changes: 5, ...(cursor === undefined ? {} : { cursor }) });
    const ids = (pages: Awaited<ReturnType<typeof walk<{ taskId: string; changes: unknown[] }>>>) =>
      pages.flatMap((page) => page.rows.map((row) => `${row.taskId} ${row.changes.length}`));
    const whole = ['t4 1', 't3 1', 't2 1', 't1 1', 't0 1'];
    expect(ids(await walk(read, undefined, 'next'))).toEqual(whole);
    expect(ids((await walk(read, 'last', 'previous')).toReversed())).toEqual(whole);
  });

  test('devices are found by the beginning of their id, in the tasks of their connection', async () => {
    const { subtasks, devices } = bench.shared();
    const connection = ownConnection();
    const see = (id: string, ids: string[]) =>
      subtasks.see(
        { connection, id },
        ids.map((deviceId) => subtaskSighting(deviceId)),
        50,
      );
    await see('one', ['dev-1', 'dev-10', 'dev_1', 'other']);
    await see('two', ['dev-1']);
    expect(await devices.startingWith(connection, 'dev-1', 10)).toEqual([
      { id: 'dev-1', tasks: 2 },
      { id: 'dev-10', tasks: 1 },
    ]);
    expect(await devices.startingWith(connection, 'dev', 1)).toEqual([{ id: 'dev-1', tasks: 2 }]);
    expect(await devices.startingWith(ownConnection(), 'dev', 10)).toEqual([]);
    expect(await devices.taskCounts(connection, ['dev-1', 'other', 'none'])).toEqual(
      new Map([
        ['dev-1', 2],
        ['other', 1],
      ]),
    );
  });

  test('a device is under way in tasks that are not over and where it is not done', async () => {
    const { tasks, subtasks, devices } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('t1', { createdAt: 5 }), taskSighting('t2', { createdAt: 6 })], 10);
    await tasks.see(connection, [taskSighting('t3', { state: 'stopped', rawState: 'Stopped' })], 10);
    for (const id of ['t1', 't2', 't3']) await subtasks.see({ connection, id }, [subtaskSighting('a')], 50);
    await subtasks.see({ connection, id: 't1' }, [failed('b', 'E1'), subtaskSighting('c')], 50);
    expect(await devices.underway(connection, ['a', 'b', 'x'])).toEqual([
      { deviceId: 'a', taskId: 't2' },
      { deviceId: 'a', taskId: 't1' },
    ]);
    expect(await devices.underway(connection, [])).toEqual([]);
  });

  test('old changes are forgotten a few at a time, newer ones stay', async () => {
    const { tasks, subtasks, devices } = await bench.fresh();
    const task = { connection: 'c', id: 't' };
    await tasks.see('c', [taskSighting('t')], 10);
    for (let at = 1; at <= 6; at += 1) await subtasks.see(task, [failed('a', `E${at}`)], at);
    expect(await devices.forgetChanges(5, 3)).toBe(3);
    expect(await devices.forgetChanges(5, 3)).toBe(1);
    expect(await devices.forgetChanges(5, 3)).toBe(0);
    const { rows } = await devices.tasksOf('c', 'a', { limit: 1, changes: 10 });
    expect(rows[0]?.changes.map(({ at }) => at)).toEqual([5, 6]);
  });

  test('the tasks of one device among 500 are found within a second', { timeout: 60_000 }, async () => {
    const { tasks, subtasks, devices } = await bench.fresh();
    const ids = Array.from({ length: 500 }, (_, index) => `task-${index}`);
    await tasks.see(
      'c',
      ids.map((id) => taskSighting(id)),
      10,
    );
    for (const id of ids) {
      const rows = Array.from({ length: 20 }, (_, index) => failed(`dev-${index}`, 'E1'));
      await subtasks.see({ connection: 'c', id }, rows, 50);
    }
    const started = performance.now();
    const page = await devices.tasksOf('c', 'dev-7', { limit: 200, changes: 100 });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect([page.total, page.rows.length]).toEqual([500, 200]);
  });
}

import { expect, test } from 'vitest';
import { limits } from '#shared/domain/create.ts';
import type { FailureFilter, FailureGrouping, FailureRef, FailureSelection } from '#shared/domain/failures.ts';
import type { TaskSighting } from '#server/store/task-store.ts';
import { ownConnection, subtaskSighting, taskSighting, walk, type Bench } from './bench.ts';

const failed = (deviceId: string, errorCode: string | null, errorMessage: string | null = null) =>
  subtaskSighting(deviceId, { outcome: 'failed', rawOutcome: 'Fail', errorCode, errorMessage });

export function failuresContract(bench: Bench): void {
  /** Two firmware tasks and one of another kind, with failures of one cause in two of them. */
  async function threeTasks() {
    const { tasks, subtasks } = bench.shared();
    const connection = ownConnection();
    const see = (id: string, change: Partial<TaskSighting>) =>
      tasks.see(connection, [taskSighting(id, change)], 10).then(() => ({ connection, id }));
    const one = await see('one', { packageIds: ['p_1'], groupIds: ['g1', 'g2'] });
    const two = await see('two', { packageIds: ['p-1'] });
    const three = await see('three', { kind: 'createCommands', packageIds: [], state: 'failed' });
    await tasks.setOrigin(one, { label: 'spring', createdBy: 'Sam', spaceId: 'space-1' });
    await subtasks.see(one, [failed('a', 'E1', 'at 3 %'), failed('b', 'E1', 'at 4 %'), subtaskSighting('c')], 50);
    await subtasks.see(two, [failed('a', 'E1', 'offline'), failed('d', 'E2', 'at 5 %')], 60);
    await subtasks.see(three, [subtaskSighting('e', { outcome: 'retry_pending' }), failed('f', 'E2', 'at 6 %')], 70);
    // Another connection's failures are nobody else's.
    await subtasks.see({ connection: ownConnection(), id: 'one' }, [failed('x', 'E1')], 50);
    return connection;
  }

  test('failures of all tasks, put together by code, text, kind, package or group', async () => {
    const connection = await threeTasks();
    const { failures } = bench.shared();
    const told = async (by: FailureGrouping, filter: FailureFilter = {}) =>
      (await failures.bundles(connection, { by, filter })).map((bundle) => [
        bundle.value ?? bundle.code,
        bundle.failures,
        bundle.tasks,
      ]);
    expect(await told('code')).toEqual([
      ['E1', 3, 2],
      ['E2', 2, 2],
      [null, 1, 1],
    ]);
    expect(await failures.bundles(connection, { by: 'message', filter: { code: 'E1' } })).toEqual([
      { code: 'E1', message: 'at {number} %', value: null, failures: 2, tasks: 1, firstSeenAt: 50, lastSeenAt: 50 },
      { code: 'E1', message: 'offline', value: null, failures: 1, tasks: 1, firstSeenAt: 60, lastSeenAt: 60 },
    ]);
    expect((await failures.bundles(connection, { by: 'code', filter: {} }))[0]).toMatchObject({
      message: 'at {number} %',
      firstSeenAt: 50,
      lastSeenAt: 60,
    });
    expect(await told('kind')).toEqual([
      ['firmwareUpgrade', 4, 2],
      ['createCommands', 2, 1],
    ]);
    expect(await told('package')).toEqual([
      [null, 2, 1],
      ['p-1', 2, 1],
      ['p_1', 2, 1],
    ]);
    expect(await told('group')).toEqual([
      [null, 4, 2],
      ['g1', 2, 1],
      ['g2', 2, 1],
    ]);
    expect(await told('group', { groupId: 'g2' })).toEqual([['g2', 2, 1]]);
    expect(await told('code', { kind: 'nothing' })).toEqual([]);
  });

  test('each filter narrows, and what is without something can be asked for', async () => {
    const connection = await threeTasks();
    const { failures } = bench.shared();
    const found = async (filter: FailureFilter) =>
      (await failures.page(connection, { filter, limit: 10 })).rows.map((row) => `${row.taskId} ${row.deviceId}`);
    expect(await found({})).toEqual(['three f', 'three e', 'two d', 'two a', 'one b', 'one a']);
    expect(await found({ code: 'E1' })).toEqual(['two a', 'one b', 'one a']);
    expect(await found({ code: '' })).toEqual(['three e']);
    expect(await found({ message: 'at {number} %' })).toEqual(['three f', 'two d', 'one b', 'one a']);
    expect(await found({ message: '' })).toEqual(['three e']);
    expect(await found({ kind: 'createCommands' })).toEqual(['three f', 'three e']);
    expect(await found({ taskId: 'two' })).toEqual(['two d', 'two a']);
    expect(await found({ packageId: 'p_1' })).toEqual(['one b', 'one a']);
    expect(await found({ packageId: '' })).toEqual(['three f', 'three e']);
    expect(await found({ groupId: 'g2' })).toEqual(['one b', 'one a']);
    expect(await found({ groupId: 'g' })).toEqual([]);
    expect(await found({ from: 60, to: 70 })).toEqual(['two d', 'two a']);
    expect(await found({ device: 'A' })).toEqual(['two a', 'one a']);
    const { rows } = await failures.page(connection, { filter: { taskId: 'one' }, limit: 1 });
    expect(rows).toEqual([
      {
        taskId: 'one',
        taskName: 'spring',
        kind: 'firmwareUpgrade',
        taskState: 'processing',
        deviceId: 'b',
        outcome: 'failed',
        errorCode: 'E1',
        errorMessage: 'at 4 %',
        attempts: 1,
        since: 50,
        notBefore: null,
      },
    ]);
  });

  test('pages are whole in both directions', async () => {
    const connection = await threeTasks();
    const { failures } = bench.shared();
    const read = (cursor: string | undefined) =>
      failures.page(connection, { filter: {}, limit: 4, ...(cursor === undefined ? {} : { cursor }) });
    const ids = (pages: Awaited<ReturnType<typeof walk<{ taskId: string; deviceId: string }>>>) =>
      pages.flatMap((page) => page.rows.map((row) => `${row.taskId} ${row.deviceId}`));
    const forwards = await walk(read, undefined, 'next');
    expect(ids(forwards)).toEqual(['three f', 'three e', 'two d', 'two a', 'one b', 'one a']);
    expect(ids((await walk(read, 'last', 'previous')).toReversed())).toEqual(ids(forwards));
    expect(forwards.map((page) => page.from)).toEqual([0, 4]);
  });

  const refs = (...named: string[]): FailureRef[] =>
    named.map((one) => {
      const [taskId = '', deviceId = ''] = one.split(' ');
      return { taskId, deviceId };
    });
  const selections: [what: string, which: FailureSelection, failures: string[]][] = [
    ['all of a filter', { by: 'filter', filter: { code: 'E1' } }, ['one a', 'one b', 'two a']],
    [
      'a filter but for some',
      { by: 'filter', filter: { code: 'E1' }, except: refs('one a', 'two d', 'none a') },
      ['one b', 'two a'],
    ],
    [
      'named ones, of which some are no failures',
      { by: 'rows', rows: refs('two d', 'two d', 'one c', 'none a') },
      ['two d'],
    ],
    [
      'those of tasks',
      { by: 'tasks', taskIds: ['two', 'three', 'none', 'two'] },
      ['three e', 'three f', 'two a', 'two d'],
    ],
    ['those of tasks before a time', { by: 'tasks', taskIds: ['two', 'three'], to: 70 }, ['two a', 'two d']],
    ['none', { by: 'filter', filter: { to: 1 } }, []],
  ];

  test.each(selections)(
    '%s: counted by task, as different devices, and as the devices of each task',
    async (...row) => {
      const [, which, expected] = row;
      const connection = await threeTasks();
      const { failures } = bench.shared();
      const byTask = Map.groupBy(refs(...expected), ({ taskId }) => taskId);
      const { rows, ...all } = await failures.byTask(connection, which, 10);
      expect(all).toEqual({ tasks: byTask.size, failures: expected.length });
      expect(new Map(rows.map(({ taskId, failures: count }) => [taskId, count]))).toEqual(
        new Map([...byTask].map(([taskId, of]) => [taskId, of.length])),
      );
      const different = new Set(refs(...expected).map(({ deviceId }) => deviceId));
      expect((await failures.devices(connection, which, 10)).toSorted()).toEqual([...different].toSorted());
      for (const id of ['one', 'two', 'three', 'none']) {
        const devices = (byTask.get(id) ?? []).map(({ deviceId }) => deviceId);
        expect(await failures.devicesIn({ connection, id }, which, { after: null, limit: 10 })).toEqual(devices);
      }
    },
  );

  test('of tasks those with most failures come first, and what is left out is counted', async () => {
    const connection = await threeTasks();
    const { subtasks, failures } = bench.shared();
    await subtasks.see({ connection, id: 'two' }, [failed('g', 'E3')], 80);
    const filter = { by: 'filter', filter: {} } as const;
    expect(await failures.byTask(connection, filter, 2)).toEqual({
      rows: [
        { taskId: 'two', failures: 3 },
        { taskId: 'one', failures: 2 },
      ],
      tasks: 3,
      failures: 7,
    });
    expect(await failures.devices(connection, filter, 3)).toHaveLength(3);
  });

  test('the devices of a task are read page by page, each once', async () => {
    const { tasks, subtasks, failures } = bench.shared();
    const ref = { connection: ownConnection(), id: 'many' };
    await tasks.see(ref.connection, [taskSighting('many')], 10);
    const ids = Array.from({ length: 25 }, (_, n) => `d${n}`).toSorted();
    await subtasks.see(ref, [...ids.map((id, n) => failed(id, `E${n % 3}`)), subtaskSighting('d00')], 50);
    const which = { by: 'filter', filter: {}, except: [{ taskId: 'many', deviceId: 'd3' }] } as const;
    const pages: string[][] = [];
    for (let after: string | null = null; ; after = pages.at(-1)?.at(-1) ?? null) {
      pages.push(await failures.devicesIn(ref, { ...which, except: [...which.except] }, { after, limit: 10 }));
      if ((pages.at(-1)?.length ?? 0) < 10) break;
    }
    expect(pages.map((page) => page.length)).toEqual([10, 10, 4]);
    expect(pages.flat()).toEqual(ids.filter((id) => id !== 'd3'));
  });

  test('as many named failures as one may name', async () => {
    const connection = await threeTasks();
    const { failures } = bench.shared();
    const rows = Array.from({ length: limits.devices }, (_, n) => ({ taskId: 'two', deviceId: `x${n}` }));
    rows[17_000] = { taskId: 'two', deviceId: 'd' };
    expect(await failures.byTask(connection, { by: 'rows', rows }, 10)).toMatchObject({ tasks: 1, failures: 1 });
    expect(await failures.byTask(connection, { by: 'filter', filter: {}, except: rows }, 10)).toMatchObject({
      failures: 5,
    });
  });
}

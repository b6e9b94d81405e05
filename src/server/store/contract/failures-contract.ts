import { expect, test } from 'vitest';
import type { FailureFilter, FailureGrouping } from '#shared/domain/failures.ts';
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

  test('the devices of a selection by task: those described or named, and no others', async () => {
    const connection = await threeTasks();
    const { failures } = bench.shared();
    expect(await failures.devicesByTask(connection, { by: 'filter', filter: { code: 'E1' } })).toEqual(
      new Map([
        ['one', ['a', 'b']],
        ['two', ['a']],
      ]),
    );
    const except = [{ taskId: 'one', deviceId: 'a' }];
    expect(await failures.devicesByTask(connection, { by: 'filter', filter: { code: 'E1' }, except })).toEqual(
      new Map([
        ['one', ['b']],
        ['two', ['a']],
      ]),
    );
    const rows = [
      { taskId: 'two', deviceId: 'd' },
      { taskId: 'two', deviceId: 'd' },
      { taskId: 'one', deviceId: 'c' },
      { taskId: 'none', deviceId: 'a' },
    ];
    expect(await failures.devicesByTask(connection, { by: 'rows', rows })).toEqual(new Map([['two', ['d']]]));
    const taskIds = ['two', 'three', 'none', 'two'];
    expect(await failures.devicesByTask(connection, { by: 'tasks', taskIds })).toEqual(
      new Map([
        ['two', ['a', 'd']],
        ['three', ['e', 'f']],
      ]),
    );
    expect(await failures.devicesByTask(connection, { by: 'tasks', taskIds, to: 70 })).toEqual(
      new Map([['two', ['a', 'd']]]),
    );
  });
}

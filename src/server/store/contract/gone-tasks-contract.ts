import { expect, test } from 'vitest';
import { counts, ownConnection, taskSighting, type Bench } from './bench.ts';

export function goneTasksContract(bench: Bench): void {
  const listed = async (connection: string) => {
    const { rows, total } = await bench.shared().tasks.list({ connection, limit: 10 });
    expect(total).toBe(rows.length);
    return rows.map((task) => task.id);
  };

  test('a task that is gone leaves the list and can still be read', async () => {
    const { tasks, samples } = bench.shared();
    const connection = ownConnection();
    const ref = { connection, id: 'gone' };
    await tasks.see(connection, [taskSighting('gone'), taskSighting('kept', { kind: 'deleteDevices' })], 50);
    await samples.add(ref, 50, counts({ waiting: 10 }));
    const before = await tasks.find(ref);
    expect(await tasks.markGone(ref, 60)).toBe(true);
    expect(await listed(connection)).toEqual(['kept']);
    expect(await tasks.values({ connection, field: 'kind', limit: 5 })).toEqual([{ value: 'deleteDevices', tasks: 1 }]);
    expect(await tasks.find(ref)).toEqual({ ...before, goneAt: 60 });
    expect(await samples.list(ref, 5)).toHaveLength(1);
  });

  test('that it is gone is news once, of a task that is known, and that was not seen since', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const ref = { connection, id: 't' };
    await tasks.see(connection, [taskSighting('t')], 50);
    expect(await tasks.markGone(ref, 49)).toBe(false);
    expect(await listed(connection)).toEqual(['t']);
    const [one, other] = await Promise.all([
      bench.shared().tasks.markGone(ref, 60),
      bench.other().tasks.markGone(ref, 60),
    ]);
    expect(one).toBe(!other);
    expect(await tasks.markGone(ref, 70)).toBe(false);
    expect((await tasks.find(ref))?.goneAt).toBe(60);
    expect(await tasks.markGone({ connection, id: 'never-seen' }, 60)).toBe(false);
  });

  test('a listing from before does not bring it back, however it differs', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const ref = { connection, id: 't' };
    await tasks.see(connection, [taskSighting('t')], 50);
    await tasks.markGone(ref, 60);
    for (const at of [55, 60]) {
      const late = taskSighting('t', { state: 'stopped', requestJson: '{"late":true}', spaceId: `space-${at}` });
      expect(await tasks.see(connection, [late], at)).toEqual([]);
    }
    expect(await listed(connection)).toEqual([]);
    expect(await tasks.find(ref)).toMatchObject({ goneAt: 60, task: { seenAt: 50, rev: 1, state: 'processing' } });
    expect((await tasks.find(ref))?.requestJson).not.toContain('late');
  });

  test('one that is shown again later is there again, as new, also where nothing about it changed', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const ref = { connection, id: 't' };
    await tasks.see(connection, [taskSighting('t')], 50);
    await tasks.markGone(ref, 60);
    const back = await tasks.see(connection, [taskSighting('t')], 61);
    expect(back).toMatchObject([{ isNew: true, task: { id: 't', rev: 2, seenAt: 61 } }]);
    expect((await tasks.find(ref))?.goneAt).toBeNull();
    expect(await listed(connection)).toEqual(['t']);
    expect(await tasks.see(connection, [taskSighting('t')], 62)).toEqual([]);
    expect(await tasks.markGone(ref, 70)).toBe(true);
  });

  test('nobody is sent to look at it or to copy it, whatever was planned', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const ref = { connection, id: 't' };
    const claim = { connection, owner: 'me', now: 1_000, leaseMs: 10 };
    await tasks.see(connection, [taskSighting('t')], 50);
    await tasks.markGone(ref, 60);
    const claims = async () => [await tasks.claimDue({ ...claim, limit: 5 }), await tasks.claimWalk(claim)];
    expect(await claims()).toEqual([[], null]);
    await tasks.scheduleLook(ref, 70);
    await tasks.hurryWalk(ref);
    expect(await claims()).toEqual([[], null]);
    await tasks.see(connection, [taskSighting('t')], 80);
    expect(await claims()).toEqual([[ref], ref]);
  });

  test('its failures are no longer among those that something can be done about', async () => {
    const { tasks, subtasks, failures } = bench.shared();
    const connection = ownConnection();
    const ref = { connection, id: 't' };
    await tasks.see(connection, [taskSighting('t', { counts: counts({ failed: 1 }) })], 50);
    const failed = { deviceId: 'd1', outcome: 'failed' as const, rawOutcome: 'Fail', output: null };
    await subtasks.see(ref, [{ ...failed, errorCode: 'X.1', errorMessage: 'No answer' }], 50);
    const found = async () => (await failures.page(connection, { filter: {}, limit: 5 })).total;
    expect(await found()).toBe(1);
    await tasks.markGone(ref, 60);
    expect(await found()).toBe(0);
    expect((await failures.bundles(connection, { by: 'code', filter: {} })).length).toBe(0);
    expect(await failures.byTask(connection, { by: 'filter', filter: {} }, 5)).toMatchObject({ tasks: 0 });
  });

  test('after the clock was set back it can be seen again', async () => {
    const { tasks, repairClock } = await bench.fresh();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('t')], 900_000);
    await tasks.markGone({ connection, id: 't' }, 900_000);
    await repairClock(100_000);
    expect(await tasks.see(connection, [taskSighting('t')], 100_001)).toMatchObject([{ isNew: true }]);
  });
}

import { expect, test } from 'vitest';
import { counts, ownConnection, taskSighting, type Bench } from './bench.ts';

export function taskClaimsContract(bench: Bench): void {
  const due = (connection: string, owner: string, now: number, limit = 10) =>
    bench.shared().tasks.claimDue({ connection, owner, now, leaseMs: 100, limit });
  const walk = (connection: string, owner: string, now: number) =>
    bench.shared().tasks.claimWalk({ connection, owner, now, leaseMs: 100 });

  test('moving tasks are due from their first sighting on, the most overdue first', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('late')], 40);
    await tasks.see(connection, [taskSighting('soon'), taskSighting('done', { state: 'succeeded' })], 50);
    expect(await due(connection, 'me', 39)).toEqual([]);
    expect(await due(connection, 'me', 60, 1)).toEqual([{ connection, id: 'late' }]);
    expect(await due(connection, 'you', 60)).toEqual([{ connection, id: 'soon' }]);
    expect(await due(connection, 'you', 159)).toEqual([]);
    expect((await due(connection, 'you', 160)).map((ref) => ref.id)).toEqual(['late', 'soon']);
  });

  test('a look given back is due when it was said, or when the task moves again', async () => {
    const { tasks } = bench.shared();
    const ref = { connection: ownConnection(), id: 't' };
    await tasks.see(ref.connection, [taskSighting('t')], 50);
    await due(ref.connection, 'me', 50);
    await tasks.scheduleLook(ref, 70);
    expect(await due(ref.connection, 'me', 69)).toEqual([]);
    expect(await due(ref.connection, 'me', 70)).toEqual([ref]);
    await tasks.see(ref.connection, [taskSighting('t', { state: 'failed' })], 80);
    await tasks.scheduleLook(ref, 90);
    expect(await due(ref.connection, 'me', 900)).toEqual([]);
    await tasks.scheduleLook(ref, null);
    expect(await due(ref.connection, 'me', 900)).toEqual([]);
    await tasks.see(ref.connection, [taskSighting('t', { state: 'processing' })], 950);
    expect(await due(ref.connection, 'me', 950)).toEqual([ref]);
  });

  test('each due task goes to one of those that ask at the same time', async () => {
    const connection = ownConnection();
    const ids = Array.from({ length: 20 }, (_, index) => `t${index}`);
    await bench.shared().tasks.see(
      connection,
      ids.map((id) => taskSighting(id)),
      50,
    );
    const asked = [bench.shared(), bench.other(), bench.shared(), bench.other()].map((store, index) =>
      store.tasks.claimDue({ connection, owner: `o${index}`, now: 60, leaseMs: 100, limit: 8 }),
    );
    const given = (await Promise.all(asked)).flat().map((ref) => ref.id);
    expect(new Set(given).size).toBe(given.length);
    const rest = (await due(connection, 'last', 60, 20)).map((ref) => ref.id);
    expect([...given, ...rest].sort()).toEqual([...ids].sort());
  });

  test('copies of tasks with failures come first, one at a time', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('calm')], 40);
    await tasks.see(connection, [taskSighting('failing', { counts: counts({ waiting: 9, failed: 1 }) })], 50);
    expect(await walk(connection, 'me', 60)).toEqual({ connection, id: 'failing' });
    expect(await walk(connection, 'me', 60)).toEqual({ connection, id: 'calm' });
    expect(await walk(connection, 'me', 60)).toBeNull();
    await tasks.scheduleWalk({ connection, id: 'calm' }, 90);
    expect(await walk(connection, 'me', 89)).toBeNull();
    expect(await walk(connection, 'me', 90)).toEqual({ connection, id: 'calm' });
    expect(await walk(connection, 'me', 160)).toEqual({ connection, id: 'failing' });
  });

  test('a copy that somebody waits for comes before those of tasks with failures', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('failing', { counts: counts({ waiting: 9, failed: 1 }) })], 40);
    await tasks.see(connection, [taskSighting('opened')], 50);
    await tasks.hurryWalk({ connection, id: 'opened' });
    expect(await walk(connection, 'me', 60)).toEqual({ connection, id: 'opened' });
    expect(await walk(connection, 'me', 60)).toEqual({ connection, id: 'failing' });
    // Half way it still does; the others come when they are due.
    await tasks.pauseWalk({ connection, id: 'failing' }, 65);
    await tasks.pauseWalk({ connection, id: 'opened' }, 65);
    expect(await walk(connection, 'me', 64)).toEqual({ connection, id: 'opened' });
    expect(await walk(connection, 'me', 64)).toBeNull();
    await tasks.scheduleWalk({ connection, id: 'opened' }, 66);
    expect(await walk(connection, 'me', 66)).toEqual({ connection, id: 'failing' });
    expect(await walk(connection, 'me', 66)).toEqual({ connection, id: 'opened' });
  });

  test('copies that somebody waits for take turns', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('a'), taskSighting('b'), taskSighting('c')], 40);
    await tasks.hurryWalk({ connection, id: 'a' });
    await tasks.hurryWalk({ connection, id: 'b' });
    const order: (string | undefined)[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const ref = await walk(connection, 'me', 60);
      order.push(ref?.id);
      // Another reader opens it: its place stays.
      await tasks.hurryWalk({ connection, id: 'a' });
      await tasks.pauseWalk({ connection, id: ref?.id ?? '' }, 60);
    }
    expect(order).toEqual(['a', 'b', 'a', 'b']);
  });

  test('the past can be left out, and is copied newest first', async () => {
    const { tasks, subtasks } = bench.shared();
    const connection = ownConnection();
    const ended = (id: string, createdAt: number) => taskSighting(id, { state: 'succeeded', createdAt });
    await tasks.see(connection, [ended('oldest', 1), ended('newest', 3), ended('copied', 2), ended('awaited', 2)], 50);
    await subtasks.setCopyState({ connection, id: 'copied' }, { complete: true });
    await tasks.hurryWalk({ connection, id: 'awaited' });
    const claim = { connection, owner: 'me', now: 60, leaseMs: 100 };
    const order: (string | undefined)[] = [];
    for (let turn = 0; turn < 3; turn += 1) order.push((await tasks.claimWalk({ ...claim, withPast: false }))?.id);
    expect(order).toEqual(['awaited', 'copied', undefined]);
    expect(await tasks.claimWalk(claim)).toEqual({ connection, id: 'newest' });
    expect(await tasks.claimWalk(claim)).toEqual({ connection, id: 'oldest' });
  });

  test('a finished copy is due again when the picture changed while it was made, or changes later', async () => {
    const { tasks } = bench.shared();
    const ref = { connection: ownConnection(), id: 't' };
    const failing = (failed: number) => taskSighting('t', { state: 'failed', counts: counts({ failed }) });
    await tasks.see(ref.connection, [failing(1)], 50);
    await walk(ref.connection, 'me', 60);
    await tasks.see(ref.connection, [failing(2)], 70);
    await tasks.scheduleWalk(ref, null);
    expect(await walk(ref.connection, 'me', 70)).toEqual(ref);
    await tasks.scheduleWalk(ref, null);
    expect(await walk(ref.connection, 'me', 900)).toBeNull();
    await tasks.see(ref.connection, [failing(3)], 950);
    expect(await walk(ref.connection, 'me', 950)).toEqual(ref);
  });

  test('what a dead process was looking at or copying can be begun anew, and nothing else', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('t1'), taskSighting('t2')], 50);
    expect(await due(connection, 'dead', 60, 1)).toEqual([{ connection, id: 't1' }]);
    expect(await walk(connection, 'dead', 60)).toEqual({ connection, id: 't1' });
    expect(await due(connection, 'alive', 60)).toEqual([{ connection, id: 't2' }]);
    expect(await walk(connection, 'alive', 60)).toEqual({ connection, id: 't2' });
    expect(await tasks.freeClaims(ownConnection(), [])).toBe(0);
    expect(await tasks.freeClaims(connection, ['alive', 'me'])).toBe(1);
    expect(await tasks.freeClaims(connection, ['alive', 'me'])).toBe(0);
    expect(await due(connection, 'me', 61)).toEqual([{ connection, id: 't1' }]);
    expect(await walk(connection, 'me', 61)).toEqual({ connection, id: 't1' });
    expect(await walk(connection, 'me', 61)).toBeNull();
    expect(await tasks.freeClaims(connection, [])).toBe(2);
  });
}

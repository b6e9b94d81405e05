import { expect, test } from 'vitest';
import { processLease } from '#server/store/leases.ts';
import type { Store } from '#server/store/store.ts';
import {
  accepted,
  beginCreate,
  beginRetry,
  claim,
  claimed,
  done,
  ownConnection,
  ownTask,
  refused,
  taskSighting,
  type Bench,
} from './bench.ts';

const look = (store: Store, connection: string, now: number, owner = 'me') =>
  store.operations.claimLook({ connection, owner, now, leaseMs: 1_000 });
const doubt = { reason: 'timed_out', fencedAt: 5_000, lookAt: 150 };

/** What becomes of an operation when an answer is lost or a process ends. */
export function lostAnswersContract(bench: Bench): void {
  test('a lost answer makes the chunk unknown and does not hold up the others', async () => {
    const store = bench.shared();
    const task = ownTask();
    await beginRetry(store, task, [['a', 'b'], ['c']]);
    const first = await claimed(claim(store, task.connection));
    expect(await store.operations.doubt(first, doubt)).toMatchObject({
      state: 'sending',
      errorCode: 'timed_out',
      progress: { unknown: 2, chunksSettled: 0 },
    });
    expect(await store.operations.settle(first, [accepted('a')], done, 110)).toBeNull();
    const second = await claimed(claim(store, task.connection));
    expect(second.deviceIds).toEqual(['c']);
    expect(await store.operations.settle(second, [accepted('c')], done, 120)).toMatchObject({
      state: 'unknown',
      endedAt: null,
      errorCode: 'timed_out',
      progress: { accepted: 1, unknown: 2, chunksSettled: 1 },
    });
    expect(await claim(store, task.connection, 900)).toBeNull();
  });

  test('of a chunk in doubt only those devices are unknown of which the answer said nothing', async () => {
    const store = bench.shared();
    const task = ownTask();
    const id = await beginRetry(store, task, [['a', 'b', 'c']]);
    const known = [accepted('a'), refused('b'), accepted('stranger')];
    expect(
      await store.operations.doubt(await claimed(claim(store, task.connection)), { ...doubt, known }),
    ).toMatchObject({
      state: 'unknown',
      progress: { accepted: 1, refused: 1, unknown: 1, chunksSettled: 0 },
    });
    const chunk = await claimed(look(store, task.connection, 150));
    expect(chunk.deviceIds).toEqual(['c']);
    await store.operations.resume(chunk, [], ['c'], 160);
    expect((await claimed(claim(store, task.connection, 160))).deviceIds).toEqual(['c']);
    expect((await store.operations.find(task.connection, id))?.progress).toMatchObject({ accepted: 1, refused: 1 });
  });

  test('an unknown chunk is looked for by one at a time, and again when it was not found', async () => {
    const store = bench.shared();
    const task = ownTask();
    await beginRetry(store, task, [['a', 'b']]);
    await store.operations.doubt(await claimed(claim(store, task.connection)), doubt);
    expect(await look(store, task.connection, 149)).toBeNull();
    const looks = await Promise.all([
      look(store, task.connection, 150),
      look(bench.other(), task.connection, 150, 'you'),
    ]);
    expect(looks.filter((chunk) => chunk !== null)).toHaveLength(1);
    const first = await claimed(Promise.resolve(looks[0] ?? looks[1] ?? null));
    expect(first).toMatchObject({ state: 'unknown', deviceIds: ['a', 'b'], sentAt: 100, fencedAt: 5_000, looks: 0 });
    expect(await store.operations.lookAgain(first, 300)).toMatchObject({ state: 'unknown' });
    expect(await store.operations.lookAgain(first, 300)).toBeNull();
    expect(await look(store, task.connection, 299)).toBeNull();
    const second = await claimed(look(store, task.connection, 300));
    expect(second.looks).toBe(1);
    const whileItLives = {
      connection: task.connection,
      owner: 'you',
      now: 1_300,
      leaseMs: 1_000,
      living: ['you', 'me'],
    };
    expect(await store.operations.claimLook(whileItLives)).toBeNull();
    // Its lease runs out, another takes over, and the first one's finding is void.
    const third = await claimed(look(store, task.connection, 1_300, 'you'));
    expect(await store.operations.settle(second, [], done, 1_301)).toBeNull();
    expect(await store.operations.doubt(third, doubt)).toBeNull();
    expect(await store.operations.giveBack(third, 0)).toBeNull();
    expect(await store.operations.settle(third, [accepted('a'), accepted('b')], done, 1_302)).toMatchObject({
      state: 'done',
      errorCode: null,
      progress: { accepted: 2, unknown: 0, chunksSettled: 1 },
    });
  });

  test('a look that ended with its process is begun again at once, one of a living process is not', async () => {
    const store = bench.shared();
    const task = ownTask();
    await beginRetry(store, task, [['a']]);
    await store.operations.doubt(await claimed(claim(store, task.connection)), doubt);
    const first = await claimed(look(store, task.connection, 150));
    expect(await store.operations.orphan(task.connection, ['you', 'me'], 160, () => null)).toEqual([]);
    expect(await look(store, task.connection, 160, 'you')).toBeNull();
    expect(await store.operations.orphan(task.connection, ['you'], 170, () => null)).toEqual([]);
    const second = await claimed(look(store, task.connection, 170, 'you'));
    expect(await store.operations.settle(first, [accepted('a')], done, 171)).toBeNull();
    expect(await store.operations.settle(second, [accepted('a')], done, 171)).toMatchObject({ state: 'done' });
  });

  test('devices that a look found untouched are sent again, and only they', async () => {
    const store = bench.shared();
    const task = ownTask();
    const id = await beginRetry(store, task, [['a', 'b', 'c', 'd']]);
    await store.operations.doubt(await claimed(claim(store, task.connection)), doubt);
    const found = await claimed(look(store, task.connection, 150));
    expect(await store.operations.resume(found, [accepted('a'), refused('b')], ['c', 'stranger'], 160)).toMatchObject({
      state: 'planned',
      errorCode: null,
      progress: { accepted: 1, refused: 1, unknown: 1, chunksSettled: 0 },
    });
    expect(await store.operations.resume(found, [], ['a'], 160)).toBeNull();
    const again = await claimed(claim(store, task.connection, 160));
    expect(again).toMatchObject({ deviceIds: ['c'], sentAt: 160, fencedAt: null, looks: 0 });
    await store.operations.settle(again, [accepted('c'), accepted('d'), refused('a')], done, 170);
    const results = await store.operations.results(task.connection, id, { limit: 10 });
    expect(results.rows.map((row) => row.outcome)).toEqual(['accepted', 'refused', 'accepted', 'unknown']);
  });

  test('a look that leaves nothing to send settles the chunk', async () => {
    const store = bench.shared();
    const task = ownTask();
    await beginRetry(store, task, [['a']]);
    await store.operations.doubt(await claimed(claim(store, task.connection)), doubt);
    const found = await claimed(look(store, task.connection, 150));
    expect(await store.operations.resume(found, [accepted('a')], [], 160)).toMatchObject({
      state: 'done',
      endedAt: 160,
    });
  });

  test('a create whose answer was lost is adopted, or given to a person and never sent again', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const adopted = await beginCreate(store, connection, 700);
    const lost = await beginCreate(store, connection, ['a'], 101);
    for (let n = 0; n < 2; n += 1) {
      await store.operations.doubt(await claimed(claim(store, connection, 105)), doubt);
    }
    const first = await claimed(look(store, connection, 150));
    const second = await claimed(look(store, connection, 150));
    expect([first.operation.id, second.operation.id]).toEqual([adopted, lost].sort());
    const [found, missing] = first.operation.id === adopted ? [first, second] : [second, first];
    expect(found.operation).toMatchObject({ state: 'unknown', progress: { unknown: 700 } });
    expect(await store.operations.settle(found, [], { taskId: 't1', requestId: null }, 160)).toMatchObject({
      state: 'done',
      taskId: 't1',
      progress: { accepted: 700, unknown: 0 },
    });
    await expect(store.operations.resume(missing, [], ['a'], 160)).rejects.toThrow(RangeError);
    expect(await store.operations.needsPerson(missing, 'not_found', 170, 'under this name')).toMatchObject({
      id: lost,
      state: 'needs_person',
      errorCode: 'not_found',
      errorMessage: 'under this name',
      endedAt: 170,
      progress: { unknown: 1, chunksSettled: 0 },
    });
    expect(await look(store, connection, 9_000)).toBeNull();
    expect(await claim(store, connection, 9_000)).toBeNull();
    expect((await store.operations.creating(connection, 170)).map((operation) => operation.id)).toEqual([lost]);
  });

  test('an operation that needs a person sends nothing more, whatever is still under way', async () => {
    const store = bench.shared();
    const task = ownTask();
    await beginRetry(store, task, [['a'], ['b'], ['c']]);
    await store.operations.doubt(await claimed(claim(store, task.connection)), doubt);
    const found = await claimed(look(store, task.connection, 150));
    const underWay = await claimed(claim(store, task.connection, 155));
    expect(await store.operations.needsPerson(found, 'not_found', 160)).toMatchObject({ state: 'needs_person' });
    expect(await store.operations.settle(underWay, [accepted('b')], done, 170)).toMatchObject({
      state: 'needs_person',
      errorCode: 'not_found',
      endedAt: 160,
      progress: { accepted: 1, unknown: 1, chunksSettled: 1 },
    });
    expect(await claim(store, task.connection, 900)).toBeNull();
  });

  test('an owner finds what it has claimed, and no more once it has given it back', async () => {
    const store = bench.shared();
    const task = ownTask();
    await beginRetry(store, task, [['a', 'b'], ['c']]);
    expect(await store.operations.claimsOf(task.connection, 'me', 101)).toEqual([]);
    const chunk = await claimed(claim(store, task.connection));
    expect(await store.operations.claimsOf(task.connection, 'me', 101)).toEqual([chunk]);
    expect(await store.operations.claimsOf(task.connection, 'you', 101)).toEqual([]);
    expect(await store.operations.claimsOf(task.connection, 'me', 100)).toEqual([]);
    const [found] = await store.operations.claimsOf(task.connection, 'me', 101);
    expect(await store.operations.doubt(await claimed(Promise.resolve(found ?? null)), doubt)).not.toBeNull();
    expect(await store.operations.claimsOf(task.connection, 'me', 101)).toEqual([]);
  });

  test('claims of processes that are gone become unknown, those of the living stay', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const ids = [];
    for (const id of ['t1', 't2', 't3']) ids.push(await beginRetry(store, { connection, id }, [['a']]));
    const dead = await claimed(claim(store, connection, 110, 'dead'));
    await claimed(claim(store, connection, 110, 'alive'));
    const touched = await store.operations.orphan(connection, ['alive'], 200, (sentAt) => sentAt + 60);
    expect(touched).toMatchObject([{ id: ids[0], state: 'unknown', progress: { unknown: 1 } }]);
    expect(await store.operations.settle(dead, [accepted('a')], done, 210)).toBeNull();
    expect(await store.operations.orphan(connection, ['alive'], 220, () => null)).toEqual([]);
    expect(await claimed(look(store, connection, 200))).toMatchObject({ operation: { id: ids[0] }, fencedAt: 170 });
    expect(await store.operations.orphan(connection, [], 230, () => null)).toMatchObject([{ id: ids[1] }]);
  });

  test('a process that began after the living were asked for keeps its claims', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const late = `late-${connection}`;
    const id = await beginRetry(store, { connection, id: 't' }, [['a']]);
    await store.tasks.see(connection, [taskSighting('t')], 100);
    const living = ['me'];
    await store.leases.hold(processLease(late), late, 100, 1_000);
    await claimed(claim(store, connection, 110, late));
    await store.tasks.claimDue({ connection, owner: late, now: 110, leaseMs: 1_000, limit: 1 });
    expect(await store.operations.orphan(connection, living, 200, () => null)).toEqual([]);
    expect(await store.tasks.freeClaims(connection, living)).toBe(0);
    await store.leases.release(processLease(late), late);
    expect(await store.operations.orphan(connection, living, 200, () => null)).toMatchObject([{ id }]);
    expect(await store.tasks.freeClaims(connection, living)).toBe(1);
  });
}

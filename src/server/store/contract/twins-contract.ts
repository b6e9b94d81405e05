import { expect, test } from 'vitest';
import type { Store } from '#server/store/store.ts';
import { beginCreate, claim, claimed, ownConnection, taskSighting, type Bench } from './bench.ts';

/** A create that was given to a person after its answer was lost. */
async function lostCreate(store: Store, connection: string, devices: string[] | number, at = 100): Promise<string> {
  const id = await beginCreate(store, connection, devices, at);
  const chunk = await claimed(claim(store, connection, at));
  await store.operations.doubt(chunk, { reason: 'timed_out', fencedAt: null, lookAt: at });
  const look = await claimed(store.operations.claimLook({ connection, owner: 'me', now: at, leaseMs: 1 }));
  await store.operations.needsPerson(look, 'not_found', at + 10);
  return id;
}

async function made(store: Store, connection: string, taskId: string, devices: string[], at = 100): Promise<string> {
  const id = await beginCreate(store, connection, devices, at);
  await store.operations.settle(await claimed(claim(store, connection, at)), [], { taskId, requestId: null }, at + 5);
  return id;
}

/** Creates whose task came late, and requests of which the platform made two. */
export function twinsContract(bench: Bench): void {
  test('a create that was given to a person takes the task that comes after all, once', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const id = await lostCreate(store, connection, ['a', 'b']);
    expect(await store.operations.givenUp(connection, 100)).toMatchObject([
      { operation: { id, state: 'needs_person' }, payloadJson: '{"task_name":"spring"}' },
    ]);
    expect(await store.operations.givenUp(connection, 101)).toEqual([]);
    const [one, other] = await Promise.all([
      store.operations.adopt(connection, id, 't1', 500),
      bench.other().operations.adopt(connection, id, 't1', 500),
    ]);
    expect([one, other].filter((operation) => operation !== null)).toMatchObject([
      {
        state: 'done',
        taskId: 't1',
        endedAt: 500,
        errorCode: 'arrived_late',
        errorMessage: null,
        progress: { devices: 2, accepted: 2, unknown: 0, chunks: 1, chunksSettled: 1 },
      },
    ]);
    const { rows } = await store.operations.results(connection, id, { limit: 5 });
    expect(rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(await store.operations.givenUp(connection, 100)).toEqual([]);
    expect(await store.operations.claimLook({ connection, owner: 'me', now: 900, leaseMs: 1 })).toBeNull();
  });

  test('one that reaches groups is accepted for the number that was known', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const id = await lostCreate(store, connection, 40);
    expect(await store.operations.adopt(connection, id, 't1', 500)).toMatchObject({
      progress: { devices: 40, accepted: 40, unknown: 0 },
    });
  });

  test('only a create that needs a person takes a task', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const waiting = await beginCreate(store, connection, ['a']);
    expect(await store.operations.adopt(connection, waiting, 't1', 500)).toBeNull();
    const elsewhere = ownConnection();
    const lost = await lostCreate(store, elsewhere, ['a']);
    expect(await store.operations.adopt(connection, lost, 't1', 500)).toBeNull();
    expect((await store.operations.find(elsewhere, lost))?.state).toBe('needs_person');
  });

  test('of creates that were asked for again before their task was known, both are found until they are twins', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const lost = await lostCreate(store, connection, ['a', 'b'], 100);
    const again = await made(store, connection, 't2', ['a', 'b'], 200);
    await made(store, connection, 't3', ['a'], 200);
    const found = (since = 100) => store.twins.askedAgain(connection, since);
    // Nobody knows of a task yet.
    expect(await found()).toEqual([]);
    await store.operations.adopt(connection, lost, 't1', 500);
    await made(store, connection, 't4', ['a', 'b'], 501);
    expect(await found()).toEqual([{ lost, again }]);
    expect(await found(101)).toEqual([]);
    expect(await store.twins.askedAgain(ownConnection(), 100)).toEqual([]);
    await store.twins.pair(connection, { kept: 't1', duplicate: 't2' });
    expect(await found()).toEqual([]);
  });

  test('also of one that was lost and found before anybody was told', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const lost = await beginCreate(store, connection, ['a'], 100);
    await store.operations.doubt(await claimed(claim(store, connection, 100)), {
      reason: 'timed_out',
      fencedAt: null,
      lookAt: 110,
    });
    const again = await made(store, connection, 't2', ['a'], 110);
    const look = await claimed(store.operations.claimLook({ connection, owner: 'me', now: 120, leaseMs: 1 }));
    await store.operations.settle(look, [], { taskId: 't1', requestId: null }, 120);
    expect(await store.twins.askedAgain(connection, 100)).toEqual([{ lost, again }]);
    await store.twins.pair(connection, { kept: 't2', duplicate: 't1' });
    expect(await store.twins.askedAgain(connection, 100)).toEqual([]);
  });

  test('a task that carries the name of a create and is not its task is a namesake, until it is known as a twin', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const operation = await made(store, connection, 't1', ['a'], 100);
    const named = (id: string, platformName: string, createdAt: number) =>
      taskSighting(id, { platformName, createdAt });
    await store.tasks.see(
      connection,
      [named('t1', 'same', 100), named('t2', 'same', 90), named('x1', 'other', 100), named('x2', 'other', 100)],
      150,
    );
    const found = async (since = 100) => {
      const all = await store.twins.namesakes(connection, since);
      return all.map((row) => [row.operation.id, row.task.id, row.namesake.id]);
    };
    expect(await found()).toEqual([[operation, 't1', 't2']]);
    expect(await found(101)).toEqual([]);
    await store.tasks.markGone({ connection, id: 't2' }, 160);
    expect(await found()).toEqual([]);
    await store.tasks.see(connection, [named('t2', 'same', 90)], 170);
    await store.twins.pair(connection, { kept: 't1', duplicate: 't2' });
    expect(await found()).toEqual([]);
  });

  test('twins know of one another, lists of what needs attention show the duplicate, and their creates say so', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const operation = await made(store, connection, 't1', ['a']);
    await store.tasks.see(connection, [taskSighting('t1'), taskSighting('t2'), taskSighting('t3')], 150);
    const pair = { kept: 't1', duplicate: 't2' };
    const [one, other] = await Promise.all([
      store.twins.pair(connection, pair),
      bench.other().twins.pair(connection, pair),
    ]);
    const paired = one ?? other;
    expect([one, other]).toContain(null);
    const told = new Map(paired?.tasks.map(({ id, twin, rev }) => [id, { twin, rev }]));
    expect(told).toEqual(
      new Map([
        ['t1', { twin: { taskId: 't2', isDuplicate: false }, rev: 2 }],
        ['t2', { twin: { taskId: 't1', isDuplicate: true }, rev: 2 }],
      ]),
    );
    expect(paired?.operations).toMatchObject([
      { id: operation, state: 'done', errorCode: 'made_twice', errorMessage: 't2' },
    ]);
    const attention = async () => {
      const { rows } = await store.tasks.list({ connection, attention: 'yes', now: 150, limit: 10 });
      return rows.map(({ id }) => id);
    };
    expect(await attention()).toEqual(['t2']);
    await store.tasks.see(connection, [taskSighting('t2', { state: 'stopped' })], 160);
    expect(await attention()).toEqual([]);
    expect((await store.tasks.find({ connection, id: 't2' }))?.task.twin).toEqual({ taskId: 't1', isDuplicate: true });
  });

  test('of three tasks the one that is kept names the last that was found', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    await store.tasks.see(connection, [taskSighting('t1'), taskSighting('t2'), taskSighting('t3')], 150);
    await store.twins.pair(connection, { kept: 't1', duplicate: 't2' });
    await store.twins.pair(connection, { kept: 't1', duplicate: 't3' });
    const twinOf = async (id: string) => (await store.tasks.find({ connection, id }))?.task.twin?.taskId;
    expect([await twinOf('t1'), await twinOf('t2'), await twinOf('t3')]).toEqual(['t3', 't1', 't1']);
  });
}

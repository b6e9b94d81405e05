import { expect, test } from 'vitest';
import { accepted, claim, claimed, ownConnection, subtaskSighting, taskSighting, type Bench } from './bench.ts';

export function kinContract(bench: Bench): void {
  test('a name is kept with the time it was asked for, and outlives what it names', async () => {
    const { names } = bench.shared();
    const connection = ownConnection();
    await names.learn(
      connection,
      'package',
      new Map<string, string | null>([
        ['p1', 'meter 2.5.0'],
        ['p2', null],
      ]),
      100,
    );
    await names.learn(connection, 'group', new Map([['p1', 'Pilot']]), 100);
    expect(await names.of(connection, 'package')).toEqual(
      new Map([
        ['p1', { name: 'meter 2.5.0', at: 100 }],
        ['p2', { name: null, at: 100 }],
      ]),
    );
    await names.learn(
      connection,
      'package',
      new Map<string, string | null>([
        ['p1', null],
        ['p2', 'meter 3'],
      ]),
      200,
    );
    expect(await names.of(connection, 'package')).toEqual(
      new Map([
        ['p1', { name: 'meter 2.5.0', at: 200 }],
        ['p2', { name: 'meter 3', at: 200 }],
      ]),
    );
    expect(await names.of(ownConnection(), 'package')).toEqual(new Map());
  });

  /** A task made from the devices of two others, once the platform has it. */
  async function family() {
    const store = bench.shared();
    const connection = ownConnection();
    for (const [at, id] of ['one', 'two', 'three'].entries())
      await store.tasks.see(connection, [taskSighting(id, { createdAt: 1_000 + at })], 10);
    await store.operations.begin({
      connection,
      id: `kin of ${connection}`,
      kind: 'create',
      taskId: null,
      taskName: 'again',
      person: { id: 'p', name: 'Olga', role: 'operations' },
      idempotencyKey: `kin of ${connection}`,
      bodyDigest: 'digest',
      payloadJson: '{}',
      chunks: [['a', 'b']],
      devices: 2,
      madeFrom: ['one', 'two', 'one'],
      at: 100,
    });
    return { store, connection };
  }

  test('a task and what was made from its devices know each other once the platform has both', async () => {
    const { store, connection } = await family();
    const of = async (id: string) => {
      const { madeFrom, followedBy } = await store.kin.of({ connection, id });
      return [madeFrom.map((task) => task.id), followedBy.map((task) => task.id)];
    };
    expect(await of('one')).toEqual([[], []]);
    const chunk = await claimed(claim(store, connection));
    await store.operations.settle(chunk, [accepted('a'), accepted('b')], { taskId: 'three', requestId: null }, 200);
    expect(await of('one')).toEqual([[], ['three']]);
    expect(await of('three')).toEqual([['two', 'one'], []]);
    expect(await store.kin.of({ connection: ownConnection(), id: 'one' })).toEqual({ madeFrom: [], followedBy: [] });
  });

  test('devices of several tasks count once, as soon as each is copied whole', async () => {
    const { store, connection } = await family();
    const see = (id: string, succeeded: string[], others: string[]) =>
      store.subtasks.see(
        { connection, id },
        [
          ...succeeded.map((device) => subtaskSighting(device, { outcome: 'succeeded', rawOutcome: 'Success' })),
          ...others.map((device) => subtaskSighting(device, { outcome: 'failed', rawOutcome: 'Fail' })),
        ],
        50,
      );
    await see('one', ['a', 'b'], ['c', 'd']);
    await see('three', ['c'], ['d', 'e']);
    await store.subtasks.setCopyState({ connection, id: 'one' }, { complete: true });
    expect(await store.kin.together(connection, ['one', 'three'])).toBeNull();
    await store.subtasks.setCopyState({ connection, id: 'three' }, { complete: true });
    expect(await store.kin.together(connection, ['one', 'three'])).toEqual({ devices: 5, succeeded: 3 });
  });
}

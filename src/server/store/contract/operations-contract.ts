import { expect, test } from 'vitest';
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
  walk,
  type Bench,
} from './bench.ts';

const doubt = { reason: 'timed_out', fencedAt: null, lookAt: 150 };

/** What people ask for, and what becomes of it when the platform answers. */
export function operationsContract(bench: Bench): void {
  test('begin writes intent, chunks, devices and the audit line', async () => {
    const store = bench.shared();
    const task = ownTask();
    const id = await beginRetry(store, task, [['b', 'a'], ['c']]);
    const operation = await store.operations.find(task.connection, id);
    expect(operation).toEqual({
      connection: task.connection,
      id,
      kind: 'retry',
      state: 'planned',
      taskId: 't',
      taskName: 'spring rollout',
      by: 'Sam',
      startedAt: 100,
      endedAt: null,
      progress: { devices: 3, accepted: 0, refused: 0, unknown: 0, chunks: 2, chunksSettled: 0 },
      errorCode: null,
      errorMessage: null,
      rev: 1,
    });
    expect(await store.operations.payload(task.connection, id)).toBe('{"why":"test"}');
    const results = await store.operations.results(task.connection, id, { limit: 10 });
    expect(results.rows.map((row) => [row.deviceId, row.outcome])).toEqual([
      ['a', 'planned'],
      ['b', 'planned'],
      ['c', 'planned'],
    ]);
    const [line] = await store.operations.audit(1);
    expect(line).toEqual({
      at: 100,
      personId: `person-of-${id}`,
      personName: 'Sam',
      role: 'support',
      action: 'task.retry',
      connection: task.connection,
      object: 't',
      operationId: id,
    });
  });

  test('a device under way in a retry is left out of another one of the same task, until the first has an answer', async () => {
    const store = bench.shared();
    const task = ownTask();
    const first = await beginRetry(store, task, [['a', 'b'], ['c']]);
    const second = await beginRetry(store, task, [['b', 'c', 'd'], ['a']]);
    const of = async (id: string) =>
      (await store.operations.results(task.connection, id, { limit: 10 })).rows.map((row) => row.deviceId);
    expect(await of(second)).toEqual(['d']);
    expect((await store.operations.find(task.connection, second))?.progress).toMatchObject({ devices: 1, chunks: 1 });
    await expect(beginRetry(store, task, [['a', 'd']])).rejects.toThrow('the operation was nothing_left');
    const elsewhere = await beginRetry(store, ownTask(), [['a']]);
    expect(elsewhere).not.toBe(first);

    const chunk = await claimed(claim(store, task.connection));
    await store.operations.settle(chunk, [accepted('a'), refused('b')], done, 200);
    const third = await beginRetry(store, task, [['a', 'b', 'c']]);
    expect(await of(third)).toEqual(['a', 'b']);
  });

  test('an operation belongs to its connection', async () => {
    const store = bench.shared();
    const id = await beginRetry(store, ownTask(), [['a']]);
    const elsewhere = ownConnection();
    expect(await store.operations.find(elsewhere, id)).toBeNull();
    expect(await store.operations.payload(elsewhere, id)).toBeNull();
    expect((await store.operations.results(elsewhere, id, { limit: 10 })).total).toBe(0);
    expect(await claim(store, elsewhere)).toBeNull();
  });

  test('the same key again is repeated, another body is refused, and only one operation and audit line exist', async () => {
    const store = bench.shared();
    const input = {
      connection: ownConnection(),
      kind: 'retry',
      taskId: 't',
      taskName: 'n',
      person: { id: ownConnection(), name: 'Sam', role: 'support' },
      idempotencyKey: 'key',
      bodyDigest: 'digest',
      payloadJson: '{}',
      chunks: [['a']],
      devices: 1,
      at: 100,
    } as const;
    const begun = await Promise.all(
      ['1', '2', '3', '4'].map((n, index) =>
        (index % 2 === 0 ? store : bench.other()).operations.begin({ ...input, id: `${input.connection}-${n}` }),
      ),
    );
    expect(begun.map((answer) => answer.kind).sort()).toEqual(['begun', 'repeated', 'repeated', 'repeated']);
    const ids = new Set(begun.map((answer) => ('operation' in answer ? answer.operation.id : null)));
    expect(ids.size).toBe(1);
    expect(await store.operations.begin({ ...input, id: 'x', bodyDigest: 'other' })).toEqual({ kind: 'key_reused' });
    const found = await store.operations.findByKey(input.person.id, 'key');
    expect(found).toMatchObject({ bodyDigest: 'digest', operation: { id: [...ids][0] } });
    expect(await store.operations.findByKey('someone else', 'key')).toBeNull();
    const lines = (await store.operations.audit(1_000)).filter((line) => line.personId === input.person.id);
    expect(lines).toHaveLength(1);
    expect(await store.operations.ofTask({ connection: input.connection, id: 't' }, 10)).toHaveLength(1);
  });

  test('a retry never has an empty chunk, nor a device twice, and what fails leaves nothing behind', async () => {
    const store = bench.shared();
    const task = ownTask();
    await expect(beginRetry(store, task, [['a'], []])).rejects.toThrow(RangeError);
    await expect(beginRetry(store, task, [])).rejects.toThrow(RangeError);
    await expect(beginRetry(store, task, [['a'], ['a']])).rejects.toThrow(/unique/i);
    expect(await store.operations.ofTask(task, 10)).toEqual([]);
    expect(await claim(store, task.connection)).toBeNull();
  });

  test('chunks of one operation are claimed one at a time, in order; a small operation does not wait for a large one', async () => {
    const store = bench.shared();
    const task = ownTask();
    const large = await beginRetry(store, task, [['a'], ['b'], ['c']]);
    const small = await beginRetry(store, task, [['d']], 101);
    expect(await claim(store, task.connection, 99)).toBeNull();
    const first = await claimed(claim(store, task.connection, 101));
    expect(first).toMatchObject({
      operation: { id: large, state: 'sending' },
      payloadJson: '{"why":"test"}',
      seq: 0,
      deviceIds: ['a'],
      state: 'sending',
      sentAt: 101,
      fencedAt: null,
      looks: 0,
    });
    await store.operations.settle(first, [accepted('a')], done, 110);
    expect(await claimed(claim(store, task.connection, 110))).toMatchObject({ operation: { id: small }, seq: 0 });
    expect(await claimed(claim(store, task.connection, 111))).toMatchObject({ operation: { id: large }, seq: 1 });
    expect(await claim(store, task.connection, 111)).toBeNull();
  });

  test('of owners that race for a chunk exactly one gets it', async () => {
    const task = ownTask();
    await beginRetry(bench.shared(), task, [['a'], ['b']]);
    const claims = await Promise.all(
      [bench.shared(), bench.other(), bench.shared(), bench.other()].map((store, index) =>
        claim(store, task.connection, 100, `o${index}`),
      ),
    );
    expect(claims.filter((chunk) => chunk !== null)).toHaveLength(1);
  });

  test('of owners that race to end a claim exactly one does', async () => {
    const task = ownTask();
    await beginRetry(bench.shared(), task, [['a']]);
    const chunk = await claimed(claim(bench.shared(), task.connection));
    const ends = await Promise.all([
      bench.shared().operations.settle(chunk, [accepted('a')], done, 110),
      bench.other().operations.doubt(chunk, doubt),
      bench.shared().operations.giveBack(chunk, 120),
      bench
        .other()
        .operations.orphan(task.connection, [], 120, () => null)
        .then((touched) => touched[0] ?? null),
    ]);
    expect(ends.filter((operation) => operation !== null)).toHaveLength(1);
  });

  test('a claim given back is planned again, not before its time, and a new claim is another epoch', async () => {
    const store = bench.shared();
    const task = ownTask();
    const id = await beginRetry(store, task, [['a'], ['b']]);
    const first = await claimed(claim(store, task.connection));
    expect(await store.operations.giveBack(first, 200)).toMatchObject({ state: 'planned', endedAt: null });
    expect(await claim(store, task.connection, 199)).toBeNull();
    const second = await claimed(claim(store, task.connection, 200));
    expect(second).toMatchObject({ seq: 0, deviceIds: ['a'], sentAt: 200 });
    expect(second.epoch).toBeGreaterThan(first.epoch);
    expect(await store.operations.settle(first, [refused('a')], done, 210)).toBeNull();
    expect(await store.operations.giveBack(first, 210)).toBeNull();
    expect((await store.operations.results(task.connection, id, { limit: 1 })).rows[0]?.outcome).toBe('sending');
    expect(await store.operations.settle(second, [accepted('a')], done, 210)).toMatchObject({ state: 'sending' });
  });

  test('why a claim was given back is told until it is claimed again', async () => {
    const store = bench.shared();
    const task = ownTask();
    await beginRetry(store, task, [['a']]);
    const first = await claimed(claim(store, task.connection));
    const waits = { state: 'planned', errorCode: 'another_task_runs', errorMessage: '2', endedAt: null };
    expect(await store.operations.giveBack(first, 200, 'another_task_runs', '2')).toMatchObject(waits);
    const second = await claimed(claim(store, task.connection, 200));
    expect(second.operation).toMatchObject({ state: 'sending', errorCode: null, errorMessage: null });
    expect(await store.operations.settle(second, [accepted('a')], done, 210)).toMatchObject({
      state: 'done',
      errorCode: null,
    });
  });

  test('a retry with refused devices is done, and says which', async () => {
    const store = bench.shared();
    const task = ownTask();
    const id = await beginRetry(store, task, [['a', 'b', 'c'], ['d']]);
    const first = await claimed(claim(store, task.connection));
    const results = [accepted('a'), refused('b', 'IOTDA.014219'), accepted('stranger')];
    expect(await store.operations.settle(first, results, done, 110)).toMatchObject({
      state: 'sending',
      progress: { devices: 4, accepted: 1, refused: 1, unknown: 1, chunks: 2, chunksSettled: 1 },
    });
    const second = await claimed(claim(store, task.connection));
    const error = { code: 'E.9', message: 'task is stopping', requestId: null };
    expect(await store.operations.refuse(second, error, 120)).toMatchObject({
      state: 'done',
      endedAt: 120,
      errorCode: null,
      progress: { accepted: 1, refused: 2, unknown: 1, chunksSettled: 2 },
    });
    const page = (outcome: 'refused' | 'unknown' | 'accepted') =>
      store.operations.results(task.connection, id, { outcome, limit: 10 });
    expect((await page('refused')).rows).toEqual([
      { deviceId: 'b', outcome: 'refused', errorCode: 'IOTDA.014219', errorMessage: 'no' },
      { deviceId: 'd', outcome: 'refused', errorCode: 'E.9', errorMessage: 'task is stopping' },
    ]);
    expect((await page('unknown')).rows.map((row) => row.deviceId)).toEqual(['c']);
    expect((await page('accepted')).total).toBe(1);
    expect(await claim(store, task.connection, 900)).toBeNull();
  });

  test('results are paged by device', async () => {
    const store = bench.shared();
    const task = ownTask();
    const ids = Array.from({ length: 23 }, (_, index) => `d${String(index).padStart(2, '0')}`);
    const id = await beginRetry(store, task, [ids.slice(10), ids.slice(0, 10)]);
    const read = (cursor: string | undefined) =>
      store.operations.results(task.connection, id, { limit: 5, ...(cursor === undefined ? {} : { cursor }) });
    const forwards = await walk(read, undefined, 'next');
    expect(forwards.flatMap((page) => page.rows.map((row) => row.deviceId))).toEqual(ids);
    expect(forwards.map((page) => page.from)).toEqual([0, 5, 10, 15, 20]);
    const backwards = await walk(read, 'last', 'previous');
    expect(backwards.map((page) => page.from)).toEqual([20, 15, 10, 5, 0]);
  });

  test('a create is accepted as a whole and then has its task', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    const listed = await beginCreate(store, connection, ['a', 'b']);
    const grouped = await beginCreate(store, connection, 700, 101);
    for (const [id, taskId, devices] of [
      [listed, 't1', 2],
      [grouped, 't2', 700],
    ] as const) {
      const chunk = await claimed(claim(store, connection, 105));
      expect(chunk.deviceIds).toEqual(id === listed ? ['a', 'b'] : []);
      expect(await store.operations.settle(chunk, [], { taskId, requestId: null }, 110)).toMatchObject({
        id,
        state: 'done',
        taskId,
        endedAt: 110,
        progress: { devices, accepted: devices, refused: 0, unknown: 0, chunks: 1, chunksSettled: 1 },
      });
    }
    expect((await store.operations.ofTask({ connection, id: 't2' }, 10)).map((operation) => operation.id)).toEqual([
      grouped,
    ]);
    expect(await store.operations.creating(connection, 0)).toEqual([]);
  });

  test('a refused create ends as refused, and is shown for a while', async () => {
    const store = bench.shared();
    const connection = ownConnection();
    await beginCreate(store, connection, 700);
    const id = await beginCreate(store, connection, ['a'], 105);
    expect((await store.operations.creating(connection, 900)).map((operation) => operation.id)[0]).toBe(id);
    const error = { code: 'IOTDA.1', message: 'no such package', requestId: 'request-2' };
    for (const at of [110, 120]) {
      const chunk = await claimed(claim(store, connection, 110));
      expect(await store.operations.refuse(chunk, error, at)).toMatchObject({
        state: 'refused',
        errorCode: 'IOTDA.1',
        errorMessage: 'no such package',
        endedAt: at,
        progress: { accepted: 0, refused: chunk.operation.progress.devices, chunksSettled: 1 },
      });
    }
    expect(await store.operations.creating(connection, 111)).toHaveLength(1);
    expect(await store.operations.creating(connection, 121)).toEqual([]);
  });
}

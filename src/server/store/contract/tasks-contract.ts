import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noAnnotation } from '#shared/domain/annotation.ts';
import { counts, ownConnection, taskSighting, walk, type Bench } from './bench.ts';

export function tasksContract(bench: Bench): void {
  test('a sighting is stored whole, under the platform’s name until the console knows a better one', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const { requestJson, ...rest } = taskSighting('t1');
    const task = {
      connection,
      ...rest,
      name: 'name_t1',
      createdBy: null,
      annotation: noAnnotation,
      twin: null,
      failedAt: null,
      changedAt: 50,
      seenAt: 50,
      rev: 1,
    };
    expect(await tasks.see(connection, [taskSighting('t1')], 50)).toEqual([{ task, isNew: true }]);
    expect(await tasks.find({ connection, id: 't1' })).toEqual({ task, requestJson, goneAt: null });
    expect(await tasks.find({ connection: ownConnection(), id: 't1' })).toBeNull();
    expect(await tasks.see(connection, [], 60)).toEqual([]);
  });

  test('a task that nobody named is called by its id', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const named = ['nameless', 'named'].map((id, nth) =>
      taskSighting(id, { platformName: nth === 0 ? ' ' : 'A name' }),
    );
    await tasks.see(connection, named, 50);
    const { rows } = await tasks.list({ connection, sort: 'name', direction: 'up', limit: 2 });
    expect(rows.map(({ name, platformName }) => [name, platformName])).toEqual([
      ['A name', 'A name'],
      ['nameless', ' '],
    ]);
  });

  test('only what changed is told, each with a higher rev, in the order given', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(
      connection,
      ['a', 'b', 'c'].map((id) => taskSighting(id)),
      50,
    );
    const again = [
      taskSighting('c', { counts: counts({ waiting: 9, failed: 1 }) }),
      taskSighting('b'),
      taskSighting('d'),
      taskSighting('a', { state: 'succeeded', rawState: 'Success' }),
    ];
    const seen = await tasks.see(connection, again, 60);
    expect(seen.map(({ task, isNew }) => [task.id, task.rev, isNew])).toEqual([
      ['c', 2, false],
      ['d', 1, true],
      ['a', 2, false],
    ]);
    expect((await tasks.find({ connection, id: 'b' }))?.task).toMatchObject({ seenAt: 60, rev: 1 });
    const twice = [taskSighting('b', { note: 'first' }), taskSighting('b', { note: 'second' })];
    expect((await tasks.see(connection, twice, 70)).map(({ task }) => task.note)).toEqual(['second']);
  });

  test('an older sighting changes nothing, even of a task that did not change since', async () => {
    const { tasks } = bench.shared();
    const ref = { connection: ownConnection(), id: 't' };
    await tasks.see(ref.connection, [taskSighting('t')], 50);
    await tasks.see(ref.connection, [taskSighting('t', { requestJson: '{"newer":true}' })], 80);
    const late = taskSighting('t', { state: 'waiting', requestJson: '{"older":true}' });
    expect(await tasks.see(ref.connection, [late], 70)).toEqual([]);
    expect(await tasks.find(ref)).toMatchObject({
      task: { state: 'processing', seenAt: 80, rev: 1 },
      requestJson: '{"newer":true}',
    });
  });

  test('whatever the order of arrival, the newest sighting wins', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 }),
        async (ats) => {
          const { tasks, subtasks } = bench.shared();
          const ref = { connection: ownConnection(), id: 't' };
          for (const at of ats) {
            await tasks.see(ref.connection, [taskSighting('t', { note: `at ${at}` })], at);
            await subtasks.see(ref, [{ ...device, output: `at ${at}` }], at);
          }
          const newest = Math.max(...ats);
          expect((await tasks.find(ref))?.task).toMatchObject({ note: `at ${newest}`, seenAt: newest });
          expect((await subtasks.page(ref, { limit: 1 })).rows[0]?.output).toBe(`at ${newest}`);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a space that an answer does not tell is kept', async () => {
    const { tasks } = bench.shared();
    const ref = { connection: ownConnection(), id: 't' };
    await tasks.see(ref.connection, [taskSighting('t', { spaceId: null })], 50);
    const told = await tasks.see(ref.connection, [taskSighting('t', { spaceId: 'space-7' })], 60);
    expect(told[0]?.task).toMatchObject({ spaceId: 'space-7', rev: 2 });
    expect(await tasks.see(ref.connection, [taskSighting('t', { spaceId: null })], 70)).toEqual([]);
    await tasks.see(ref.connection, [taskSighting('t', { spaceId: null, state: 'stopping' })], 80);
    expect((await tasks.find(ref))?.task).toMatchObject({ spaceId: 'space-7', state: 'stopping' });
  });

  test('the origin names a task whether it comes before or after the first sighting', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const origin = { label: 'Spring rollout', createdBy: 'Olga', spaceId: 'space-2' };
    const known = { name: 'Spring rollout', createdBy: 'Olga', spaceId: 'space-2' };
    expect(await tasks.setOrigin({ connection, id: 'a' }, origin)).toBeNull();
    const [first] = await tasks.see(connection, [taskSighting('a', { spaceId: null })], 50);
    expect(first?.task).toMatchObject({ ...known, platformName: 'name_a', rev: 1 });

    await tasks.see(connection, [taskSighting('b')], 50);
    expect(await tasks.setOrigin({ connection, id: 'b' }, origin)).toMatchObject({ ...known, rev: 2 });
    expect(await tasks.setOrigin({ connection, id: 'b' }, origin)).toMatchObject({ ...known, rev: 2 });
    expect((await tasks.list({ connection, limit: 10, q: 'sprinG' })).rows.map((task) => task.id)).toEqual(['b', 'a']);
  });

  test('pages of the list are those of the whole sorted list', { timeout: 30_000 }, async () => {
    const times = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 1, max: 5 }), async (createdAts, limit) => {
        const { tasks } = bench.shared();
        const connection = ownConnection();
        const seen = createdAts.map((createdAt, index) => taskSighting(`t${index}`, { createdAt }));
        await tasks.see(connection, seen, 50);
        const whole = seen
          .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
          .map((sighting) => sighting.id);
        const read = (cursor: string | undefined) =>
          tasks.list({ connection, limit, ...(cursor === undefined ? {} : { cursor }) });
        const forwards = await walk(read, undefined, 'next');
        const backwards = await walk(read, 'last', 'previous');
        for (const pages of [forwards, backwards.toReversed()]) {
          expect(pages.flatMap((page) => page.rows.map((task) => task.id))).toEqual(whole);
          expect(pages.map((page) => page.from)).toEqual(pages.map((_, index) => index * limit));
          expect(new Set(pages.map((page) => page.total))).toEqual(new Set([whole.length]));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('a cursor that nobody gave out shows the first page', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('a')], 50);
    for (const key of [['x', 'a'], [1.5, 'a'], [1e300, 'a'], [1], ['a', 1]]) {
      const cursor = Buffer.from(JSON.stringify({ to: 'after', key })).toString('base64url');
      expect((await tasks.list({ connection, limit: 5, cursor })).rows.map((task) => task.id)).toEqual(['a']);
    }
  });

  test('no character of a name or a search is too strange', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    const [seen] = await tasks.see(
      connection,
      [taskSighting('a', { platformName: 'n\u0000\ud800', note: '\u0000' })],
      50,
    );
    expect(seen?.task.id).toBe('a');
    expect((await tasks.list({ connection, limit: 5, q: 'n\u0000' })).total).toBe(1);
  });

  test('what is known of a list of ids', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(connection, [taskSighting('a'), taskSighting('b')], 50);
    const many = Array.from({ length: 2_500 }, (_, index) => `x${index}`);
    expect(await tasks.knownIds(connection, ['b', ...many, 'a'])).toEqual(new Set(['a', 'b']));
    expect(await tasks.knownIds(connection, [])).toEqual(new Set());
  });

  test('many tasks are read at once, without those that are unknown or gone', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    await tasks.see(
      connection,
      ['a', 'b', 'gone'].map((id) => taskSighting(id)),
      50,
    );
    await tasks.markGone({ connection, id: 'gone' }, 60);
    const ids = ['a', 'gone', ...Array.from({ length: 2_500 }, (_, index) => `x${index}`), 'b', 'a'];
    const present = await tasks.present(connection, ids);
    expect(present.map(({ id }) => id).toSorted()).toEqual(['a', 'b']);
    expect(present.find(({ id }) => id === 'a')).toEqual((await tasks.find({ connection, id: 'a' }))?.task);
    expect(await tasks.present(connection, [])).toEqual([]);
  });

  test('when a connection was last listed', async () => {
    const { tasks } = bench.shared();
    const connection = ownConnection();
    expect(await tasks.indexedAt(connection)).toBeNull();
    await tasks.setIndexedAt(connection, 1_800_000_000_000);
    await tasks.setIndexedAt(connection, 1_800_000_000_001);
    expect(await tasks.indexedAt(connection)).toBe(1_800_000_000_001);
  });
}

const device = {
  deviceId: 'd',
  outcome: 'waiting',
  rawOutcome: 'Waitting',
  output: null,
  errorCode: null,
  errorMessage: null,
} as const;

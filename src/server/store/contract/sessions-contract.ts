import { expect, test } from 'vitest';
import type { SessionRow } from '#server/store/people-store.ts';
import type { Bench } from './bench.ts';

const row = (idHash: string, change: Partial<SessionRow> = {}): SessionRow => ({
  idHash,
  personId: 'p1',
  personName: 'Ann',
  role: 'support',
  demo: true,
  createdAt: 1_000,
  activeAt: 1_000,
  renewedAt: 1_000,
  ...change,
});

export function sessionsContract(bench: Bench): void {
  test('a session is found as it was added, until it is removed', async () => {
    const { sessions } = await bench.fresh();
    await sessions.add(row('a'), 5);
    expect(await sessions.find('a', 1_000)).toEqual(row('a'));
    expect(await sessions.find('b', 1_000)).toBeNull();
    await sessions.remove('a');
    expect(await sessions.find('a', 1_000)).toBeNull();
  });

  test('a person keeps the newest sessions, others keep theirs', async () => {
    const { sessions } = await bench.fresh();
    await sessions.add(row('other', { personId: 'p2', createdAt: 1 }), 2);
    for (const [index, id] of ['a', 'b', 'c'].entries()) await sessions.add(row(id, { createdAt: 10 + index }), 2);
    const found = await Promise.all(['other', 'a', 'b', 'c'].map((id) => sessions.find(id, 20)));
    expect(found.map((session) => session?.idHash ?? null)).toEqual(['other', null, 'b', 'c']);
  });

  test('activity moves forward only', async () => {
    const { sessions } = await bench.fresh();
    await sessions.add(row('a'), 5);
    await sessions.touch('a', 3_000);
    await sessions.touch('a', 2_000);
    expect(await sessions.find('a', 3_000)).toMatchObject({ activeAt: 3_000, createdAt: 1_000, renewedAt: 1_000 });
  });

  test('after a renewal the old id is good for the grace and leads to the new one', async () => {
    const { sessions } = await bench.fresh();
    await sessions.add(row('a'), 5);
    expect(await sessions.renew('a', 'b', 2_000, 2_030)).toBe(true);
    expect(await sessions.find('a', 2_029)).toEqual(row('b', { renewedAt: 2_000 }));
    expect(await sessions.find('b', 9_000)).toEqual(row('b', { renewedAt: 2_000 }));
    expect(await sessions.find('a', 2_030)).toBeNull();
    expect(await sessions.renew('a', 'c', 2_010, 2_040)).toBe(false);
    expect(await sessions.find('c', 2_010)).toBeNull();
    await sessions.touch('a', 2_020);
    expect(await sessions.find('b', 2_020)).toMatchObject({ activeAt: 2_020 });
    await sessions.remove('a');
    expect(await sessions.find('b', 2_020)).toBeNull();
  });

  test('many are found at once as each would be alone', async () => {
    const { sessions } = await bench.fresh();
    for (const id of ['a', 'b', 'c']) await sessions.add(row(id), 5);
    await sessions.renew('a', 'a2', 2_000, 2_030);
    await sessions.renew('b', 'b2', 1_000, 1_030);
    const many = Array.from({ length: 40_000 }, (_, nth) => `nobody ${nth}`);
    const found = await sessions.findAll(['a', 'a2', 'b', 'c', 'd"\'', ...many], 2_029);
    const asked = (id: string) => sessions.find(id, 2_029);
    expect(found).toEqual(
      new Map([
        ['a', await asked('a')],
        ['a2', await asked('a2')],
        ['c', await asked('c')],
      ]),
    );
    expect([...found.values()].map(({ idHash }) => idHash).toSorted()).toEqual(['a2', 'a2', 'c']);
    expect(await sessions.findAll([], 2_029)).toEqual(new Map());
  });

  test('of two renewals at the same time one counts', async () => {
    const { sessions } = await bench.fresh();
    await sessions.add(row('a'), 5);
    const both = await Promise.all([sessions.renew('a', 'b', 2_000, 2_030), sessions.renew('a', 'c', 2_000, 2_030)]);
    expect(both.filter(Boolean)).toHaveLength(1);
  });

  test('a person can be signed out everywhere, and what is old or idle is swept', async () => {
    const { sessions } = await bench.fresh();
    await sessions.add(row('a'), 5);
    await sessions.add(row('b'), 5);
    await sessions.add(row('c', { personId: 'p2' }), 5);
    await sessions.removeOfPerson('p1');
    expect(await sessions.find('a', 1_000)).toBeNull();
    expect(await sessions.find('c', 1_000)).not.toBeNull();

    await sessions.add(row('old', { personId: 'p3', createdAt: 10, activeAt: 5_000 }), 5);
    await sessions.add(row('idle', { personId: 'p3', createdAt: 4_000, activeAt: 20 }), 5);
    await sessions.add(row('good', { personId: 'p3', createdAt: 4_000, activeAt: 5_000 }), 5);
    await sessions.sweep(100, 100);
    const found = await Promise.all(['old', 'idle', 'good'].map((id) => sessions.find(id, 5_000)));
    expect(found.map((session) => session?.idHash ?? null)).toEqual([null, null, 'good']);
  });
}

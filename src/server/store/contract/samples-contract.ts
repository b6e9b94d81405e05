import { expect, test } from 'vitest';
import { counts, ownConnection, taskSighting, type Bench } from './bench.ts';

export function samplesContract(bench: Bench): void {
  test('a sample is kept only when the counts differ from the newest one', async () => {
    const { samples } = bench.shared();
    const task = { connection: ownConnection(), id: 't' };
    expect(await samples.add(task, 100, counts())).toBe(true);
    expect(await samples.add(task, 200, counts())).toBe(false);
    expect(await samples.add(task, 300, counts({ waiting: 9, processing: 1 }))).toBe(true);
    expect(await samples.add(task, 250, counts({ waiting: 8, processing: 2 }))).toBe(false);
    expect(await samples.add(task, 300, counts({ waiting: 7, processing: 3 }))).toBe(true);
    expect(await samples.add({ ...task, id: 'u' }, 100, counts())).toBe(true);
    expect(await samples.list(task, 10)).toEqual([
      { at: 100, counts: counts() },
      { at: 300, counts: counts({ waiting: 7, processing: 3 }) },
    ]);
  });

  test('a clock that was set back does not end a curve, and a late answer does not bend it', async () => {
    const { samples } = bench.shared();
    const task = { connection: ownConnection(), id: 't' };
    const at = 10_000_000;
    await samples.add(task, at, counts());
    expect(await samples.add(task, at - 60_000, counts({ succeeded: 1 }))).toBe(false);
    expect(await samples.add(task, at - 3_600_000, counts({ succeeded: 1 }))).toBe(true);
    expect(await samples.add(task, at - 3_590_000, counts({ succeeded: 1 }))).toBe(false);
    expect(await samples.add(task, at - 3_580_000, counts({ succeeded: 2 }))).toBe(true);
    const list = await samples.list(task, 10);
    expect(list.map((sample) => sample.counts.succeeded)).toEqual([0, 1, 2]);
    expect(list.map((sample) => sample.at)).toEqual([at, at + 1, at + 2]);
  });

  test('of an old stretch the last sample of each step stays, and the ends of the curve', async () => {
    const { samples } = bench.shared();
    const task = { connection: ownConnection(), id: 't' };
    for (const at of [5, 10, 20, 105, 199, 200, 250, 300, 301]) await samples.add(task, at, counts({ succeeded: at }));
    const times = async () => (await samples.list(task, 100)).map((sample) => sample.at);
    expect(await samples.thin(task, { from: 0, until: 260, stepMs: 100 })).toBe(3);
    expect(await times()).toEqual([5, 20, 199, 250, 300, 301]);
    expect(await samples.thin(task, { from: 0, until: 260, stepMs: 100 })).toBe(0);
    expect(await samples.thin(task, { from: 100, until: 1_000, stepMs: null })).toBe(3);
    expect(await times()).toEqual([5, 20, 301]);
    expect(await samples.thin({ ...task, id: 'none' }, { from: 0, until: 1_000, stepMs: null })).toBe(0);
  });

  test('curves are gone through task by task', async () => {
    const { samples, tasks } = await bench.fresh();
    await tasks.see('a', [taskSighting('1'), taskSighting('2')], 1);
    await tasks.see('b', [taskSighting('1')], 1);
    const first = await samples.tasks(null, 2);
    expect(first).toEqual([
      { connection: 'a', id: '1' },
      { connection: 'a', id: '2' },
    ]);
    expect(await samples.tasks(first[1] ?? null, 2)).toEqual([{ connection: 'b', id: '1' }]);
    expect(await samples.tasks({ connection: 'b', id: '1' }, 2)).toEqual([]);
  });

  test('a long curve is thinned evenly and keeps both ends', async () => {
    const { samples } = bench.shared();
    const task = { connection: ownConnection(), id: 't' };
    for (let at = 0; at <= 100; at += 1) await samples.add(task, at, counts({ succeeded: at }));
    expect((await samples.list(task, 5)).map((sample) => sample.at)).toEqual([0, 25, 50, 75, 100]);
    expect((await samples.list(task, 2)).map((sample) => sample.at)).toEqual([0, 100]);
    expect((await samples.list(task, 1)).map((sample) => sample.at)).toEqual([100]);
    expect(await samples.list(task, 500)).toHaveLength(101);
    expect(await samples.list({ ...task, id: 'none' }, 5)).toEqual([]);
  });
}

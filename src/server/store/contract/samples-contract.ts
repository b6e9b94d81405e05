import { expect, test } from 'vitest';
import { counts, ownConnection, type Bench } from './bench.ts';

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

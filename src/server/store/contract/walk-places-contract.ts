import { expect, test } from 'vitest';
import { ownConnection, type Bench } from './bench.ts';

export function walkPlacesContract(bench: Bench): void {
  test('the place of a walk is kept until the walk has ended', async () => {
    const { walkPlaces } = bench.shared();
    const task = { connection: ownConnection(), id: 't' };
    expect(await walkPlaces.find(task)).toBeNull();
    await walkPlaces.keep(task, { marker: null, rowsBefore: 0, rev: 1 });
    await walkPlaces.keep(task, { marker: 'abc', rowsBefore: 550, rev: 1 });
    expect(await bench.other().walkPlaces.find(task)).toEqual({ marker: 'abc', rowsBefore: 550, rev: 1 });
    expect(await walkPlaces.find({ ...task, id: 'u' })).toBeNull();
    await walkPlaces.drop(task);
    expect(await walkPlaces.find(task)).toBeNull();
    await expect(walkPlaces.drop(task)).resolves.toBeUndefined();
  });
}

import { expect, test } from 'vitest';
import { targetSetPage } from '#shared/domain/target-set.ts';
import { ownConnection, type Bench } from './bench.ts';

const person = { id: 'p', name: 'Olga' };

export function targetSetsContract(bench: Bench): void {
  test('a list of devices is kept in its order, page by page, until it expires', async () => {
    const { targetSets } = await bench.fresh();
    const deviceIds = Array.from({ length: targetSetPage + 2 }, (_, index) => `d${index}`).toReversed();
    const set = { id: 's1', person, deviceIds, taskIds: ['t1', 't2'], createdAt: 100, expiresAt: 200 };
    const kept = {
      id: 's1',
      devices: targetSetPage + 2,
      by: 'Olga',
      createdAt: 100,
      expiresAt: 200,
      taskIds: ['t1', 't2'],
    };
    expect(await targetSets.add('c', set)).toEqual(kept);
    expect(await targetSets.find('c', 's1', 199)).toEqual(kept);
    expect(await targetSets.find('c', 's1', 200)).toBeNull();
    expect(await targetSets.find('d', 's1', 150)).toBeNull();
    expect(await targetSets.find('c', 's1', 150, 'p')).toEqual(kept);
    expect(await targetSets.find('c', 's1', 150, 'q')).toBeNull();
    const pages = await Promise.all([0, 1, 2].map((page) => targetSets.page('c', 's1', page)));
    expect(pages.flat()).toEqual(deviceIds);
    expect(pages.map((page) => page.length)).toEqual([targetSetPage, 2, 0]);
    // The next one sweeps what has expired.
    await targetSets.add('c', { ...set, id: 's2', deviceIds: ['a'], createdAt: 200, expiresAt: 300 });
    expect(await targetSets.find('c', 's1', 150)).toBeNull();
    expect(await targetSets.page('c', 's1', 0)).toEqual([]);
    expect(await targetSets.page('c', 's2', 0)).toEqual(['a']);
  });

  test('a note is written, changed and removed', async () => {
    const { errorNotes } = await bench.fresh();
    const note = { code: 'E.1', text: 'Ask the vendor.', by: 'Sam', at: 100 };
    expect(await errorNotes.set(note)).toEqual(note);
    expect(await errorNotes.set({ ...note, code: 'A.1' })).not.toBeNull();
    const changed = { ...note, text: 'Known; wait.', by: 'Olga', at: 200 };
    expect(await errorNotes.set(changed)).toEqual(changed);
    expect(await errorNotes.list()).toEqual([{ ...note, code: 'A.1' }, changed]);
    expect(await errorNotes.set({ ...note, text: '' })).toBeNull();
    expect((await errorNotes.list()).map(({ code }) => code)).toEqual(['A.1']);
    expect(await errorNotes.count()).toBe(1);
    expect(await bench.shared().errorNotes.set({ ...note, code: ownConnection() })).not.toBeNull();
  });
}

import { expect, test } from 'vitest';
import type { NewDraft } from '#server/store/draft-store.ts';
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
    expect(await targetSets.add('c', set, 9)).toEqual(kept);
    expect(await targetSets.find('c', 's1', 199)).toEqual(kept);
    expect(await targetSets.find('c', 's1', 200)).toBeNull();
    expect(await targetSets.find('d', 's1', 150)).toBeNull();
    expect(await targetSets.find('c', 's1', 150, 'p')).toEqual(kept);
    expect(await targetSets.find('c', 's1', 150, 'q')).toBeNull();
    const pages = await Promise.all([0, 1, 2].map((page) => targetSets.page('c', 's1', page)));
    expect(pages.flat()).toEqual(deviceIds);
    expect(pages.map((page) => page.length)).toEqual([targetSetPage, 2, 0]);
    // The next one sweeps what has expired.
    await targetSets.add('c', { ...set, id: 's2', deviceIds: ['a'], createdAt: 200, expiresAt: 300 }, 9);
    expect(await targetSets.find('c', 's1', 150)).toBeNull();
    expect(await targetSets.page('c', 's1', 0)).toEqual([]);
    expect(await targetSets.page('c', 's2', 0)).toEqual(['a']);
  });

  test('of a person’s lists the newest stay, and those that a draft or a workbook needs', async () => {
    const { targetSets, drafts, workbooks } = await bench.fresh();
    let at = 100;
    const add = (id: string, whose = person, connection = 'c') => {
      const set = { id, person: whose, deviceIds: ['a'], taskIds: [], createdAt: (at += 1), expiresAt: 900 };
      return targetSets.add(connection, set, 2);
    };
    const known = async () => {
      const ids = ['named', 'filled', 'old', 'theirs', 'elsewhere', 'three', 'four', 'five'];
      const found = await Promise.all(
        ids.map(async (id) => (await targetSets.find(id === 'elsewhere' ? 'd' : 'c', id, 200)) !== null),
      );
      const pages = await Promise.all(ids.map((id) => targetSets.page(id === 'elsewhere' ? 'd' : 'c', id, 0)));
      expect(pages.map((page) => page.length === 1)).toEqual(found);
      return ids.filter((_, nth) => found[nth]);
    };
    const draft = (id: string, content: NewDraft['content']): NewDraft => {
      const about = { name: 'spring', taskKind: 'deleteDevices', devices: 1, shared: false, locked: [], savedAt: 1 };
      return { id, kind: 'draft', ...about, content };
    };
    await add('named');
    await drafts.add('c', person, draft('d1', { targets: { setId: 'named' } }), 9);
    await drafts.add('c', { id: 'q', name: 'Quin' }, draft('d2', { setId: 'old' }), 9);
    await add('filled');
    const file = {
      kind: 'deleteDevices',
      fileName: 'f',
      rows: 1,
      bytes: 1,
      digest: 'd',
      createdAt: 1,
      expiresAt: 900,
    } as const;
    await workbooks.add('c', 'p', { ...file, id: 'filled', content: new Uint8Array(1) }, 9);
    await add('old');
    await add('theirs', { id: 'q', name: 'Quin' });
    await add('elsewhere', person, 'd');
    await add('three');
    expect(await known()).toEqual(['named', 'filled', 'old', 'theirs', 'elsewhere', 'three']);
    await add('four');
    expect(await known()).toEqual(['named', 'filled', 'theirs', 'elsewhere', 'three', 'four']);
    await drafts.remove('c', 'p', 'd1');
    await add('five');
    expect(await known()).toEqual(['filled', 'theirs', 'elsewhere', 'four', 'five']);
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

import { expect, test } from 'vitest';
import type { DraftContent } from '#shared/domain/saved-draft.ts';
import type { NewDraft } from '#server/store/draft-store.ts';
import { ownConnection, type Bench } from './bench.ts';

const draft = (id: string, change: Partial<NewDraft> = {}): NewDraft => ({
  id,
  kind: 'draft',
  name: 'spring',
  taskKind: 'firmwareUpgrade',
  devices: 3,
  content: { name: 'spring', nested: [{ one: 1 }] },
  shared: false,
  locked: [],
  savedAt: 1_000,
  ...change,
});

const contentOf = (change: Partial<NewDraft> = {}): DraftContent & { savedAt: number } => {
  const { name, taskKind, devices, content, shared, locked, savedAt } = draft('any', change);
  return { name, taskKind, devices, content, shared, locked, savedAt };
};

export function draftsContract(bench: Bench): void {
  /** A connection and people that no other test uses. */
  const own = () => {
    const at = ownConnection();
    const person = (name: string) => ({ id: `${at}-${name}`, name });
    return { at, anna: person('Anna'), ben: person('Ben') };
  };
  const about = (whole: NewDraft) => {
    const { content: left, ...rest } = whole;
    return left === undefined ? whole : rest;
  };

  test('a draft is found by its owner, what was saved last first', async () => {
    const { drafts } = bench.shared();
    const { at, anna, ben } = own();
    const first = draft('first');
    const second = draft('second', { devices: null, savedAt: 2_000 });
    const saved = { ...about(first), by: 'Anna', mine: true, rev: 1 };
    expect(await drafts.add(at, anna, first, 9)).toEqual(saved);
    await drafts.add(at, anna, second, 9);
    expect(await drafts.list(at, anna.id)).toEqual([{ ...saved, ...about(second) }, saved]);
    expect(await drafts.find(at, anna.id, 'first')).toEqual({ ...saved, content: first.content });
    expect(await drafts.list(at, ben.id)).toEqual([]);
    expect(await drafts.find(at, ben.id, 'first')).toBeNull();
    expect(await drafts.list(`${at}-other`, anna.id)).toEqual([]);
    expect(await drafts.find(`${at}-other`, anna.id, 'first')).toBeNull();
  });

  test('what another tab has saved meanwhile is not written over, and the same again is no change', async () => {
    const { drafts } = bench.shared();
    const { at, anna } = own();
    const before = draft('d');
    await drafts.add(at, anna, before, 9);
    const content = contentOf({ name: 'one', content: { tab: 1 }, savedAt: 3_000 });
    const other = { ...content, name: 'two', content: { tab: 2 }, savedAt: 4_000 };
    expect(await drafts.change(at, anna.id, 'd', { ...content, rev: 1 })).toMatchObject({ rev: 2, savedAt: 3_000 });
    expect(await drafts.change(at, anna.id, 'd', { ...other, rev: 1 })).toBe('changed_meanwhile');
    expect(await drafts.find(at, anna.id, 'd')).toMatchObject({ name: 'one', content: { tab: 1 }, rev: 2 });
    // The answer was lost, so the tab asks again.
    expect(await drafts.change(at, anna.id, 'd', { ...content, savedAt: 5_000, rev: 1 })).toMatchObject({
      rev: 2,
      savedAt: 3_000,
    });
    expect(await drafts.change(at, anna.id, 'd', { ...other, rev: 2 })).toMatchObject({ name: 'two', rev: 3 });
  });

  test('adding is repeated without harm', async () => {
    const { drafts } = bench.shared();
    const { at, anna, ben } = own();
    await drafts.add(at, anna, draft('d'), 1);
    expect(await drafts.add(at, anna, draft('d', { savedAt: 9_000 }), 1)).toMatchObject({ rev: 1, savedAt: 1_000 });
    expect(await drafts.add(at, anna, draft('d', { name: 'other' }), 1)).toBe('changed_meanwhile');
    expect(await drafts.add(at, ben, draft('d'), 1)).toBe('changed_meanwhile');
    expect(await drafts.add(at, anna, draft('second'), 1)).toBe('too_many_drafts');
    expect(await drafts.add(at, ben, draft('second'), 1)).toMatchObject({ by: 'Ben' });
  });

  test('a shared template is read by everyone and changed by its owner', async () => {
    const { drafts } = bench.shared();
    const { at, anna, ben } = own();
    await drafts.add(at, anna, draft('t', { kind: 'template', shared: true, locked: ['kind', 'retry'] }), 9);
    await drafts.add(at, anna, draft('private', { kind: 'template' }), 9);
    expect(await drafts.list(at, ben.id)).toMatchObject([
      { id: 't', kind: 'template', by: 'Anna', mine: false, locked: ['kind', 'retry'] },
    ]);
    expect(await drafts.find(at, ben.id, 't')).toMatchObject({ content: { name: 'spring' }, mine: false });
    const content = contentOf({ name: 'taken' });
    expect(await drafts.change(at, ben.id, 't', { ...content, rev: 1 })).toBe('not_found');
    expect(await drafts.remove(at, ben.id, 't')).toBe(false);
    expect(await drafts.change(at, anna.id, 't', { ...content, rev: 1 })).toMatchObject({ shared: false, rev: 2 });
    expect(await drafts.list(at, ben.id)).toEqual([]);
  });

  test('what was removed is gone', async () => {
    const { drafts } = bench.shared();
    const { at, anna } = own();
    await drafts.add(at, anna, draft('d'), 9);
    expect(await drafts.remove(at, anna.id, 'd')).toBe(true);
    expect(await drafts.remove(at, anna.id, 'd')).toBe(false);
    const content = contentOf();
    expect(await drafts.change(at, anna.id, 'd', { ...content, rev: 1 })).toBe('not_found');
  });
}

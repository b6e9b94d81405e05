import { beforeEach, expect, test } from 'vitest';
import { emptyDraft, loadDraft, saveDraft } from './draft.ts';
import { takeOver } from './hand-over.ts';

const at = { connection: 'c', spaceId: 's1' };
const set = { id: 's-1', devices: 2, by: 'Olga', createdAt: 1, expiresAt: 2 };
let kept: Map<string, string>;
const storage = (): Storage => ({
  length: 0,
  clear: () => undefined,
  key: () => null,
  removeItem: (key) => void kept.delete(key),
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
});
beforeEach(() => {
  kept = new Map();
});

test('a new draft has exactly the devices', () => {
  expect(takeOver(storage(), at, set)).toBe(true);
  expect(loadDraft(storage(), 'c')).toMatchObject({
    source: 'list',
    sets: { list: { id: 's-1', devices: 2, before: [] }, groups: null },
    spaceId: 's1',
  });
});

test('what else was entered stays, under a new key', () => {
  const before = { ...emptyDraft('s2'), name: 'spring', source: 'groups' as const, groupIds: ['g'], listName: 'x.csv' };
  saveDraft(storage(), 'c', before);
  takeOver(storage(), at, set);
  const draft = loadDraft(storage(), 'c');
  expect(draft).toMatchObject({ name: 'spring', spaceId: 's2', source: 'list', sets: { list: { id: 's-1' } } });
  expect(draft?.seed).not.toBe(before.seed);
});

test('a full browser is told', () => {
  const full = {
    ...storage(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(takeOver(full, at, set)).toBe(false);
});

import { expect, test } from 'vitest';
import { emptyDraft } from './draft.ts';
import { takeOver } from './hand-over.ts';
import { taskSaving } from './saved-content.ts';
import { beginDraft, dropTabCopy, forgetDraft, keepTabCopy, lastDraft, rememberDraft, tabCopy } from './tab-drafts.ts';

function memoryStorage(room = Infinity): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
  };
}

const copy = { rev: 2, step: 'targets' as const, draft: { ...emptyDraft('space1'), name: 'fw_2', listText: 'a\nb' } };

test('what is not saved yet survives a reload, and what cannot be read is not there', () => {
  const storage = memoryStorage();
  expect(tabCopy(taskSaving, storage, 'main', 'one')).toBeNull();
  expect(keepTabCopy(storage, 'main', 'one', copy)).toBe(true);
  expect(tabCopy(taskSaving, storage, 'main', 'one')).toEqual(copy);
  expect(tabCopy(taskSaving, storage, 'other', 'one')).toBeNull();
  storage.setItem('draft:main:broken', '{"rev":');
  expect(tabCopy(taskSaving, storage, 'main', 'broken')).toBeNull();
  dropTabCopy(storage, 'main', 'one');
  expect(tabCopy(taskSaving, storage, 'main', 'one')).toBeNull();
});

test('a browser without room says so, and stays usable', () => {
  const full = memoryStorage(10);
  expect(keepTabCopy(full, 'main', 'one', copy)).toBe(false);
  expect(beginDraft(full, 'main', { step: 'type', draft: copy.draft })).toBeNull();
  expect(takeOver(full, { connection: 'main', spaceId: 's1' }, { id: 'set-1', devices: 1 })).toBeNull();
  rememberDraft(full, 'main', 'a long id of a draft');
  expect(lastDraft(full, 'main')).toBeNull();
});

test('the tab leads back to the draft it worked on last, until that one is done with', () => {
  const storage = memoryStorage();
  const first = beginDraft(storage, 'main', { step: 'type', draft: copy.draft }) ?? '';
  const second = beginDraft(storage, 'main', { step: 'type', draft: copy.draft }) ?? '';
  expect(lastDraft(storage, 'main')).toBe(second);
  forgetDraft(storage, 'main', first);
  expect(lastDraft(storage, 'main')).toBe(second);
  forgetDraft(storage, 'main', second);
  expect(lastDraft(storage, 'main')).toBeNull();
  expect(storage.length).toBe(0);
});

test('devices handed over begin a draft of their own', () => {
  const storage = memoryStorage();
  const at = { connection: 'main', spaceId: 's1' };
  const first = takeOver(storage, at, { id: 'set-1', devices: 2 }) ?? '';
  const second = takeOver(storage, at, { id: 'set-2', devices: 1 }) ?? '';
  const [one, other] = [first, second].map((id) => tabCopy(taskSaving, storage, 'main', id));
  expect(one).toMatchObject({ rev: 0, step: 'targets', draft: { source: 'list', spaceId: 's1' } });
  expect(one?.draft.sets.list).toMatchObject({ id: 'set-1', devices: 2 });
  expect(other?.draft.sets.list?.id).toBe('set-2');
  expect(one?.draft.seed).not.toBe(other?.draft.seed);
});

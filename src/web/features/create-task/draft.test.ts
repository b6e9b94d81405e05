import { describe, expect, test } from 'vitest';
import { dropDraft, emptyDraft, hasContent, loadDraft, saveDraft } from './draft.ts';

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

const draft = { ...emptyDraft('space1'), name: 'fw_2', listText: 'a\nb' };

describe('the draft of a new task', () => {
  test('only what would be missed keeps a person from leaving', () => {
    expect(hasContent(emptyDraft('space1'))).toBe(false);
    expect(hasContent(draft)).toBe(true);
  });

  test('it survives a reload, and a broken or missing one starts anew', () => {
    const storage = memoryStorage();
    expect(loadDraft(storage, 'main')).toBeNull();
    expect(saveDraft(storage, 'main', draft)).toBe(true);
    expect(loadDraft(storage, 'main')).toEqual(draft);
    expect(loadDraft(storage, 'other')).toBeNull();
    dropDraft(storage, 'main');
    expect(loadDraft(storage, 'main')).toBeNull();
    expect(saveDraft(memoryStorage(10), 'main', draft)).toBe(false);
  });
});

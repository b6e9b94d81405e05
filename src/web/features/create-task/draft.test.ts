import { describe, expect, test } from 'vitest';
import { dropDraft, emptyDraft, loadDraft, problemsByStep, saveDraft, toNewTask } from './draft.ts';
import { steps } from './steps.ts';

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
  test('only the chosen source is sent', () => {
    const filled = { ...draft, groupIds: ['g1'], searched: ['c'] };
    expect(toNewTask(filled, ['a', 'b']).targets).toEqual({ source: 'devices', deviceIds: ['a', 'b'] });
    expect(toNewTask({ ...filled, source: 'groups' }, ['a']).targets).toEqual({ source: 'groups', groupIds: ['g1'] });
    expect(toNewTask({ ...filled, source: 'search' }, ['a']).targets).toEqual({ source: 'devices', deviceIds: ['c'] });
  });

  test('a time that was typed and then not wanted is not sent', () => {
    expect(toNewTask({ ...draft, starts: 'now', startsAt: 5 }, ['a']).startsAt).toBeNull();
  });

  test('each problem lies under its step', () => {
    const broken = { ...emptyDraft(''), starts: 'later' as const, retryCount: 2 };
    const problems = problemsByStep(broken, toNewTask(broken, []), 0, 2000);
    expect(steps.map((step) => problems[step].map(({ code }) => code))).toEqual([
      ['name_missing', 'space_missing'],
      ['no_devices'],
      ['package_missing'],
      ['retry_count_without_interval', 'schedule_in_the_past'],
      ['count_not_confirmed'],
    ]);
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

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SavedDraft } from '#shared/domain/saved-draft.ts';
import { createDraftKeeper, type Keeping, type Refusal } from './draft-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const saved = (rev: number): SavedDraft => ({
  id: 'draft-one',
  kind: 'draft',
  name: '',
  taskKind: 'freezeDevices',
  devices: null,
  shared: false,
  locked: [],
  by: 'Anna',
  mine: true,
  savedAt: rev * 1_000,
  rev,
});

/** A keeper whose saves are answered by the test. */
function keeper(start: Partial<Keeping> = {}) {
  const asked: { rev: number; answer: (answer: SavedDraft | Refusal) => void }[] = [];
  const seen: Keeping[] = [];
  const kept = createDraftKeeper({
    start: { standing: 'new', rev: 0, savedAt: null, ...start },
    save: (rev) => new Promise((answer) => asked.push({ rev, answer })),
    onChange: (keeping) => seen.push(keeping),
  });
  const answer = async (with_: SavedDraft | Refusal) => {
    asked.at(-1)?.answer(with_);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { ...kept, asked, answer, standing: () => seen.at(-1)?.standing };
}

test('it is saved a second after the last change, and once', async () => {
  const it = keeper();
  it.change();
  await vi.advanceTimersByTimeAsync(900);
  it.change();
  await vi.advanceTimersByTimeAsync(900);
  expect(it.asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(it.asked.map(({ rev }) => rev)).toEqual([0]);
  await it.answer(saved(1));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([it.standing(), it.asked.length]).toEqual(['saved', 1]);
});

test('what is typed while it is saved is saved after it, on top of it', async () => {
  const it = keeper();
  it.change();
  await vi.advanceTimersByTimeAsync(1_000);
  it.change();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(it.asked).toHaveLength(1);
  await it.answer(saved(1));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(it.asked.map(({ rev }) => rev)).toEqual([0, 1]);
  await it.answer(saved(2));
  expect(it.standing()).toBe('saved');
});

test('a failed save is tried again by itself', async () => {
  const it = keeper();
  it.change();
  await vi.advanceTimersByTimeAsync(1_000);
  await it.answer('failed');
  expect(it.standing()).toBe('failed');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(it.asked).toHaveLength(2);
  await it.answer(saved(1));
  expect(it.standing()).toBe('saved');
});

test('where another tab has saved, nothing is saved until a person decides', async () => {
  const it = keeper({ standing: 'saved', rev: 3 });
  it.change();
  await vi.advanceTimersByTimeAsync(1_000);
  await it.answer('changed');
  it.change();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([it.standing(), it.asked.length]).toEqual(['changed', 1]);
  void it.insist(5);
  expect(it.asked.map(({ rev }) => rev)).toEqual([3, 5]);
  await it.answer(saved(6));
  it.change();
  it.adopt(9, 9_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([it.standing(), it.asked.length]).toEqual(['saved', 2]);
});

test('a draft that is done with is not saved again', async () => {
  const it = keeper();
  it.change();
  await it.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(it.asked).toEqual([]);
});

test('who is done with a draft can wait for the save that still goes on', async () => {
  const it = keeper();
  it.change();
  await vi.advanceTimersByTimeAsync(1_000);
  const ended = vi.fn<() => void>();
  void it.stop().then(ended);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ended).not.toHaveBeenCalled();
  await it.answer(saved(1));
  expect(ended).toHaveBeenCalledOnce();
});

import { environmentManager, focusManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whenStale } from './when-stale.ts';

beforeEach(() => {
  vi.useFakeTimers();
  environmentManager.setIsServer(() => false);
});
afterEach(() => {
  focusManager.setFocused(undefined);
  environmentManager.setIsServer(() => true);
  vi.useRealTimers();
});

const pace = { staleMs: 5_000, idleMs: 60_000 };

/** A query on a page: how often it was read, and how to tell it that something changed. */
async function onPage(isStill: boolean) {
  const queryClient = new QueryClient();
  const queryKey = ['groups'];
  let reads = 0;
  const observer = new QueryObserver(queryClient, {
    queryKey,
    queryFn: () => (reads += 1),
    staleTime: Infinity,
    refetchInterval: whenStale(pace, isStill),
  });
  const leave = observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  return {
    reads: () => reads,
    change: () => queryClient.invalidateQueries({ queryKey, refetchType: 'none' }),
    leave,
  };
}

test('it is read again soon after a change, however many changes there are, and else seldom', async () => {
  const { reads, change, leave } = await onPage(false);
  await vi.advanceTimersByTimeAsync(pace.idleMs - 1_000);
  expect(reads()).toBe(1);
  await change();
  await vi.advanceTimersByTimeAsync(2_000);
  await change();
  await vi.advanceTimersByTimeAsync(2_999);
  expect(reads()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(reads()).toBe(2);
  await vi.advanceTimersByTimeAsync(pace.idleMs);
  expect(reads()).toBe(3);
  leave();
});

test('nothing is read while nobody looks, or while the person keeps the page still', async () => {
  const hidden = await onPage(false);
  const still = await onPage(true);
  focusManager.setFocused(false);
  for (const { change } of [hidden, still]) await change();
  await vi.advanceTimersByTimeAsync(10 * pace.idleMs);
  expect([hidden.reads(), still.reads()]).toEqual([1, 1]);
  focusManager.setFocused(true);
  await vi.advanceTimersByTimeAsync(pace.staleMs);
  expect([hidden.reads(), still.reads()]).toEqual([2, 1]);
  for (const { leave } of [hidden, still]) leave();
});

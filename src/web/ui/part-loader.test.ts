import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPartLoader } from './part-loader.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A part that cannot be fetched until `there` is set. */
function server() {
  const state = { there: false, isServed: true, tries: 0 };
  const fetchPart = async () => {
    state.tries += 1;
    if (!state.there) throw new TypeError('no network');
    return 'the part';
  };
  const isServed = async () => {
    if (!state.there && state.isServed) throw new TypeError('no network');
    return state.isServed;
  };
  return { state, fetchPart, loader: createPartLoader({ isServed, renewStyles: async () => undefined }) };
}

test('what cannot be fetched is told, and tried again until it can', async () => {
  const { state, fetchPart, loader } = server();
  const told: string[] = [];
  loader.subscribe(() => told.push(loader.snapshot()));
  const part = loader.fetched(fetchPart);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(told).toEqual(['missing']);
  expect(state.tries).toBe(3);
  state.there = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await part).toBe('the part');
  expect(told).toEqual(['missing', 'none']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.tries).toBe(4);
});

test('a person need not wait for the next try', async () => {
  const { state, fetchPart, loader } = server();
  const part = loader.fetched(fetchPart);
  await vi.advanceTimersByTimeAsync(0);
  state.there = true;
  loader.tryAgain();
  expect(await part).toBe('the part');
  expect(loader.snapshot()).toBe('none');
});

test('what nobody wants any more is neither told nor tried', async () => {
  const { state, fetchPart, loader } = server();
  const leave = loader.want(fetchPart, () => expect.unreachable('nobody waits for it'));
  await vi.advanceTimersByTimeAsync(0);
  expect(loader.snapshot()).toBe('missing');
  leave();
  expect(loader.snapshot()).toBe('none');
  state.there = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.tries).toBe(1);
});

test('one that comes does not hide that another is missing', async () => {
  const { fetchPart, loader } = server();
  loader.want(fetchPart, () => undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(await loader.fetched(async () => 'another')).toBe('another');
  expect(loader.snapshot()).toBe('missing');
});

test('a server that has another console by now is told apart from one that does not answer', async () => {
  const { state, fetchPart, loader } = server();
  state.isServed = false;
  loader.want(fetchPart, () => undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(loader.snapshot()).toBe('outdated');
});

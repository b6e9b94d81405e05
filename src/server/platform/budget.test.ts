import { expect, test } from 'vitest';
import { createBudget } from './budget.ts';
import type { Lane } from './port.ts';
import { createTestClock } from './test-support.ts';

const settings = { callsPerSecond: 10, inFlight: 1 };

async function enter(budget: ReturnType<typeof createBudget>, lane: Lane = 'poller') {
  const admission = await budget.enter(lane);
  if (admission.kind !== 'go') throw new Error(`not admitted: ${admission.kind}`);
  return admission;
}

test('100 calls take the ten seconds that ten calls a second take, less the first burst', async () => {
  const clock = createTestClock();
  const start = clock.now();
  const budget = createBudget(clock, settings);
  for (let call = 0; call < 100; call += 1) (await enter(budget)).leave();
  expect(clock.now() - start).toBeGreaterThanOrEqual(8_900);
  expect(clock.now() - start).toBeLessThan(10_500);
});

test('who waits is served by lane, then in order of arrival', async () => {
  const budget = createBudget(createTestClock(), settings);
  const first = await enter(budget);
  const served: string[] = [];
  const lanes: [Lane, string][] = [
    ['poller', 'poller 1'],
    ['reconcile', 'reconcile'],
    ['poller', 'poller 2'],
    ['reader', 'reader'],
    ['mutation', 'mutation'],
  ];
  const all = lanes.map(async ([lane, name]) => {
    const admission = await enter(budget, lane);
    served.push(name);
    admission.leave();
  });
  first.leave();
  await Promise.all(all);
  expect(served).toEqual(['mutation', 'reader', 'reconcile', 'poller 1', 'poller 2']);
});

test('throttling sends away who waits and who comes, with the time to wait, but never a stop', async () => {
  const clock = createTestClock();
  const budget = createBudget(clock, settings);
  const first = await enter(budget);
  const waiting = budget.enter('reader');
  const resumesAt = budget.throttled(30_000);
  expect(resumesAt).toBe(clock.now() + 30_000);
  expect(await waiting).toEqual({ kind: 'refused', retryAfterMs: 30_000 });
  clock.advance(10_000);
  expect(await budget.enter('mutation')).toEqual({ kind: 'refused', retryAfterMs: 20_000 });
  (await enter(budget, 'stop')).leave();
  first.leave();
  clock.advance(20_000);
  expect((await budget.enter('mutation')).kind).toBe('go');
});

test('a short pause is waited for', async () => {
  const clock = createTestClock();
  const start = clock.now();
  const budget = createBudget(clock, settings);
  budget.throttled(1_500);
  await enter(budget);
  expect(clock.now() - start).toBeGreaterThanOrEqual(1_500);
});

test('each throttling halves the rate, successes bring it back', async () => {
  const clock = createTestClock();
  const budget = createBudget(clock, settings);
  const secondsFor = async (calls: number) => {
    const start = clock.now();
    for (let call = 0; call < calls; call += 1) (await enter(budget)).leave();
    return (clock.now() - start) / 1000;
  };
  budget.throttled(0);
  budget.throttled(0);
  expect(await secondsFor(26)).toBeCloseTo(10, 0); // 2.5 a second
  for (let success = 0; success < 50; success += 1) budget.succeeded();
  expect(await secondsFor(50)).toBeCloseTo(5, 0);
});

test('a caller that gives up leaves the queue', async () => {
  const budget = createBudget(createTestClock(), settings);
  const first = await enter(budget);
  const controller = new AbortController();
  const waiting = budget.enter('reader', controller.signal);
  controller.abort();
  expect(await waiting).toEqual({ kind: 'aborted' });
  first.leave();
  expect((await budget.enter('poller')).kind).toBe('go');
  expect(await budget.enter('reader', controller.signal)).toEqual({ kind: 'aborted' });
});

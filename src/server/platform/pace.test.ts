import { expect, test } from 'vitest';
import { createPace } from './pace.ts';
import { createTestClock } from './test-support.ts';

test('turns are a second apart, in the order of asking; the first is at once', async () => {
  const clock = createTestClock();
  const pace = createPace(clock, 1_000);
  const start = clock.now();
  const turns: number[] = [];
  await Promise.all([1, 2, 3].map((n) => pace().then(() => turns.push(n))));
  expect(turns).toEqual([1, 2, 3]);
  expect(clock.now() - start).toBe(2_000);
  clock.advance(60_000);
  await pace();
  expect(clock.now() - start).toBe(62_000);
});

test('who gives up gets no turn', async () => {
  const pace = createPace(createTestClock(), 1_000);
  await expect(pace(AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
});

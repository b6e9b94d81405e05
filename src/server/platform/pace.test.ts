import { expect, test } from 'vitest';
import { createPace } from './pace.ts';
import { createTestClock } from './test-support.ts';

test('turns come in the order of asking, each a second after the one before has ended; the first is at once', async () => {
  const clock = createTestClock();
  const pace = createPace(clock, 1_000);
  const start = clock.now();
  const turns: [number, number][] = [];
  const take = (n: number, tookMs: number) =>
    pace(async () => {
      turns.push([n, clock.now() - start]);
      await clock.sleep(tookMs);
      return n;
    });
  expect(await Promise.all([take(1, 300), take(2, 0), take(3, 0)])).toEqual([1, 2, 3]);
  expect(turns).toEqual([
    [1, 0],
    [2, 1_300],
    [3, 2_300],
  ]);
  clock.advance(60_000);
  await take(4, 0);
  expect(turns.at(-1)).toEqual([4, 62_300]);
});

test('who gives up gets no turn, and a turn that fails is one all the same', async () => {
  const clock = createTestClock();
  const pace = createPace(clock, 1_000);
  const start = clock.now();
  const acted: string[] = [];
  const act = (name: string) => async () => void acted.push(name);
  await expect(pace(act('given up'), AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
  await expect(pace(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  await pace(act('next'));
  expect(acted).toEqual(['next']);
  expect(clock.now() - start).toBe(1_000);
});

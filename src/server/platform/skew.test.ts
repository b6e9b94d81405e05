import { expect, test } from 'vitest';
import { createSkew } from './skew.ts';
import { createTestClock } from './test-support.ts';

const httpDate = (ms: number) => new Date(ms).toUTCString();

test('the clock is corrected by the median of the last five answers', () => {
  const clock = createTestClock();
  const skew = createSkew(clock);
  for (const minutes of [1, -300, 20, 20, 20, 400]) skew.note(httpDate(clock.now() + minutes * 60_000));
  expect(skew.platformNow()).toBe(clock.now() + 20 * 60_000);
});

test('a few seconds are noise, and what is no date is ignored', () => {
  const clock = createTestClock();
  const skew = createSkew(clock);
  expect(skew.platformNow()).toBe(clock.now());
  skew.note(httpDate(clock.now() - 3_000));
  skew.note('yesterday');
  skew.note(undefined);
  expect(skew.platformNow()).toBe(clock.now());
});

test('one answer is believed at once where a date was refused', () => {
  const clock = createTestClock();
  const skew = createSkew(clock);
  for (let answer = 0; answer < 5; answer += 1) skew.note(httpDate(clock.now()));
  skew.trust(httpDate(clock.now() - 3_600_000));
  expect(skew.platformNow()).toBe(clock.now() - 3_600_000);
});

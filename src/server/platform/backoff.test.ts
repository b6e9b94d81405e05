import { expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from './backoff.ts';

const now = Date.UTC(2026, 10, 21, 8);

test('waiting times spread over the whole range and never leave 0.2 to 10 seconds', () => {
  for (const [attempt, ceiling] of [
    [1, 1_000],
    [2, 2_000],
    [5, 10_000],
    [50, 10_000],
  ] as const) {
    expect(backoffMs(attempt, () => 0)).toBe(200);
    expect(backoffMs(attempt, () => 1)).toBe(ceiling);
    expect(backoffMs(attempt, () => 0.5)).toBe(Math.round(200 + (ceiling - 200) / 2));
  }
});

test.each([
  ['0', 0],
  ['5', 5_000],
  [' 7 ', 7_000],
  ['1000000000', 120_000],
  ['Sat, 21 Nov 2026 08:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
  ['Sun, 22 Nov 2026 08:00:00 GMT', 120_000],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['2026-11-21', null],
  ['', null],
])('Retry-After %j means %j', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});

test('no Retry-After means nothing', () => {
  expect(retryAfterMs(undefined, now)).toBeNull();
});

import { expect, test } from 'vitest';
import { steady } from './clock.ts';

test('a steady clock measures what passes, whatever the other one is set to', () => {
  let now = 1_000_000;
  const clock = steady({ now: () => now, sleep: () => Promise.resolve() });
  const from = clock.now();
  const pass = (ms: number) => {
    now += ms;
    return clock.now() - from;
  };
  expect(pass(500)).toBe(500);
  expect(pass(-3_600_000)).toBe(500);
  expect(pass(200)).toBe(700);
  expect(pass(-50)).toBe(700);
  expect(pass(3_600_000)).toBe(3_600_700);
});

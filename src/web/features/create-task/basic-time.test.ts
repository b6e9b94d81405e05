import { expect, test } from 'vitest';
import { basicTime, readBasicTime } from './basic-time.ts';

test('a time of a product’s model, there and back', () => {
  expect(basicTime(Date.UTC(2026, 10, 21, 2, 3, 4))).toBe('20261121T020304Z');
  expect(readBasicTime('20261121T020304Z')).toBe(Date.UTC(2026, 10, 21, 2, 3, 4));
});

test.each(['', '2026-11-21T02:03:04Z', '20261321T020304Z', 'tomorrow'])('%j is none', (text) =>
  expect(readBasicTime(text)).toBeNull(),
);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLocalField, nextNight, toLocalField } from './local-time.ts';

test('a time survives the way into the field and back, to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }), (at) => {
      const second = Math.floor(at / 1_000) * 1_000;
      expect(fromLocalField(toLocalField(second))).toBe(second);
    }),
  );
  expect(toLocalField(new Date(2026, 7, 1, 18, 5).getTime())).toBe('2026-08-01T18:05');
  expect(fromLocalField('')).toBeNull();
  expect(fromLocalField('2026-13-01T00:00')).toBeNull();
});

test('a year that is only half typed stays in the field', () => {
  // What a browser says after the first figure of 2027.
  for (const typed of ['0002-11-22T02:00', '0020-11-22T02:00', '0202-11-22T02:00'])
    expect(toLocalField(fromLocalField(typed))).toBe(typed);
});

test('the night is always ahead, and tomorrow is a day later', () => {
  const evening = new Date(2026, 7, 1, 18).getTime();
  const deepNight = new Date(2026, 7, 1, 1).getTime();
  expect(nextNight(evening, 0)).toBe(new Date(2026, 7, 2, 2).getTime());
  expect(nextNight(deepNight, 0)).toBe(new Date(2026, 7, 1, 2).getTime());
  expect(nextNight(evening, 1)).toBe(new Date(2026, 7, 3, 2).getTime());
});

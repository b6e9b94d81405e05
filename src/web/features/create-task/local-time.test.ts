import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLocalField, nextNight, toLocalField } from './local-time.ts';

test('a time survives the way into the field and back, to the minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }), (at) => {
      const minute = Math.floor(at / 60_000) * 60_000;
      expect(fromLocalField(toLocalField(minute))).toBe(minute);
    }),
  );
  expect(fromLocalField('')).toBeNull();
  expect(fromLocalField('2026-13-01T00:00')).toBeNull();
});

test('the night is always ahead, and tomorrow is a day later', () => {
  const evening = new Date(2026, 7, 1, 18).getTime();
  const deepNight = new Date(2026, 7, 1, 1).getTime();
  expect(nextNight(evening, 0)).toBe(new Date(2026, 7, 2, 2).getTime());
  expect(nextNight(deepNight, 0)).toBe(new Date(2026, 7, 1, 2).getTime());
  expect(nextNight(evening, 1)).toBe(new Date(2026, 7, 3, 2).getTime());
});

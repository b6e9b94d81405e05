import { expect, test } from 'vitest';
import { createIdTable, hashOf } from './id-table.ts';

test('an id is kept once, with the line where it stood first, however many there are', () => {
  const table = createIdTable();
  const ids = Array.from({ length: 30_000 }, (_, nth) => `meter-${nth}`);
  for (const [nth, id] of ids.entries()) expect(table.add(id, hashOf(id), nth + 1)).toBe(0);
  expect(table.ids).toEqual(ids);
  expect(ids.map((id) => table.add(id, hashOf(id), 99_999))).toEqual(ids.map((_, nth) => nth + 1));
  expect(table.ids).toEqual(ids);
});

test('ids of the same hash are different ids', () => {
  expect(hashOf('costarring')).toBe(hashOf('liquid'));
  const table = createIdTable();
  expect(['costarring', 'liquid', 'costarring', 'liquid'].map((id, nth) => table.add(id, hashOf(id), nth + 1))).toEqual(
    [0, 0, 1, 2],
  );
});

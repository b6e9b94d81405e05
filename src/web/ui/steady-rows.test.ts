import fc from 'fast-check';
import { expect, test } from 'vitest';
import { taskOf } from '#shared/domain/test-task.ts';
import { steadyRows } from './steady-rows.ts';

const idOf = ({ id }: { id: string }) => id;
const task = (id: string, rev = 1) => taskOf({ id, rev });

test('rows keep their places whatever the newest answer says', () => {
  const ids: fc.Arbitrary<string[]> = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
  fc.assert(
    fc.property(ids, ids, (shown, latest) => {
      const { rows, joined } = steadyRows(
        shown.map((id) => task(id)),
        latest.map((id) => task(id, 2)),
        idOf,
      );
      expect(rows.map(({ id }) => id)).toEqual(shown);
      expect(rows.map(({ id, rev }) => rev === (latest.includes(id) ? 2 : 1))).not.toContain(false);
      expect(joined.map(({ id }) => id)).toEqual(latest.filter((id) => !shown.includes(id)));
    }),
  );
});

test('another order is noticed, rows that joined or left are none', () => {
  const of = (...ids: string[]) => ids.map((id) => task(id));
  expect(steadyRows(of('a', 'b', 'c'), of('x', 'a', 'c'), idOf).reordered).toBe(false);
  expect(steadyRows(of('a', 'b', 'c'), of('b', 'a', 'c'), idOf).reordered).toBe(true);
});

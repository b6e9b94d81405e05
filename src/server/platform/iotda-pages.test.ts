import { expect, test } from 'vitest';
import { everyRow, pageOf, pageQuery } from './iotda-pages.ts';

const top = 'f'.repeat(24);
const low = `${'0'.repeat(23)}9`;
const lower = `${'0'.repeat(23)}8`;
const asked = { limit: 2, marker: low, offset: 0 };

test('a page is asked for within the platform’s range', () => {
  expect(pageQuery(null)).toEqual({ limit: 50, marker: top, offset: 0 });
  expect(pageQuery(low, 500)).toEqual({ limit: 50, marker: low, offset: 0 });
  expect(pageQuery(null, 0).limit).toBe(1);
  expect(pageQuery(low, 50, 500)).toEqual({ limit: 50, marker: low, offset: 500 });
  expect(pageQuery(low, 50, 550).offset).toBe(500);
  expect(pageQuery(low, 50, -1).offset).toBe(0);
  expect(() => pageQuery('x')).toThrow('refused');
});

test('a short page is the last, a full one leads on', () => {
  expect(pageOf(['a'], { count: 7, marker: lower }, asked)).toEqual({ rows: ['a'], total: 7, marker: null });
  expect(pageOf(['a', 'b'], { count: 7, marker: lower }, asked)).toEqual({ rows: ['a', 'b'], total: 7, marker: lower });
});

test('a first page that is short of what is said to exist is not the last', () => {
  const first = { limit: 5, marker: top, offset: 0 };
  expect(pageOf(['a', 'b'], { count: 3, marker: low }, first).marker).toBe(low);
  expect(pageOf(['a', 'b'], { count: 2, marker: low }, first).marker).toBeNull();
  expect(() => pageOf(['a', 'b'], { count: 3, marker: undefined }, first)).toThrow('garbled');
});

test('a short page behind skipped rows is the last', () => {
  const skipped = { limit: 5, marker: top, offset: 10 };
  expect(pageOf(['a', 'b'], { count: 12, marker: low }, skipped).marker).toBeNull();
  expect(pageOf([], { count: 12, marker: undefined }, skipped)).toEqual({ rows: [], total: 12, marker: null });
});

test('without a count the rows are what is known', () => {
  expect(pageOf(['a'], undefined, asked)).toEqual({ rows: ['a'], total: 1, marker: null });
  expect(pageOf(['a', 'b'], { count: 2, marker: undefined }, asked).marker).toBeNull();
});

test.each([undefined, '', 'zz', low, top])('a full page that says %j leads nowhere is a broken answer', (marker) => {
  expect(() => pageOf(['a', 'b'], { count: 7, marker }, asked)).toThrow('garbled');
});

test('every row of a list is collected', async () => {
  const pages = [
    pageOf(['a', 'b'], { count: 3, marker: lower }, asked),
    pageOf(['c'], { count: 3, marker: lower }, asked),
  ];
  const asking: (string | null)[] = [];
  const rows = await everyRow((marker) => {
    asking.push(marker);
    return Promise.resolve(pages[asking.length - 1] ?? { rows: [], total: 0, marker: null });
  });
  expect(rows).toEqual(['a', 'b', 'c']);
  expect(asking).toEqual([null, lower]);
});

import { describe, expect, test } from 'vitest';
import {
  everythingSelected,
  isSelected,
  nothingSelected,
  selectedCount,
  shareSelected,
  withRows,
} from './selection.ts';

const pageOne = ['a', 'b', 'c'];

test('rows are added on several pages and taken out again', () => {
  const both = withRows(withRows(nothingSelected, pageOne, true), ['x'], true);
  expect(selectedCount(both, 500)).toBe(4);
  const fewer = withRows(both, ['b'], false);
  expect(pageOne.map((id) => isSelected(fewer, id))).toEqual([true, false, true]);
  expect(shareSelected(fewer, pageOne)).toBe('some');
  expect(shareSelected(fewer, ['x'])).toBe('all');
  expect(shareSelected(fewer, ['y'])).toBe('none');
});

describe('everything that matches', () => {
  test('is counted without knowing the rows', () => expect(selectedCount(everythingSelected, 30_000)).toBe(30_000));

  test('can have exceptions, which can be taken back', () => {
    const less = withRows(everythingSelected, ['a', 'b'], false);
    expect(selectedCount(less, 30_000)).toBe(29_998);
    expect(isSelected(less, 'a')).toBe(false);
    expect(shareSelected(less, pageOne)).toBe('some');
    expect(withRows(less, ['a', 'b'], true)).toEqual(everythingSelected);
  });
});

test('a selection is a value: the one before stays as it was', () => {
  withRows(nothingSelected, pageOne, true);
  expect(selectedCount(nothingSelected, 3)).toBe(0);
});

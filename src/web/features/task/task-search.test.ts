import { expect, test } from 'vitest';
import { filterOf, narrowed, TaskSearch } from './task-search.ts';

test('a link that makes no sense opens the overview', () => {
  expect(TaskSearch.parse({ tab: 'graphs', outcome: 'Fail', code: 7, q: 'x'.repeat(500), cursor: {} })).toEqual({
    tab: 'overview',
  });
});

test('a sensible link keeps every part', () => {
  const search = {
    tab: 'devices',
    outcome: 'failed',
    code: 'none',
    q: 'meter',
    cursor: 'abc',
    operation: 'o1',
  } as const;
  expect(TaskSearch.parse(search)).toEqual(search);
});

test('another filter starts at the first page and shows the devices', () => {
  const search = TaskSearch.parse({ outcome: 'failed', q: 'meter', cursor: 'abc', operation: 'o1' });
  const next = narrowed(search, { ...filterOf(search), code: 'X', q: '' });
  expect(next).toEqual({
    tab: 'devices',
    outcome: 'failed',
    code: 'X',
    q: undefined,
    cursor: undefined,
    operation: 'o1',
  });
});

test('failures without a code can be linked to', () => {
  const search = narrowed(TaskSearch.parse({}), { code: '' });
  expect(search.code).toBe('none');
  expect(filterOf(search).code).toBe('');
});

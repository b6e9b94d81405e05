import { expect, test } from 'vitest';
import { firstStep, optionsAt, stepTo } from './filter-options.ts';
import { plainSearch, TasksSearch } from './tasks-search.ts';

const names = {
  fieldName: (field: string) => `the ${field}`,
  operatorName: (_: string, operator: string) => operator,
  valueName: (_: string, value: string) => value.toUpperCase(),
};
const offered = (
  step: Parameters<typeof optionsAt>[0],
  typed: string,
  known: readonly string[] = [],
  search = plainSearch,
) =>
  optionsAt(step, typed, known, search, names).map((option) =>
    option.is === 'field' ? option.field : option.is === 'operator' ? option.operator : option.value,
  );

test('first the fields, and with them the values that what was typed can mean', () => {
  expect(offered(firstStep, '')).toContain('creator');
  expect(offered(firstStep, 'the st')).toEqual(['state']);
  expect(offered(firstStep, 'stop')).toEqual(['stopping', 'stopped']);
});

test('a field with one way to compare goes on to its values', () => {
  expect(stepTo('state')).toEqual({ field: 'state', operator: 'is' });
  expect(stepTo('failed')).toEqual({ field: 'failed', operator: null });
  expect(stepTo('failedSince')).toEqual({ field: 'failedSince', operator: 'from' });
  expect(offered(stepTo('failed'), '')).toEqual(['from', 'to']);
});

test('values that are chosen already are not offered again', () => {
  const search = TasksSearch.parse({ state: 'failed' });
  expect(offered(stepTo('state'), 'fail', [], search)).toEqual([]);
  expect(offered(stepTo('tag'), '', ['a', 'b'])).toEqual(['a', 'b']);
});

test('what was typed is offered where it can be a value', () => {
  expect(offered(stepTo('tag'), 'new', ['newer'])).toEqual(['newer', 'new']);
  expect(offered(stepTo('tag'), 'newer', ['newer'])).toEqual(['newer']);
  expect(offered(stepTo('state'), 'new')).toEqual([]);
  expect(offered({ field: 'failed', operator: 'from' }, '12')).toEqual(['12']);
  expect(offered({ field: 'failed', operator: 'from' }, 'many')).toEqual([]);
  expect(offered({ field: 'created', operator: 'from' }, '')).toEqual(['today']);
  expect(offered({ field: 'created', operator: 'from' }, '2026-11-14')).toEqual(['2026-11-14']);
});

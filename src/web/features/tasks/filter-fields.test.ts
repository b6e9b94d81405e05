import { expect, test } from 'vitest';
import { operatorsOf, tokensOf, without, withValue } from './filter-fields.ts';
import { plainSearch, TasksSearch } from './tasks-search.ts';

test('a filter is shown in parts, each of which can be taken out', () => {
  const search = TasksSearch.parse({
    state: 'failed,stopped',
    failedFrom: '3',
    createdTo: 'today',
    attention: 'yes',
    q: 'x',
  });
  expect(tokensOf(search)).toEqual([
    { key: 'state', field: 'state', operator: 'is', values: ['failed', 'stopped'] },
    { key: 'attention', field: 'attention', operator: 'is', values: ['yes'] },
    { key: 'failedFrom', field: 'failed', operator: 'from', values: ['3'] },
    { key: 'createdTo', field: 'created', operator: 'to', values: ['today'] },
  ]);
  expect(tokensOf({ ...search, ...without('state') }).map(({ key }) => key)).not.toContain('state');
});

test('a value joins those that are there, a bound takes the place of the one before', () => {
  const search = TasksSearch.parse({ state: 'failed', failedFrom: '3' });
  expect(withValue(search, 'state', 'is', 'stopped')).toEqual({ state: ['failed', 'stopped'], cursor: undefined });
  expect(withValue(search, 'state', 'is', 'failed')).toMatchObject({ state: ['failed'] });
  expect(withValue(search, 'failed', 'from', ' 7 ')).toMatchObject({ failedFrom: 7 });
  expect(withValue(search, 'success', 'to', '99.5 %')).toMatchObject({ successTo: 99.5 });
  expect(withValue(plainSearch, 'attention', 'is', '')).toMatchObject({ attention: 'yes' });
});

test('what is no value changes nothing', () => {
  for (const [field, text] of [
    ['failed', '-1'],
    ['failed', 'x'],
    ['success', '101'],
    ['created', '14.11.2026'],
    ['created', ''],
    ['tag', 'a,b'],
    ['owner', ' '],
  ] as const)
    expect(withValue(plainSearch, field, operatorsOf(field)[0] ?? 'is', text)).toBeNull();
});

import { expect, test } from 'vitest';
import { cleared, filterOf, isFiltered, nextSort, orderOf, plainSearch, TasksSearch } from './tasks-search.ts';

const now = new Date('2026-11-20T15:00:00').getTime();

test('what makes no sense is passed over, and the list still opens', () => {
  const broken = {
    state: 'lost',
    createdFrom: '2026-02-30',
    successFrom: '101',
    failedFrom: '-1',
    sort: 'luck',
    limit: '999',
  };
  expect(TasksSearch.parse(broken)).toEqual(plainSearch);
  expect(TasksSearch.parse({ state: 'lost,failed' }).state).toEqual(['failed']);
  expect(isFiltered(plainSearch)).toBe(false);
  expect(isFiltered(TasksSearch.parse({ attention: 'yes' }))).toBe(true);
});

test('days are whole days here, however long they are', () => {
  const filter = filterOf(
    TasksSearch.parse({ createdFrom: '2026-11-14', createdTo: 'today', failedSince: 'today' }),
    now,
  );
  expect(new Date(filter.createdFrom ?? 0)).toEqual(new Date('2026-11-14T00:00:00.000'));
  expect(new Date(filter.createdTo ?? 0)).toEqual(new Date('2026-11-20T23:59:59.999'));
  expect(new Date(filter.failedSince ?? 0)).toEqual(new Date('2026-11-20T00:00:00.000'));
  for (const day of ['2026-03-29', '2026-10-25'])
    expect(new Date(filterOf(TasksSearch.parse({ createdTo: day }), now).createdTo ?? 0)).toEqual(
      new Date(`${day}T23:59:59.999`),
    );
});

test('the filter holds what is set and nothing of order and page', () => {
  const search = TasksSearch.parse({ q: 'x', tag: 'a,b', successTo: '99.5', sort: 'name', cursor: 'c', view: 'v' });
  expect(filterOf(search, now)).toEqual({ q: 'x', tag: ['a', 'b'], successTo: 99.5 });
  expect(cleared(search)).toEqual({ ...plainSearch, sort: 'name' });
  expect({ ...search, ...cleared(search) }).toEqual({ ...plainSearch, sort: 'name' });
});

test('a column is sorted the useful way first, then the other', () => {
  expect(orderOf(plainSearch)).toEqual({ sort: 'created', direction: 'down' });
  expect(nextSort(plainSearch, 'created')).toBe('created');
  expect(nextSort(plainSearch, 'failed')).toBe('-failed');
  expect(nextSort(plainSearch, 'name')).toBe('name');
  expect(nextSort({ ...plainSearch, sort: 'name' }, 'name')).toBe('-name');
});

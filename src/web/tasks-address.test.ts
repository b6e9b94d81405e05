import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TaskSort } from '#shared/domain/task-filter.ts';
import { TaskState } from '#shared/domain/task.ts';
import { TasksSearch } from '#web/features/tasks/tasks-search.ts';
import { searchOfView, searchText } from '#web/features/tasks/views.ts';
import { readSearch, writeSearch } from './search-params.ts';

test('whatever is looked at, its address shows the same', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => text.trim() === text && !text.includes(','));
  const words = fc.array(word, { minLength: 1, maxLength: 4 });
  const day = fc.constantFrom('today', '2026-02-28', '2024-02-29');
  const searches = fc.record(
    {
      q: word,
      kind: words,
      state: fc.subarray(TaskState.options, { minLength: 1 }),
      creator: words,
      tag: words,
      createdFrom: day,
      createdTo: day,
      successFrom: fc.constantFrom(0, 12.5, 100),
      failedTo: fc.nat(99),
      attention: fc.constant('yes'),
      sort: fc.constantFrom(...TaskSort.options.flatMap((sort) => [sort, `-${sort}`])),
      limit: fc.integer({ min: 1, max: 200 }),
      view: word,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(searches, (given) => {
      const search = TasksSearch.parse(given);
      expect(TasksSearch.parse(readSearch(writeSearch(search)))).toEqual(search);
      expect(searchOfView(searchText(search), search.view)).toEqual(search);
    }),
  );
});

test('an address can be read by people', () => {
  const {
    sort: _sort,
    limit: _limit,
    ...shown
  } = TasksSearch.parse({ state: 'processing,failed', createdFrom: '2026-11-14' });
  expect(writeSearch(shown)).toBe('?state=processing,failed&createdFrom=2026-11-14');
});

import { expect, test } from 'vitest';
import type { FailureBundle } from '#shared/domain/failures.ts';
import { baseFilter, choiceOf, chosenGroup, FailuresSearch, groupFilter, sortedGroups } from './failures-search.ts';
import { failureId, selectionOf } from './failure-selection.ts';

const bundle = (part: Partial<FailureBundle>): FailureBundle => ({
  code: null,
  message: null,
  value: null,
  failures: 1,
  tasks: 1,
  firstSeenAt: 1,
  lastSeenAt: 2,
  ...part,
});

test('an address that makes no sense opens the page as it is without it', () => {
  expect(FailuresSearch.parse({ by: 'nothing', range: 'never', kind: '' })).toEqual({ by: 'code', sort: 'count' });
});

test('the range counts back from now', () => {
  const search = FailuresSearch.parse({ range: 'day', kind: 'firmwareUpgrade', q: 'dev', task: 't1' });
  expect(baseFilter(search, 100_000_000)).toEqual({
    kind: 'firmwareUpgrade',
    taskId: 't1',
    device: 'dev',
    from: 100_000_000 - 86_400_000,
  });
  expect(baseFilter(FailuresSearch.parse({}), 5).from).toBeUndefined();
});

test('a group without a code, a text or a value asks for exactly those', () => {
  expect(groupFilter('code', bundle({ message: 'x' }))).toEqual({ code: '' });
  expect(groupFilter('message', bundle({ code: 'E1' }))).toEqual({ code: 'E1', message: '' });
  expect(groupFilter('package', bundle({}))).toEqual({ packageId: '' });
  expect(groupFilter('group', bundle({ value: 'g' }))).toEqual({ groupId: 'g' });
  expect(groupFilter('kind', bundle({ value: 'k' }))).toEqual({ kind: 'k' });
});

test('the chosen group is found again by the address, and the first one stands in for none', () => {
  const groups = [bundle({ code: 'E1' }), bundle({}), bundle({ code: 'E2' })];
  for (const group of groups) {
    const search = { ...FailuresSearch.parse({}), ...choiceOf('code', group) };
    expect(chosenGroup(search, groups)).toBe(group);
  }
  expect(chosenGroup(FailuresSearch.parse({}), groups)).toBe(groups[0]);
  expect(chosenGroup(FailuresSearch.parse({ code: 'gone' }), groups)).toBe(groups[0]);
  expect(chosenGroup(FailuresSearch.parse({}), [])).toBeNull();
});

test('groups are sorted by number, by when they were seen last, or by when they began', () => {
  const groups = [
    bundle({ code: 'many', failures: 9, firstSeenAt: 10, lastSeenAt: 20 }),
    bundle({ code: 'new', failures: 5, firstSeenAt: 25, lastSeenAt: 25 }),
    bundle({ code: 'again', failures: 5, firstSeenAt: 5, lastSeenAt: 30 }),
  ];
  const order = (sort: FailuresSearch['sort']) => sortedGroups(groups, sort).map(({ code }) => code);
  expect(order('count')).toEqual(['many', 'new', 'again']);
  expect(order('last')).toEqual(['again', 'new', 'many']);
  expect(order('first')).toEqual(['new', 'many', 'again']);
});

test('ticked rows are named, "all" is the filter without the exceptions', () => {
  const row = { taskId: 't', deviceId: 'a-b_c' };
  const id = failureId(row);
  expect(selectionOf({ mode: 'some', ids: new Set([id]) }, { code: 'E1' })).toEqual({ by: 'rows', rows: [row] });
  expect(selectionOf({ mode: 'some', ids: new Set() }, { code: 'E1' })).toBeNull();
  expect(selectionOf({ mode: 'all', except: new Set() }, { code: 'E1', kind: undefined })).toEqual({
    by: 'filter',
    filter: { code: 'E1' },
  });
  expect(selectionOf({ mode: 'all', except: new Set([id]) }, { code: '' })).toEqual({
    by: 'filter',
    filter: { code: '' },
    except: [row],
  });
});

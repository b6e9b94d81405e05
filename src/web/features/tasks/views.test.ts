import { expect, test } from 'vitest';
import type { SavedView } from '#shared/domain/saved-view.ts';
import { plainSearch, TasksSearch } from './tasks-search.ts';
import {
  canSaveAs,
  columnsOf,
  isModified,
  plainLayout,
  presetNames,
  presets,
  searchOfView,
  searchText,
  viewOf,
} from './views.ts';

const saved: SavedView = {
  id: 'v1',
  list: 'tasks',
  name: 'Waves',
  search: 'state=failed',
  layout: { columns: ['failed', 'name', 'of a later version', 'failed'], density: 'compact' },
  shared: true,
  by: 'Anna',
  mine: false,
  rev: 1,
};

test('every preset means what it says', () => {
  for (const name of presetNames) {
    const search = searchOfView(presets[name], name);
    expect(searchText(search).split('&').toSorted()).toEqual(presets[name].split('&').toSorted());
    expect(isModified(viewOf(name, []), search, plainLayout)).toBe(false);
  }
});

test('a view takes the place of whatever was looked at before', () => {
  const before = TasksSearch.parse({ q: 'x', tag: 'y', sort: 'name' });
  expect({ ...before, ...searchOfView(presets.mine, 'mine') }).toEqual({
    ...plainSearch,
    creator: ['me'],
    view: 'mine',
  });
});

test('a view is modified once filter, order or columns are others, and a page is none of these', () => {
  const search = TasksSearch.parse({ state: 'failed', view: 'v1', cursor: 'x' });
  const choice = viewOf('v1', [saved]);
  expect(isModified(choice, search, saved.layout)).toBe(false);
  expect(isModified(choice, { ...search, q: 'x' }, saved.layout)).toBe(true);
  expect(isModified(choice, { ...search, sort: 'name' }, saved.layout)).toBe(true);
  expect(isModified(choice, search, plainLayout)).toBe(true);
  expect(canSaveAs(choice, search, saved.layout)).toBe(false);
  expect(canSaveAs(choice, search, plainLayout)).toBe(true);
});

test('columns alone can be saved under a name', () => {
  const choice = viewOf(undefined, []);
  expect(isModified(choice, plainSearch, saved.layout)).toBe(false);
  expect(canSaveAs(choice, plainSearch, saved.layout)).toBe(true);
  expect(canSaveAs(choice, plainSearch, plainLayout)).toBe(false);
});

test('a view that is gone is the plain list', () => {
  expect(viewOf('gone', [saved])).toMatchObject({ id: undefined, search: '' });
  expect(isModified(viewOf('gone', []), plainSearch, plainLayout)).toBe(false);
});

test('columns that this version does not know are passed over, and the name is always there', () => {
  expect(columnsOf(saved.layout)).toEqual(['failed', 'name']);
  expect(columnsOf({ columns: ['kind'], density: 'normal' })).toEqual(['name', 'kind']);
});

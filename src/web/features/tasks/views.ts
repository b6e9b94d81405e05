import type { Layout, SavedView } from '#shared/domain/saved-view.ts';
import { TaskSort } from '#shared/domain/task-filter.ts';
import { plainSearch, searchDefaults, TasksSearch } from './tasks-search.ts';

/** Ways to look at the list that everybody has. */
export const presets = {
  running: 'state=initializing,processing,stopping',
  attention: 'attention=yes&sort=-failed',
  failedToday: 'failedSince=today&sort=-failed',
  mine: 'creator=me',
} as const;
export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as Preset[];
export const isPreset = (view: string | undefined): view is Preset =>
  view !== undefined && Object.hasOwn(presets, view);

/** Filter and order as text, without page and view, and without what is so anyway: what a view keeps and is compared by. */
export function searchText({ cursor: _cursor, view: _view, ...search }: TasksSearch): string {
  const entries = Object.entries(search).filter(
    ([name, value]) => value !== undefined && value !== (searchDefaults as Record<string, unknown>)[name],
  );
  const written = entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]);
  // As the address writes it: commas may stand as they are.
  return new URLSearchParams(written.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)))
    .toString()
    .replaceAll('%2C', ',');
}

/** The search a view stands for. */
export const searchOfView = (text: string, view: string | undefined): TasksSearch => ({
  ...plainSearch,
  ...TasksSearch.parse(Object.fromEntries(new URLSearchParams(text))),
  view,
});

/** Columns of the list, each of which it can be sorted by. The first cannot be hidden. */
export const columnIds = TaskSort.options;
export type ColumnId = (typeof columnIds)[number];
export const plainLayout: Layout = {
  columns: ['name', 'kind', 'state', 'progress', 'failed', 'created', 'by'],
  density: 'normal',
};

/** The columns to draw: those that this version knows, each once, the name among them. */
export function columnsOf({ columns }: Layout): ColumnId[] {
  const known = [...new Set(columns)].flatMap((id) => columnIds.find((column) => column === id) ?? []);
  return known.includes('name') ? known : ['name', ...known];
}

const sameLayout = (one: Layout, other: Layout) =>
  one.density === other.density && columnsOf(one).join() === columnsOf(other).join();

export type ViewChoice = { id: string | undefined; search: string; layout: Layout | null; saved: SavedView | null };

/** The view an address names: a preset, a saved one, or the plain list. A view that is gone is the plain list. */
export function viewOf(view: string | undefined, saved: readonly SavedView[]): ViewChoice {
  if (isPreset(view)) return { id: view, search: presets[view], layout: null, saved: null };
  const own = saved.find(({ id }) => id === view);
  if (own)
    return { id: own.id, search: searchText(searchOfView(own.search, undefined)), layout: own.layout, saved: own };
  return { id: undefined, search: '', layout: null, saved: null };
}

/** Whether there is something to save under a name: also columns alone, which are the reader's own until then. */
export const canSaveAs = (choice: ViewChoice, search: TasksSearch, layout: Layout): boolean =>
  isModified(choice, search, layout) || (choice.layout === null && !sameLayout(plainLayout, layout));

/** Whether the list is looked at in another way than its view says. A preset has no columns of its own. */
export const isModified = (choice: ViewChoice, search: TasksSearch, layout: Layout): boolean =>
  searchText(searchOfView(choice.search, undefined)) !== searchText(search) ||
  (choice.layout !== null && !sameLayout(choice.layout, layout));

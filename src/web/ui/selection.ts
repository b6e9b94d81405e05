/**
 * Which rows of a paged list are selected. `some` names them; `all` means every row that matches the present filter, on every
 * page, but for the named exceptions. Clear it when the filter changes.
 */
export type Selection = { mode: 'some'; ids: ReadonlySet<string> } | { mode: 'all'; except: ReadonlySet<string> };

export const nothingSelected: Selection = { mode: 'some', ids: new Set() };
export const everythingSelected: Selection = { mode: 'all', except: new Set() };

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.mode === 'some' ? selection.ids.has(id) : !selection.except.has(id);

/** How many rows are selected when `total` match the filter. */
export const selectedCount = (selection: Selection, total: number): number =>
  selection.mode === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size);

/** The selection with these rows added or taken out. */
export function withRows(selection: Selection, ids: readonly string[], selected: boolean): Selection {
  const listed = new Set(selection.mode === 'some' ? selection.ids : selection.except);
  const list = selected === (selection.mode === 'some');
  for (const id of ids) {
    if (list) listed.add(id);
    else listed.delete(id);
  }
  return selection.mode === 'some' ? { mode: 'some', ids: listed } : { mode: 'all', except: listed };
}

/** Whether all, some or none of these rows are selected: what the header's box shows. */
export function shareSelected(selection: Selection, ids: readonly string[]): 'all' | 'some' | 'none' {
  const count = ids.filter((id) => isSelected(selection, id)).length;
  if (count === 0) return 'none';
  return count === ids.length ? 'all' : 'some';
}

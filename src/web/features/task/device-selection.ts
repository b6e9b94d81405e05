import { type RetryableOutcome, retryableOutcomes } from '#shared/domain/actions.ts';
import { limits } from '#shared/domain/create.ts';
import type { RetrySelection } from '#shared/domain/operation.ts';
import type { Outcome } from '#shared/domain/task.ts';
import { nothingSelected, type Selection, selectedCount } from '#web/ui/selection.ts';

/**
 * What the device table is narrowed to. `code` and `message` (a pattern of error texts) are the empty string for failures without
 * one, `q` is part of a device id or of an error text.
 */
export type DeviceFilter = {
  outcome?: Outcome | undefined;
  code?: string | undefined;
  message?: string | undefined;
  q?: string | undefined;
};

export const isRetryable = (outcome: Outcome | undefined): outcome is RetryableOutcome =>
  retryableOutcomes.some((other) => other === outcome);

/** Whether everything that matches the filter can be asked for at once: the server resolves an outcome and a code, not a search. */
export const canSelectAll = ({ outcome, q }: DeviceFilter, allowed: readonly Outcome[] = retryableOutcomes): boolean =>
  allowed.some((other) => other === outcome) && (q ?? '') === '';

/**
 * What the server is asked to retry when these rows are ticked under this filter, of which `total` match; null when that is
 * nothing, or more than it takes.
 */
export function retrySelectionOf(selection: Selection, filter: DeviceFilter, total: number): RetrySelection | null {
  if (selectedCount(selection, total) === 0) return null;
  if (selection.mode === 'some') {
    return selection.ids.size > limits.devices ? null : { by: 'devices', deviceIds: [...selection.ids] };
  }
  const { outcome, code, message } = filter;
  if (!isRetryable(outcome) || !canSelectAll(filter)) return null;
  return {
    by: 'outcome',
    outcomes: [outcome],
    ...(code === undefined ? {} : { code: code === '' ? null : code }),
    ...(message === undefined ? {} : { message: message === '' ? null : message }),
    ...(selection.except.size === 0 ? {} : { except: [...selection.except] }),
  };
}

/** Of the ticked rows those that had one of these outcomes when they were ticked; everything stays everything. */
export function chosenWith(
  selection: Selection,
  outcomes: ReadonlyMap<string, Outcome>,
  among: readonly Outcome[],
): Selection {
  if (selection.mode === 'all') return selection;
  const has = (id: string) => among.some((outcome) => outcomes.get(id) === outcome);
  return { mode: 'some', ids: new Set([...selection.ids].filter(has)) };
}

export const sameFilter = (a: DeviceFilter, b: DeviceFilter): boolean =>
  a.outcome === b.outcome && a.code === b.code && a.message === b.message && (a.q ?? '') === (b.q ?? '');

/** The ticked rows together with the filter they were ticked under. */
export type FilteredSelection = {
  filter: DeviceFilter;
  selection: Selection;
  count: number;
  /** What the last change of the filter let go, until it is taken back or dismissed. */
  dropped: { filter: DeviceFilter; selection: Selection; count: number } | null;
  /** The dropped selection is wanted back as soon as its filter is. */
  restoring: boolean;
};

export const selectionUnder = (filter: DeviceFilter): FilteredSelection => ({
  filter,
  selection: nothingSelected,
  count: 0,
  dropped: null,
  restoring: false,
});

/** The selection after the filter changed: let go, but for one that was asked back with its own filter. */
export function followFilter(state: FilteredSelection, filter: DeviceFilter): FilteredSelection {
  if (sameFilter(state.filter, filter)) return state;
  const { dropped, restoring, selection, count } = state;
  if (restoring && dropped !== null && sameFilter(dropped.filter, filter)) {
    return { ...selectionUnder(filter), selection: dropped.selection, count: dropped.count };
  }
  const letGo = count > 0 ? { filter: state.filter, selection, count } : dropped;
  return { ...selectionUnder(filter), dropped: letGo };
}

import { retryableOutcomes } from '#shared/domain/actions.ts';
import { limits } from '#shared/domain/create.ts';
import type { RetrySelection } from '#shared/domain/operation.ts';
import type { Outcome } from '#shared/domain/task.ts';
import { type Selection, selectedCount } from '#web/ui/selection.ts';

export type RetryableOutcome = (typeof retryableOutcomes)[number];

/** What the device table is narrowed to. `code` is the empty string for failures without a code, `q` part of a device id. */
export type DeviceFilter = { outcome?: Outcome | undefined; code?: string | undefined; q?: string | undefined };

export const isRetryable = (outcome: Outcome | undefined): outcome is RetryableOutcome =>
  (retryableOutcomes as readonly (Outcome | undefined)[]).includes(outcome);

/** Whether everything that matches the filter can be asked for at once: the server resolves an outcome and a code, not a search. */
export const canSelectAll = ({ outcome, q }: DeviceFilter): boolean => isRetryable(outcome) && (q ?? '') === '';

/**
 * What the server is asked to retry when these rows are ticked under this filter, of which `total` match; null when that is
 * nothing, or more than it takes.
 */
export function retrySelectionOf(selection: Selection, filter: DeviceFilter, total: number): RetrySelection | null {
  if (selectedCount(selection, total) === 0) return null;
  if (selection.mode === 'some') {
    return selection.ids.size > limits.devices ? null : { by: 'devices', deviceIds: [...selection.ids] };
  }
  const { outcome, code } = filter;
  if (!isRetryable(outcome) || !canSelectAll(filter)) return null;
  return {
    by: 'outcome',
    outcomes: [outcome],
    ...(code === undefined ? {} : { code: code === '' ? null : code }),
    ...(selection.except.size === 0 ? {} : { except: [...selection.except] }),
  };
}

export const sameFilter = (a: DeviceFilter, b: DeviceFilter): boolean =>
  a.outcome === b.outcome && a.code === b.code && (a.q ?? '') === (b.q ?? '');

import { retryableOutcomes } from '#shared/domain/actions.ts';
import { limits } from '#shared/domain/create.ts';
import type { RetrySelection } from '#shared/domain/operation.ts';
import type { Outcome, Subtask } from '#shared/domain/task.ts';

export type RetryableOutcome = (typeof retryableOutcomes)[number];

/** What the table is narrowed to. `code` is the empty string for failures without a code. */
export type DeviceFilter = { outcome?: Outcome | undefined; code?: string | undefined; target?: string | undefined };

/**
 * The devices a person has ticked. `named` keeps each id with the outcome it had when it was ticked, so the choice survives
 * paging; `matching` is a whole filter that the server resolves, less what was unticked.
 */
export type DeviceSelection =
  | { by: 'named'; devices: ReadonlyMap<string, RetryableOutcome> }
  | { by: 'matching'; outcome: RetryableOutcome; code: string | null | undefined; total: number; except: ReadonlySet<string> };

export const nothingSelected: DeviceSelection = { by: 'named', devices: new Map() };

export const isRetryable = (outcome: Outcome): outcome is RetryableOutcome =>
  (retryableOutcomes as readonly Outcome[]).includes(outcome);

export const selectedCount = (selection: DeviceSelection): number =>
  selection.by === 'named' ? selection.devices.size : Math.max(0, selection.total - selection.except.size);

export const isSelected = (selection: DeviceSelection, deviceId: string): boolean =>
  selection.by === 'named' ? selection.devices.has(deviceId) : !selection.except.has(deviceId);

/** The selection after a row's box was clicked; rows that a retry cannot start again stay out of it. */
export function toggled(selection: DeviceSelection, row: Pick<Subtask, 'deviceId' | 'outcome'>): DeviceSelection {
  const { deviceId, outcome } = row;
  if (selection.by === 'matching') {
    const except = new Set(selection.except);
    if (!except.delete(deviceId)) except.add(deviceId);
    return { ...selection, except };
  }
  const devices = new Map(selection.devices);
  if (!devices.delete(deviceId) && isRetryable(outcome)) devices.set(deviceId, outcome);
  return { by: 'named', devices };
}

/** The selection after the header's box was clicked: every retryable row of this page in, or all of them out. */
export function pageToggled(selection: DeviceSelection, rows: readonly Pick<Subtask, 'deviceId' | 'outcome'>[]): DeviceSelection {
  const ours = rows.filter(({ outcome }) => isRetryable(outcome));
  const allIn = ours.every(({ deviceId }) => isSelected(selection, deviceId));
  return ours.filter(({ deviceId }) => isSelected(selection, deviceId) === allIn).reduce<DeviceSelection>(toggled, selection);
}

/** The whole filter as one selection, where the server can resolve it: an outcome that a retry starts again, and no search. */
export function allMatching(filter: DeviceFilter, total: number): DeviceSelection | null {
  const { outcome, code, target } = filter;
  if (outcome === undefined || !isRetryable(outcome) || (target ?? '') !== '') return null;
  return { by: 'matching', outcome, code: code === '' ? null : code, total, except: new Set() };
}

/** What the server is asked to retry, or null when there is nothing or more than it takes. */
export function retrySelectionOf(selection: DeviceSelection): RetrySelection | null {
  if (selectedCount(selection) === 0) return null;
  if (selection.by === 'named') {
    return selection.devices.size > limits.devices ? null : { by: 'devices', deviceIds: [...selection.devices.keys()] };
  }
  const { outcome, code, except } = selection;
  return {
    by: 'outcome',
    outcomes: [outcome],
    ...(code === undefined ? {} : { code }),
    ...(except.size === 0 ? {} : { except: [...except] }),
  };
}

export const sameFilter = (a: DeviceFilter, b: DeviceFilter): boolean =>
  a.outcome === b.outcome && a.code === b.code && (a.target ?? '') === (b.target ?? '');

import { useState } from 'react';
import type { Outcome, Subtask } from '#shared/domain/task.ts';
import { type Selection, selectedCount } from '#web/ui/selection.ts';
import { type DeviceFilter, type FilteredSelection, followFilter, selectionUnder } from './device-selection.ts';

export type DeviceSelection = FilteredSelection & {
  choose(selection: Selection, total: number, shown: readonly Subtask[]): void;
  /** The outcome of each row that was on the page when something was ticked. */
  outcomes: ReadonlyMap<string, Outcome>;
  /** Asks the dropped selection back; it returns once the page shows its filter again. */
  restore(): void;
  dismiss(): void;
  clear(): void;
};

/** The ticked rows of the device table: they outlive pages and tabs, and end with the filter they were ticked under. */
export function useDeviceSelection(filter: DeviceFilter): DeviceSelection {
  const [kept, setKept] = useState(() => selectionUnder(filter));
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const state = followFilter(kept, filter);
  if (state !== kept) setKept(state);
  return {
    ...state,
    outcomes,
    choose: (selection, total, shown) => {
      setOutcomes(
        (before) => new Map([...before, ...shown.map((row): [string, Outcome] => [row.deviceId, row.outcome])]),
      );
      setKept({ ...state, selection, count: selectedCount(selection, total), dropped: null });
    },
    restore: () => setKept({ ...state, restoring: true }),
    dismiss: () => setKept({ ...state, dropped: null }),
    clear: () => setKept(selectionUnder(filter)),
  };
}

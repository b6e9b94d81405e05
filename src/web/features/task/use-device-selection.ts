import { useState } from 'react';
import { type Selection, selectedCount } from '#web/ui/selection.ts';
import { type DeviceFilter, type FilteredSelection, followFilter, selectionUnder } from './device-selection.ts';

export type DeviceSelection = FilteredSelection & {
  choose(selection: Selection, total: number): void;
  /** Asks the dropped selection back; it returns once the page shows its filter again. */
  restore(): void;
  dismiss(): void;
  clear(): void;
};

/** The ticked rows of the device table: they outlive pages and tabs, and end with the filter they were ticked under. */
export function useDeviceSelection(filter: DeviceFilter): DeviceSelection {
  const [kept, setKept] = useState(() => selectionUnder(filter));
  const state = followFilter(kept, filter);
  if (state !== kept) setKept(state);
  return {
    ...state,
    choose: (selection, total) =>
      setKept({ ...state, selection, count: selectedCount(selection, total), dropped: null }),
    restore: () => setKept({ ...state, restoring: true }),
    dismiss: () => setKept({ ...state, dropped: null }),
    clear: () => setKept(selectionUnder(filter)),
  };
}

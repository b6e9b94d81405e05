import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import classes from './SelectionBar.module.css';
import { everythingSelected, isSelected, nothingSelected, type Selection, selectedCount } from './selection.ts';

type Props = {
  selection: Selection;
  onChange(selection: Selection): void;
  /** Rows of the page that is shown. */
  ids: readonly string[];
  /** Rows that match the present filter, on all pages. */
  total: number;
  /** Whether all of them can be selected at once. */
  offersAll: boolean;
  /** The present filter in words. */
  filter?: readonly string[] | undefined;
  actions?: ReactNode;
};

/** How many rows are selected and on how many pages, with what can be done with them. */
export function SelectionBar({ selection, onChange, ids, total, offersAll, filter = [], actions }: Props) {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const count = selectedCount(selection, total);
  const shown = formats.count(count);
  const isAcross = selection.mode === 'some' && count > ids.filter((id) => isSelected(selection, id)).length;
  return (
    <div className={classes.bar} data-empty={count === 0 || undefined}>
      <span role="status">
        {count === 0
          ? t(($) => $.selection.none)
          : selection.mode === 'all'
            ? t(($) => $.selection.matching, { count, shown })
            : t(($) => (isAcross ? $.selection.across : $.selection.some), { count, shown })}
        {selection.mode === 'all' && filter.length > 0 && <> ({filter.join(t(($) => $.export.separator))})</>}
      </span>
      {offersAll && count < total && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(everythingSelected)}>
          {t(($) => $.selection.all, { count: total, shown: formats.count(total) })}
        </Button>
      )}
      {count > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange(nothingSelected)}>
          {t(($) => $.selection.clear)}
        </Button>
      )}
      {count > 0 && <span className={classes.actions}>{actions}</span>}
    </div>
  );
}

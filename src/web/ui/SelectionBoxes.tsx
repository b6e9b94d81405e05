import { type MouseEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './SelectionBoxes.module.css';
import { hint } from './hint.ts';
import { isSelected, type Selection, shareSelected, withRows } from './selection.ts';

type HeaderProps = { ids: readonly string[]; selection: Selection; onChange(selection: Selection): void };

/** Selects the rows of this page and says so; rows on other pages stay as they are. */
export function HeaderBox({ ids, selection, onChange }: HeaderProps) {
  const { t } = useTranslation('common');
  const share = shareSelected(selection, ids);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = share === 'some';
  }, [share]);
  return (
    <label className={classes.target}>
      <input
        ref={box}
        type="checkbox"
        className={classes.box}
        aria-label={t(($) => $.selection.page, { count: ids.length })}
        checked={share === 'all'}
        disabled={ids.length === 0}
        onChange={() => onChange(withRows(selection, ids, share !== 'all'))}
      />
    </label>
  );
}

type RowProps = HeaderProps & {
  id: string;
  name: string;
  /** Why the row cannot be selected, or null. */
  reason: string | null;
};

/** Selects one row; with Shift held, every row between it and the row chosen before. */
export function RowBox({ id, ids, name, reason, selection, onChange }: RowProps) {
  const choose = (event: MouseEvent<HTMLInputElement>) => {
    if (reason !== null) return;
    const table = event.currentTarget.closest<HTMLElement>('table, ul');
    const anchor = table?.dataset['anchor'];
    const range = event.shiftKey && anchor !== undefined ? between(ids, anchor, id) : [id];
    if (table) table.dataset['anchor'] = id;
    onChange(withRows(selection, range, !isSelected(selection, id)));
  };
  return (
    <label className={classes.target}>
      <input
        type="checkbox"
        className={classes.box}
        aria-label={name}
        aria-disabled={reason !== null || undefined}
        {...hint(reason)}
        checked={reason === null && isSelected(selection, id)}
        onChange={() => undefined}
        onClick={choose}
      />
    </label>
  );
}

function between(ids: readonly string[], one: string, other: string): readonly string[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)].toSorted((a, b) => a - b);
  return from === undefined || to === undefined || from < 0 ? [other] : ids.slice(from, to + 1);
}

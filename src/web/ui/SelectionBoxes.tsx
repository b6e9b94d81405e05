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

type RowProps = {
  id: string;
  name: string;
  /** Why the row cannot be selected, or null. */
  reason: string | null;
  selected: boolean;
};

/** A row's box. The list around it listens for all of them, see `chosenBy`; what stands around the box can be clicked as well. */
export function RowBox({ id, name, reason, selected }: RowProps) {
  return (
    <input
      type="checkbox"
      className={classes.box}
      data-row={id}
      aria-label={name}
      aria-disabled={reason !== null || undefined}
      {...hint(reason)}
      checked={reason === null && selected}
      onChange={() => undefined}
    />
  );
}

/**
 * The selection after a click somewhere in a list, or null when it was not on the box of a row that can be selected. With Shift
 * held, every row between it and the row chosen before goes the same way.
 */
export function chosenBy(event: MouseEvent<HTMLElement>, ids: readonly string[], selection: Selection) {
  const { target, currentTarget: list } = event;
  const place = target instanceof Element ? target.closest('[data-box]') : null;
  const id = place?.querySelector<HTMLElement>('[data-row]')?.dataset['row'];
  if (id === undefined || !ids.includes(id)) return null;
  const anchor = list.dataset['anchor'];
  const range = event.shiftKey && anchor !== undefined ? between(ids, anchor, id) : [id];
  list.dataset['anchor'] = id;
  return withRows(selection, range, !isSelected(selection, id));
}

function between(ids: readonly string[], one: string, other: string): readonly string[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)].toSorted((a, b) => a - b);
  return from === undefined || to === undefined || from < 0 ? [other] : ids.slice(from, to + 1);
}

import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DataGridProps } from './DataGrid.tsx';
import classes from './CardList.module.css';
import { chosenBy, RowBox } from './SelectionBoxes.tsx';
import { isSelected } from './selection.ts';

type Props<Row> = Omit<DataGridProps<Row>, 'columns' | 'card' | 'state'> & {
  card(row: Row): ReactNode;
  state: 'ready' | 'loading' | 'refreshing';
  ids: readonly string[];
};

/** The rows of a grid as cards, for small screens. */
export function CardList<Row>({ label, rows, rowId, card, state, empty, selection, ids }: Props<Row>) {
  if (state === 'loading') {
    return [0, 1, 2, 3].map((row) => <Skeleton key={row} height={96} m="sm" className={classes.skeleton} />);
  }
  if (rows.length === 0) return empty;
  return (
    // Hears the boxes of its cards, which a key clicks as well.
    <ul
      aria-label={label}
      className={classes.list}
      aria-busy={state === 'refreshing'}
      data-dimmed={state === 'refreshing' || undefined}
      {...(selection && {
        onClick: (event) => {
          const next = chosenBy(event, ids, selection.value);
          if (next) selection.onChange(next);
        },
      })}
    >
      {rows.map((row) => (
        <li key={rowId(row)} className={classes.card}>
          {selection && (
            <span data-box className={classes.box}>
              <RowBox
                id={rowId(row)}
                name={selection.rowName(row)}
                reason={selection.whyNot?.(row) ?? null}
                selected={isSelected(selection.value, rowId(row))}
              />
            </span>
          )}
          <div className={classes.body}>{card(row)}</div>
        </li>
      ))}
    </ul>
  );
}

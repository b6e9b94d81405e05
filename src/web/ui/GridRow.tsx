import { memo, useMemo } from 'react';
import classes from './DataGrid.module.css';
import type { GridColumn } from './DataGrid.tsx';
import { GridCells } from './GridCells.tsx';
import { RowBox } from './SelectionBoxes.tsx';

type Props<Row> = {
  id: string;
  row: Row;
  /** Position among the rows at hand, from 0. */
  index: number;
  /** Position in the whole table, header included, from 1. */
  rowIndex: number;
  columns: readonly GridColumn<Row>[];
  /** Null where rows cannot be selected. */
  selected: boolean | null;
  rowName: ((row: Row) => string) | undefined;
  whyNot: ((row: Row) => string | null) | undefined;
  measure: ((element: HTMLTableRowElement | null) => void) | undefined;
};

function DrawnRow<Row>({ id, row, index, rowIndex, columns, selected, rowName, whyNot, measure }: Props<Row>) {
  // Words take longer than a tick may; they do not change by it.
  const name = useMemo(() => rowName?.(row) ?? id, [rowName, row, id]);
  const reason = useMemo(() => whyNot?.(row) ?? null, [whyNot, row]);
  return (
    <tr ref={measure} role="row" data-index={index} aria-rowindex={rowIndex} data-selected={selected || undefined}>
      {selected !== null && (
        <td role="cell" data-box className={classes.box}>
          <RowBox id={id} name={name} reason={reason} selected={selected} />
        </td>
      )}
      <GridCells row={row} columns={columns} />
    </tr>
  );
}

/** A row is drawn anew only when something of it changed: a tick leaves the others alone. */
// `memo` forgets that the component takes any row.
export const GridRow = memo(DrawnRow) as typeof DrawnRow;

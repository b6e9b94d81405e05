import { useMemo } from 'react';
import type { GridColumn, GridSelection } from './DataGrid.tsx';
import { RowBox } from './SelectionBoxes.tsx';
import { isSelected } from './selection.ts';

type Props<Row> = {
  id: string;
  row: Row;
  /** Position among the rows at hand, from 0. */
  index: number;
  /** Position in the whole table, header included, from 1. */
  rowIndex: number;
  columns: readonly GridColumn<Row>[];
  ids: readonly string[];
  selection: GridSelection<Row> | undefined;
  measure: ((element: HTMLTableRowElement | null) => void) | undefined;
};

export function GridRow<Row>({ id, row, index, rowIndex, columns, ids, selection, measure }: Props<Row>) {
  // A tick draws boxes anew, not what stands in every row beside them.
  const cells = useMemo(
    () =>
      columns.map((column) => (
        <td key={column.id} data-align={column.align}>
          {column.cell(row)}
        </td>
      )),
    [columns, row],
  );
  const selected = selection !== undefined && isSelected(selection.value, id);
  return (
    <tr ref={measure} data-index={index} aria-rowindex={rowIndex} data-selected={selected || undefined}>
      {selection && (
        <td>
          <RowBox
            id={id}
            ids={ids}
            name={selection.rowName(row)}
            reason={selection.whyNot?.(row) ?? null}
            selection={selection.value}
            onChange={selection.onChange}
          />
        </td>
      )}
      {cells}
    </tr>
  );
}

import { memo, type ReactNode } from 'react';
import { hint } from './hint.ts';
import type { GridColumn } from './DataGrid.tsx';

type Props<Row> = { row: Row; columns: readonly GridColumn<Row>[] };

function DrawnCells<Row>({ row, columns }: Props<Row>): ReactNode {
  return columns.map((column) => {
    const text = column.hint?.(row) ?? null;
    return (
      <td
        key={column.id}
        {...(text === null ? {} : { tabIndex: 0, ...hint(text) })}
        role="cell"
        data-align={column.align}
        className={column.className}
        title={column.title?.(row) ?? undefined}
      >
        {column.cell(row)}
      </td>
    );
  });
}

/** What stands in a row beside its box; a tick draws the box anew and not this. */
// `memo` forgets that the component takes any row.
export const GridCells = memo(DrawnCells) as typeof DrawnCells;

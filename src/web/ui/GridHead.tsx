import classes from './DataGrid.module.css';
import type { GridColumn, GridOrder } from './DataGrid.tsx';
import { IconArrowDown, IconArrowUp } from './icons.ts';

type Props<Row> = { column: GridColumn<Row>; order: GridOrder | undefined };

/** A column's name; where the list can be sorted by it, a button that says how it is. */
export function GridHead<Row>({ column, order }: Props<Row>) {
  const sorted = order?.column === column.id ? order.direction : undefined;
  const Glyph = sorted === 'up' ? IconArrowUp : IconArrowDown;
  const wordOf = { up: 'ascending', down: 'descending' } as const;
  return (
    <th role="columnheader" scope="col" data-align={column.align} {...(sorted && { 'aria-sort': wordOf[sorted] })}>
      {order && column.sortable ? (
        <button type="button" className={classes.sort} onClick={() => order.onSort(column.id)}>
          {column.header}
          {sorted && <Glyph size={13} aria-hidden />}
        </button>
      ) : column.bare ? (
        <span className="visually-hidden">{column.header}</span>
      ) : (
        column.header
      )}
    </th>
  );
}

import { useElementSize, useMediaQuery } from '@mantine/hooks';
import {
  columnVisibilityFeature,
  createColumnHelper,
  type RowData,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type CSSProperties, type ReactNode, useDeferredValue, useMemo } from 'react';
import { CardList } from './CardList.tsx';
import classes from './DataGrid.module.css';
import { GridHead } from './GridHead.tsx';
import { GridRow } from './GridRow.tsx';
import { lazyPart } from './lazy-part.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { chosenBy, HeaderBox } from './SelectionBoxes.tsx';
import { isSelected, type Selection } from './selection.ts';
import { SkeletonRows } from './SkeletonRows.tsx';

export type GridColumn<Row> = {
  id: string;
  /** Column name; also names the cell's value in card view. */
  header: string;
  /** Its name is only read aloud: there is no room for it, or what stands below says enough. */
  bare?: boolean;
  cell(row: Row): ReactNode;
  /** Of its cells: a cell is a block that can lay out what is in it, which spares a wrapper in every row. */
  className?: string | undefined;
  /** All of a text that its cell may cut. */
  title?(row: Row): string | null;
  /** The same where it is worth a stop of the keyboard. */
  hint?(row: Row): string | null;
  /** Pixels. The grid scrolls sideways when the sum does not fit. */
  width: number;
  /** Takes what is left of the width, in proportion to `width`. */
  grows?: boolean;
  align?: 'left' | 'right';
  /** A click on its name sorts by it. */
  sortable?: boolean;
  /** Hidden while the grid is narrower than this many pixels. */
  hideBelow?: number;
};

export type GridSelection<Row> = {
  value: Selection;
  onChange(selection: Selection): void;
  /** Names a row's box: "Select device dev-1". */
  rowName(row: Row): string;
  /** Why a row cannot be selected, in the person's language; null when it can. */
  whyNot?(row: Row): string | null;
  /** Whether every row that matches can be selected at once; false where the server could not resolve that. */
  offersAll?: boolean;
  /** The present filter in words: what "all that match" means. */
  filter?: readonly string[];
  /** Shown beside "12 selected": what can be done with them. */
  actions?: ReactNode;
};

export type GridOrder = { column: string; direction: 'up' | 'down'; onSort(column: string): void };

export type DataGridProps<Row> = {
  /** Names the table and its scroll region. */
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  rowId(row: Row): string;
  /** Rows in the whole list, of which `rows` is a part that starts at `from` (from 0). */
  total?: number;
  from?: number;
  /** `refreshing` dims what is there and keeps it usable. */
  state?: 'ready' | 'loading' | 'refreshing';
  /** What stands in place of rows when there are none. */
  empty: ReactNode;
  selection?: GridSelection<Row>;
  /** How the whole list is sorted. */
  order?: GridOrder;
  /** How close rows stand. */
  density?: 'normal' | 'compact';
  /** Draws a row as a card on screens up to 640 px wide. */
  card?(row: Row): ReactNode;
  /** CSS height from which the body scrolls by itself. Long lists always have one. */
  maxHeight?: string;
  /** Estimated pixels of a row, for lists too long to draw whole. */
  rowHeight?: number;
};

// More rows than this are drawn only where they can be seen.
const drawnWhole = 60;
const CardSort = lazyPart(() => import('./CardSort.tsx').then((module) => module.CardSort));
const boxWidth = 44;
const VirtualRows = lazyPart(() => import('./VirtualRows.tsx').then((module) => module.VirtualRows));
const features = tableFeatures({ columnVisibilityFeature });

/** Every list of the product: fixed columns, rows known by id, a selection that survives paging, cards on small screens. */
export function DataGrid<Row extends RowData>(props: DataGridProps<Row>) {
  const { columns, rows, rowId, state = 'ready', selection, from = 0, total = rows.length } = props;
  const narrow = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false });
  const { ref, width } = useElementSize();
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map(({ id, hideBelow = 0 }) => [id, width === 0 || width >= hideBelow])),
    [columns, width],
  );
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map((column) =>
      helper.display({ id: column.id, header: column.header, cell: ({ row }) => column.cell(row.original) }),
    );
  }, [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: defs, data, getRowId: rowId, state: { columnVisibility } });

  const shown = useMemo(() => columns.filter((column) => columnVisibility[column.id]), [columns, columnVisibility]);
  const anyGrows = shown.some(({ grows }) => grows);
  const whyNot = selection?.whyNot;
  const ids = useMemo(() => rows.filter((row) => (whyNot?.(row) ?? null) === null).map(rowId), [rows, rowId, whyNot]);
  const long = rows.length > drawnWhole;
  const tableStyle: CSSProperties & { '--columns': string } = {
    '--columns': [
      ...(selection ? [`${boxWidth}px`] : []),
      ...shown.map(({ width: px, grows }) => (grows || !anyGrows ? `minmax(${px}px, ${px}fr)` : `${px}px`)),
    ].join(' '),
    minWidth: shown.reduce((sum, column) => sum + column.width, selection ? boxWidth : 0),
  };
  const columnCount = shown.length + (selection ? 1 : 0);
  const tableRows = table.getRowModel().rows;
  const drawRow = (index: number, measure?: (element: HTMLTableRowElement | null) => void) => {
    const row = tableRows[index];
    if (!row) return null;
    return (
      <GridRow
        key={row.id}
        id={row.id}
        row={row.original}
        index={index}
        rowIndex={from + index + 2}
        columns={shown}
        selected={selection ? isSelected(selection.value, row.id) : null}
        rowName={selection?.rowName}
        whyNot={whyNot}
        measure={measure}
      />
    );
  };

  // A box shows its tick first; how many there are now, and what can be done with them, follows.
  const bar = useDeferredValue(
    selection && (
      <SelectionBar
        selection={selection.value}
        onChange={selection.onChange}
        ids={ids}
        total={total}
        offersAll={selection.offersAll ?? true}
        filter={selection.filter}
        actions={selection.actions}
      />
    ),
  );
  if (narrow && props.card) {
    return (
      <div className={classes.frame}>
        {bar}
        {props.order && <CardSort columns={columns} order={props.order} />}
        <CardList {...props} card={props.card} state={state} ids={ids} />
      </div>
    );
  }
  return (
    <div className={classes.frame}>
      {bar}
      <div
        ref={ref}
        role="region"
        aria-label={props.label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        className={classes.region}
        style={{ maxHeight: props.maxHeight ?? (long ? '70vh' : undefined) }}
      >
        {/* Rows are laid out as grids, which a table's own words for them would not survive in every browser. */}
        <table
          role="table"
          className={classes.table}
          aria-label={props.label}
          aria-rowcount={total + 1}
          aria-busy={state !== 'ready'}
          data-dimmed={state === 'refreshing' || undefined}
          data-density={props.density}
          data-whole={!long || undefined}
          style={tableStyle}
        >
          <thead role="rowgroup">
            <tr role="row" aria-rowindex={1}>
              {selection && (
                <th role="columnheader" scope="col" className={classes.box}>
                  <HeaderBox ids={ids} selection={selection.value} onChange={selection.onChange} />
                </th>
              )}
              {shown.map((column) => (
                <GridHead key={column.id} column={column} order={props.order} />
              ))}
            </tr>
          </thead>
          {/* Hears the boxes of its rows, which a key clicks as well. */}
          <tbody
            role="rowgroup"
            {...(selection && {
              onClick: (event) => {
                const next = chosenBy(event, ids, selection.value);
                if (next) selection.onChange(next);
              },
            })}
          >
            {state === 'loading' && <SkeletonRows columns={columnCount} />}
            {state !== 'loading' && rows.length === 0 && (
              <tr role="row">
                <td role="cell" className={classes.wide}>
                  {props.empty}
                </td>
              </tr>
            )}
            {long ? (
              <VirtualRows
                count={rows.length}
                rowHeight={props.rowHeight ?? 48}
                drawRow={drawRow}
                meanwhile={tableRows.slice(0, drawnWhole).map((_, index) => drawRow(index))}
              />
            ) : (
              tableRows.map((_, index) => drawRow(index))
            )}
          </tbody>
        </table>
      </div>
    </div>
  );
}

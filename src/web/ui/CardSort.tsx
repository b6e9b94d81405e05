import { ActionIcon, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './CardList.module.css';
import type { GridColumn, GridOrder } from './DataGrid.tsx';
import { nameHint } from './hint.ts';
import { IconArrowDown, IconArrowUp } from './icons.ts';

type Props = { columns: readonly Pick<GridColumn<never>, 'id' | 'header' | 'sortable'>[]; order: GridOrder };

/** How cards are sorted: they have no heads of columns to click on. */
export function CardSort({ columns, order }: Props) {
  const { t } = useTranslation('common');
  const up = order.direction === 'up';
  const Glyph = up ? IconArrowUp : IconArrowDown;
  const sortable = columns.filter((column) => column.sortable).map(({ id, header }) => ({ value: id, label: header }));
  // A list can be sorted by what is not shown.
  const isShown = sortable.some(({ value }) => value === order.column);
  return (
    <div className={classes.sort}>
      <NativeSelect
        size="xs"
        aria-label={t(($) => $.sort.by)}
        value={order.column}
        onChange={(event) => order.onSort(event.currentTarget.value)}
        data={isShown ? sortable : [{ value: order.column, label: '–' }, ...sortable]}
      />
      <ActionIcon
        variant="default"
        size={30}
        {...nameHint(up ? t(($) => $.sort.up) : t(($) => $.sort.down))}
        onClick={() => order.onSort(order.column)}
      >
        <Glyph size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}

import { ActionIcon, Button, Popover } from '@mantine/core';
import { cloneElement, type ReactElement, type Ref, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layout } from '#shared/domain/saved-view.ts';
import { nameHint } from '#web/ui/hint.ts';
import { IconArrowDown, IconArrowUp } from '#web/ui/icons.ts';
import { useHold } from '#web/ui/use-hold.ts';
import { useOpenWhenFetched } from '#web/ui/use-open-when-fetched.ts';
import classes from './ColumnsMenu.module.css';
import { columnIds, type ColumnId, columnsOf, plainLayout } from './views.ts';

type Props = {
  button: ReactElement<{ ref?: Ref<HTMLButtonElement>; onClick?: () => void; 'aria-expanded'?: boolean }>;
  layout: Layout;
  onLayout(layout: Layout): void;
};

/** Which columns the list has, in which order, and how close its rows stand. */
export function ColumnsMenu({ button, layout, onLayout }: Props) {
  const { t } = useTranslation('tasks');
  const [opened, setOpened] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  useOpenWhenFetched(target, () => setOpened(true));
  useHold(opened);
  const shown = columnsOf(layout);
  const set = (columns: ColumnId[]) => onLayout({ ...layout, columns });
  const move = (column: ColumnId, by: number) => {
    const place = shown.indexOf(column);
    set(shown.with(place, shown[place + by] ?? column).with(place + by, column));
  };
  const row = (column: ColumnId) => {
    const place = shown.indexOf(column);
    const name = t(($) => $.column[column]);
    const isFixed = column === 'name';
    const step = (label: string, by: number, Glyph: typeof IconArrowUp) => (
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        disabled={place < 0 || place + by < 0 || place + by >= shown.length}
        {...nameHint(label)}
        onClick={() => move(column, by)}
      >
        <Glyph size={14} aria-hidden />
      </ActionIcon>
    );
    return (
      <li key={column} className={classes.row}>
        <label className={classes.label}>
          <input
            type="checkbox"
            checked={place >= 0}
            disabled={isFixed}
            onChange={() => set(place < 0 ? [...shown, column] : shown.filter((other) => other !== column))}
          />
          {name}
        </label>
        {step(
          t(($) => $.layout.earlier, { column: name }),
          -1,
          IconArrowUp,
        )}
        {step(
          t(($) => $.layout.later, { column: name }),
          1,
          IconArrowDown,
        )}
      </li>
    );
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-end" trapFocus returnFocus withRoles>
      <Popover.Target>
        {cloneElement(button, { ref: target, onClick: () => setOpened(!opened), 'aria-expanded': opened })}
      </Popover.Target>
      <Popover.Dropdown aria-label={t(($) => $.layout.title)} className={classes.panel ?? ''}>
        <ul className={classes.list}>{[...shown, ...columnIds.filter((id) => !shown.includes(id))].map(row)}</ul>
        <label className={classes.label}>
          <input
            type="checkbox"
            checked={layout.density === 'compact'}
            onChange={() => onLayout({ ...layout, density: layout.density === 'compact' ? 'normal' : 'compact' })}
          />
          {t(($) => $.layout.compact)}
        </label>
        <Button variant="subtle" size="compact-sm" color="gray" onClick={() => onLayout(plainLayout)}>
          {t(($) => $.layout.reset)}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

import { Menu } from '@mantine/core';
import { cloneElement, type ReactNode, useRef, useState } from 'react';
import type { MenuEntry, MenuTrigger } from './MenuButton.tsx';
import classes from './MenuList.module.css';
import { useOpenWhenFetched } from './use-open-when-fetched.ts';
import { useHold } from './use-hold.ts';

type Props = {
  trigger: MenuTrigger;
  title?: ReactNode;
  entries: readonly MenuEntry[];
  width?: number;
  position?: 'bottom-start' | 'bottom-end';
  /** Draws the list above everything, for a button whose surroundings cut off what stands out of them. */
  portal?: boolean;
};

/** The menu of a MenuButton, open when it first appears. */
export function MenuList({ trigger, title, entries, width = 200, position = 'bottom-end', portal = false }: Props) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useOpenWhenFetched(button, () => setOpened(true));
  useHold(opened);
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      returnFocus
      withinPortal={portal}
      withInitialFocusPlaceholder={false}
      position={position}
      width={width}
    >
      <Menu.Target>{cloneElement(trigger, { ref: button })}</Menu.Target>
      <Menu.Dropdown>
        {title !== undefined && <Menu.Label>{title}</Menu.Label>}
        {entries.map(({ key, label, icon, checked, lang, danger, reason, onSelect }) =>
          checked === undefined ? (
            <Menu.Item
              key={key}
              lang={lang}
              leftSection={icon}
              // Not `disabled`: then no key would reach it, and its reason stay unread.
              closeMenuOnClick={!reason}
              onClick={() => !reason && onSelect()}
              {...(reason ? { 'aria-disabled': true, 'data-disabled': true } : {})}
              {...(danger && !reason ? { color: 'red' } : {})}
            >
              {label}
              {reason && <span className={classes.reason}>{reason}</span>}
            </Menu.Item>
          ) : (
            <Menu.RadioItem key={key} value={key} lang={lang} checked={checked} closeMenuOnClick onChange={onSelect}>
              <span className={classes.choice}>
                {icon}
                <span>{label}</span>
              </span>
            </Menu.RadioItem>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

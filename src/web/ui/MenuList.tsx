import { Menu } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { IconCheck } from './icons.ts';
import type { MenuEntry, MenuTrigger } from './MenuButton.tsx';
import { useHold } from './use-hold.ts';

type Props = {
  trigger: MenuTrigger;
  title?: ReactNode;
  entries: readonly MenuEntry[];
  width?: number;
  position?: 'bottom-start' | 'bottom-end';
};

/** The menu of a MenuButton, open when it first appears. */
export function MenuList({ trigger, title, entries, width = 200, position = 'bottom-end' }: Props) {
  const [opened, setOpened] = useState(true);
  useHold(opened);
  return (
    <Menu opened={opened} onChange={setOpened} position={position} width={width}>
      <Menu.Target>{trigger}</Menu.Target>
      <Menu.Dropdown>
        {title !== undefined && <Menu.Label>{title}</Menu.Label>}
        {entries.map(({ key, label, icon, checked, lang, onSelect }) => (
          <Menu.Item
            key={key}
            lang={lang}
            leftSection={icon}
            rightSection={checked ? <IconCheck size={14} aria-hidden /> : null}
            {...(checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': checked })}
            onClick={onSelect}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameHint } from '#web/ui/hint.ts';
import { IconDots } from '#web/ui/icons.ts';
import { MenuButton, type MenuEntry } from '#web/ui/MenuButton.tsx';

/** What is seldom done with a task. */
export function TaskMenu({ entries }: { entries: readonly MenuEntry[] }) {
  const { t } = useTranslation('task');
  return (
    <MenuButton entries={entries} width={260}>
      <ActionIcon variant="default" size={36} {...nameHint(t(($) => $.actions.more))}>
        <IconDots size={18} aria-hidden />
      </ActionIcon>
    </MenuButton>
  );
}

import { ActionIcon } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/domain/task.ts';
import { IconDots } from '#web/ui/icons.ts';
import type { MenuTrigger } from '#web/ui/MenuButton.tsx';

/** Draws the menu of a task around its button. It is fetched when somebody first asks for one. */
export type DrawMenu = (task: Task, button: MenuTrigger) => ReactNode;

/** Opens what can be done with a task of the list. */
export function RowMenuButton({ task, draw }: { task: Task; draw: DrawMenu }) {
  const { t } = useTranslation('tasks');
  const [wanted, setWanted] = useState(false);
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={t(($) => $.actionsFor, { name: task.name })}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setWanted(true)}
    >
      <IconDots size={16} aria-hidden />
    </ActionIcon>
  );
  return wanted ? draw(task, button) : button;
}

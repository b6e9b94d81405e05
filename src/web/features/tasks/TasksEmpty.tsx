import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { holds } from '#shared/domain/roles.ts';
import { usePerson } from '#web/api/use-person.ts';
import { Empty } from '#web/ui/Empty.tsx';
import { IconCircleDashed, IconCloudOff, IconFilterOff } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { idSearchedFor, type ListReading } from './list-row.ts';
import { NewTaskButton } from './NewTaskButton.tsx';

type Props = {
  connection: string;
  filtered: boolean;
  q: string | undefined;
  reading: ListReading;
  /** How many tasks have come since and are not shown yet. */
  waiting: number;
  onClear(): void;
};

/** Why the list is empty: new tasks are not shown yet, nothing matches, nothing was read yet, or nothing is there. */
export function TasksEmpty({ connection, filtered, q, reading, waiting, onClear }: Props) {
  const { t } = useTranslation('tasks');
  const mayCreate = holds(usePerson().role, 'task.create');
  const taskId = idSearchedFor(q);
  if (waiting > 0) return <Empty title={t(($) => $.empty.newTitle)}>{t(($) => $.empty.newText)}</Empty>;
  if (filtered) {
    return (
      <Empty
        icon={IconFilterOff}
        title={t(($) => $.empty.noMatchTitle)}
        action={
          <Group justify="center" gap="xs">
            {taskId !== null && (
              <LinkButton to="/c/$connection/tasks/$taskId" params={{ connection, taskId }}>
                {t(($) => $.empty.openById, { id: taskId })}
              </LinkButton>
            )}
            <Button variant="default" onClick={onClear}>
              {t(($) => $.filter.clear)}
            </Button>
          </Group>
        }
      >
        {taskId === null ? t(($) => $.empty.noMatchText) : t(($) => $.empty.noMatchId)}
      </Empty>
    );
  }
  if (reading === 'held_up') {
    return (
      <Empty icon={IconCloudOff} title={t(($) => $.empty.heldUpTitle)}>
        {t(($) => $.empty.heldUpText)}
      </Empty>
    );
  }
  if (reading === 'first') {
    return (
      <Empty icon={IconCircleDashed} title={t(($) => $.empty.readingTitle)}>
        {t(($) => $.empty.readingText)}
      </Empty>
    );
  }
  return (
    <Empty title={t(($) => $.empty.firstTitle)} action={mayCreate && <NewTaskButton connection={connection} />}>
      {mayCreate ? t(($) => $.empty.firstText) : t(($) => $.empty.firstTextReader)}
    </Empty>
  );
}

import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { holds } from '#shared/domain/roles.ts';
import { usePerson } from '#web/api/use-person.ts';
import { Empty } from '#web/ui/Empty.tsx';
import { IconCircleDashed, IconCloudOff, IconFilterOff } from '#web/ui/icons.ts';
import type { ListReading } from './list-row.ts';
import { NewTaskButton } from './NewTaskButton.tsx';

type Props = { connection: string; filtered: boolean; reading: ListReading; onClear(): void };

/** Why the list is empty: nothing matches, nothing read yet, or nothing there. */
export function TasksEmpty({ connection, filtered, reading, onClear }: Props) {
  const { t } = useTranslation('tasks');
  const mayCreate = holds(usePerson().role, 'task.create');
  if (filtered) {
    return (
      <Empty
        icon={IconFilterOff}
        title={t(($) => $.empty.noMatchTitle)}
        action={
          <Button variant="default" onClick={onClear}>
            {t(($) => $.filter.clear)}
          </Button>
        }
      >
        {t(($) => $.empty.noMatchText)}
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

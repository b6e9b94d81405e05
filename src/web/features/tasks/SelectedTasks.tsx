import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holds } from '#shared/domain/roles.ts';
import type { TaskFilter } from '#shared/domain/task-filter.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconNotes } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import type { Selection } from '#web/ui/selection.ts';
import { CopyIdsButton } from './CopyIdsButton.tsx';

const NoteTasksDialog = lazyPart(() => import('./NoteTasksDialog.tsx').then((module) => module.NoteTasksDialog));

type Props = { connection: string; filter: TaskFilter; selection: Selection; count: number };

/** What the list itself can do with selected tasks. */
export function SelectedTasks({ connection, filter, selection, count }: Props) {
  const { t } = useTranslation('task');
  const { role } = usePerson();
  const [noting, setNoting] = useState(false);
  return (
    <>
      <ActionButton
        size="compact-sm"
        variant="subtle"
        reason={holds(role, 'task.note') ? null : t(($) => $.annotation.refused)}
        leftSection={<IconNotes size={14} aria-hidden />}
        onClick={() => setNoting(true)}
      >
        {t(($) => $.annotation.many.open)}
      </ActionButton>
      <CopyIdsButton connection={connection} filter={filter} selection={selection} />
      {noting && (
        <NoteTasksDialog
          connection={connection}
          filter={filter}
          selection={selection}
          count={count}
          onClose={() => setNoting(false)}
        />
      )}
    </>
  );
}

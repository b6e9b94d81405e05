import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whyNotAllowed } from '#shared/domain/actions.ts';
import { type FailureSelection, mostSelectedTasks } from '#shared/domain/failures.ts';
import type { TaskFilter } from '#shared/domain/task-filter.ts';
import { taskIdsQuery } from '#web/api/task-list.ts';
import { useAsked } from '#web/api/use-asked.ts';
import { usePerson } from '#web/api/use-person.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconRotateClockwise2 } from '#web/ui/icons.ts';
import type { Selection } from '#web/ui/selection.ts';
import { RetryPlanDialog } from './RetryPlanDialog.tsx';

type Props = { connection: string; filter: TaskFilter; selection: Selection; count: number };

/** Retries what failed in the selected tasks. Of everything that matches, the ids are asked for first. */
export function RetryTasks({ connection, filter, selection, count }: Props) {
  const { t } = useTranslation('failures');
  const refusals = useTranslation('errors').t;
  const formats = useFormats();
  const { role } = usePerson();
  const queryClient = useQueryClient();
  const retry = useAsked<FailureSelection>();
  const [asking, setAsking] = useState(false);
  const forbidden = whyNotAllowed(role, 'task.retry');
  const tooMany =
    count > mostSelectedTasks ? t(($) => $.plan.tooMany, { most: formats.count(mostSelectedTasks) }) : null;
  const open = async () => {
    const opener = document.activeElement;
    setAsking(true);
    const ids =
      selection.mode === 'some'
        ? [...selection.ids]
        : await queryClient.fetchQuery(taskIdsQuery(connection, filter, selection.except)).catch(() => []);
    setAsking(false);
    if (ids.length > 0) retry.open({ by: 'tasks', taskIds: ids.slice(0, mostSelectedTasks) }, opener);
  };
  return (
    <>
      <ActionButton
        size="compact-sm"
        variant="subtle"
        loading={asking}
        reason={(forbidden && refusals(($) => $.refusal[forbidden])) ?? tooMany}
        leftSection={<IconRotateClockwise2 size={14} aria-hidden />}
        onClick={() => void open()}
      >
        {t(($) => $.plan.ofTasks)}
      </ActionButton>
      {retry.asked && (
        <RetryPlanDialog
          key={retry.asked.idempotencyKey}
          connection={connection}
          which={retry.asked.request}
          idempotencyKey={retry.asked.idempotencyKey}
          opened={retry.opened}
          onClose={retry.close}
          onBegun={() => undefined}
        />
      )}
    </>
  );
}

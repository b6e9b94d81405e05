import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type RefusalReason,
  whyNotAllowed,
  whyNotConfirm,
  whyNotCopy,
  whyNotDelete,
  whyNotRetryFailed,
  whyNotStop,
} from '#shared/domain/actions.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Task } from '#shared/domain/task.ts';
import { connectionsQuery } from '#web/api/connections.ts';
import type { ControlKind } from '#web/api/control.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconCheck, IconCopy, IconPlayerStop, IconRotateClockwise2, IconTrash } from '#web/ui/icons.ts';
import { TaskMenu } from './TaskMenu.tsx';

const CopyDialog = lazy(() => import('./CopyDialog.tsx').then((module) => ({ default: module.CopyDialog })));

type Props = {
  task: Task;
  isGone: boolean;
  /** Its devices wait for a confirmation before they install. */
  needsConfirm: boolean;
  onRetryFailed(): void;
  onControl(kind: ControlKind): void;
};

/** What can be done with a task as a whole, and in words why not. */
export function TaskActions({ task, isGone, needsConfirm, onRetryFailed, onControl }: Props) {
  const { t } = useTranslation('task');
  const refusals = useTranslation('errors').t;
  const { role } = usePerson();
  const inWords = (reason: RefusalReason | null) => reason && refusals(($) => $.refusal[reason]);
  const why = (permission: Parameters<typeof whyNotAllowed>[1], rule: RefusalReason | null) =>
    inWords(isGone ? 'task_gone' : (whyNotAllowed(role, permission) ?? rule));
  const { canStop, canConfirm } = rulesOf(task.kind);
  const { data } = useQuery(connectionsQuery());
  const creates = data?.connections.find(({ id }) => id === task.connection)?.creates ?? 'nothing';
  const [copying, setCopying] = useState(false);
  const noDelete = why('task.delete', whyNotDelete(task));
  return (
    <>
      {/* The verdict says of the others that they cannot be stopped. */}
      {canStop && (
        <ActionButton
          variant="default"
          reason={why('task.stop', whyNotStop(task))}
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={() => onControl('stop')}
        >
          {t(($) => $.actions.stop)}
        </ActionButton>
      )}
      {canConfirm && needsConfirm && (
        <ActionButton
          variant="default"
          reason={why('task.confirm', whyNotConfirm(task))}
          leftSection={<IconCheck size={16} aria-hidden />}
          onClick={() => onControl('confirm')}
        >
          {t(($) => $.actions.confirm)}
        </ActionButton>
      )}
      <ActionButton
        reason={why('task.retry', whyNotRetryFailed(task))}
        leftSection={<IconRotateClockwise2 size={16} aria-hidden />}
        onClick={onRetryFailed}
      >
        {t(($) => $.actions.retryFailed)}
      </ActionButton>
      <TaskMenu
        entries={[
          {
            key: 'copy',
            label: t(($) => $.actions.copy),
            icon: <IconCopy size={16} aria-hidden />,
            // Also of a task that the platform no longer has: what was read of it is here.
            reason: inWords(whyNotAllowed(role, 'task.create') ?? whyNotCopy(task, creates)),
            onSelect: () => setCopying(true),
          },
          {
            key: 'delete',
            label: t(($) => $.actions.delete),
            icon: <IconTrash size={16} aria-hidden />,
            danger: true,
            reason: noDelete,
            onSelect: () => onControl('delete'),
          },
        ]}
      />
      {copying && (
        <Suspense fallback={null}>
          <CopyDialog task={task} opened onClose={() => setCopying(false)} />
        </Suspense>
      )}
    </>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Task } from '#shared/domain/task.ts';
import type { ControlKind } from '#web/api/control.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconCheck, IconCopy, IconPlayerStop, IconRotateClockwise2, IconTrash } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { TaskMenu } from './TaskMenu.tsx';
import { useTaskRefusals } from './use-task-refusals.ts';

const CopyDialog = lazyPart(() => import('./CopyDialog.tsx').then((module) => module.CopyDialog));

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
  const reasons = useTaskRefusals(task, isGone);
  const { canStop, canConfirm } = rulesOf(task.kind);
  const [copying, setCopying] = useState(false);
  return (
    <>
      {/* The verdict says of the others that they cannot be stopped. */}
      {canStop && (
        <ActionButton
          variant="default"
          reason={reasons.stop}
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={() => onControl('stop')}
        >
          {t(($) => $.actions.stop)}
        </ActionButton>
      )}
      {canConfirm && needsConfirm && (
        <ActionButton
          variant="default"
          reason={reasons.confirm}
          leftSection={<IconCheck size={16} aria-hidden />}
          onClick={() => onControl('confirm')}
        >
          {t(($) => $.actions.confirm)}
        </ActionButton>
      )}
      <ActionButton
        reason={reasons.retryFailed}
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
            reason: reasons.copy,
            onSelect: () => setCopying(true),
          },
          {
            key: 'delete',
            label: t(($) => $.actions.delete),
            icon: <IconTrash size={16} aria-hidden />,
            danger: true,
            reason: reasons.delete,
            onSelect: () => onControl('delete'),
          },
        ]}
      />
      {copying && <CopyDialog task={task} opened onClose={() => setCopying(false)} />}
    </>
  );
}

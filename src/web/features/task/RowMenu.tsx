import './mantine.ts';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Task } from '#shared/domain/task.ts';
import { IconCopy, IconNotes, IconPlayerStop, IconRotateClockwise2, IconTrash } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import type { MenuEntry, MenuTrigger } from '#web/ui/MenuButton.tsx';
import { MenuList } from '#web/ui/MenuList.tsx';
import type { ControlRequest } from './ControlDialog.tsx';
import type { RetryRequest } from './retry-plan.ts';
import { TaskDialogs } from './TaskDialogs.tsx';
import { useAsked } from '#web/api/use-asked.ts';
import { useTaskRefusals } from './use-task-refusals.ts';

const CopyDialog = lazyPart(() => import('./CopyDialog.tsx').then((module) => module.CopyDialog));
const NoteDialog = lazyPart(() => import('./NoteDialog.tsx').then((module) => module.NoteDialog));

type Props = { task: Task; button: MenuTrigger };

/** What can be done with a task without opening it, open when it first appears. Whether the platform still has it is not asked. */
export function RowMenu({ task, button }: Props) {
  const { t } = useTranslation('task');
  const reasons = useTaskRefusals(task, false);
  const place = useRef<HTMLSpanElement>(null);
  const [asking, setAsking] = useState<'note' | 'copy' | null>(null);
  // An entry goes with the menu; the button that opened it stays, and is what the focus goes back to.
  const from = () => place.current?.querySelector('button') ?? null;
  const retry = useAsked<RetryRequest>();
  const control = useAsked<ControlRequest>();
  const entries: MenuEntry[] = [
    {
      key: 'retry',
      label: t(($) => $.actions.retryFailed),
      icon: <IconRotateClockwise2 size={16} aria-hidden />,
      reason: reasons.retryFailed,
      onSelect: () => retry.open({ by: 'classes' }, from()),
    },
    ...(rulesOf(task.kind).canStop
      ? [
          {
            key: 'stop',
            label: t(($) => $.actions.stop),
            icon: <IconPlayerStop size={16} aria-hidden />,
            reason: reasons.stop,
            onSelect: () => control.open({ kind: 'stop' }, from()),
          },
        ]
      : []),
    {
      key: 'note',
      label: t(($) => $.actions.note),
      icon: <IconNotes size={16} aria-hidden />,
      reason: reasons.note,
      onSelect: () => setAsking('note'),
    },
    {
      key: 'copy',
      label: t(($) => $.actions.copy),
      icon: <IconCopy size={16} aria-hidden />,
      reason: reasons.copy,
      onSelect: () => setAsking('copy'),
    },
    {
      key: 'delete',
      label: t(($) => $.actions.delete),
      icon: <IconTrash size={16} aria-hidden />,
      danger: true,
      reason: reasons.delete,
      onSelect: () => control.open({ kind: 'delete' }, from()),
    },
  ];
  const stopAsking = () => {
    setAsking(null);
    from()?.focus();
  };
  return (
    <span ref={place}>
      <MenuList trigger={button} entries={entries} width={260} portal />
      <TaskDialogs task={task} retry={retry} control={control} />
      {asking === 'note' && <NoteDialog task={task} onClose={stopAsking} />}
      {asking === 'copy' && <CopyDialog task={task} opened onClose={stopAsking} />}
    </span>
  );
}

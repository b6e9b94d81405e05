import '@mantine/core/styles/Radio.layer.css';
import '@mantine/core/styles/RadioIndicator.layer.css';
import { Radio, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopiedDevices } from '#shared/domain/brought.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Task } from '#shared/domain/task.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import classes from './RetryDialog.module.css';

type Props = { task: Task; opened: boolean; onClose(): void };

/** Asks which devices the copy of a task is for, and begins its draft. Nothing is sent. */
export function CopyDialog({ task, opened, onClose }: Props) {
  const { t } = useTranslation('task');
  const navigate = useNavigate();
  const { counts, groupIds } = task;
  const failed = counts.failed + counts.retryPending;
  const unfinished = counts.total - counts.succeeded - counts.removed;
  const takesDevices = rulesOf(task.kind).targets.some((source) => source === 'devices');
  const offered: { value: CopiedDevices; count?: number }[] = [
    ...(groupIds.length > 0 ? [{ value: 'groups', count: groupIds.length } as const] : []),
    { value: 'all', count: counts.total },
    { value: 'failed', count: failed },
    { value: 'not_succeeded', count: unfinished },
    { value: 'none' },
  ];
  const [chosen, setChosen] = useState<CopiedDevices>(
    groupIds.length > 0 ? 'groups' : counts.total > 0 ? 'all' : 'none',
  );
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    await navigate({
      to: '/c/$connection/tasks/new',
      params: { connection: task.connection },
      search: { copy: task.id, devices: takesDevices ? chosen : 'none' },
    });
  };
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={t(($) => $.copyTask.title, { name: task.name })}
      confirmLabel={t(($) => $.copyTask.begin)}
      onConfirm={() => void begin()}
      busy={busy}
    >
      <div className={classes.question}>
        <p>{t(($) => $.copyTask.happens)}</p>
        {takesDevices ? (
          <Radio.Group
            label={t(($) => $.copyTask.devices)}
            value={chosen}
            onChange={(value) => setChosen(offered.find((one) => one.value === value)?.value ?? 'none')}
          >
            <Stack gap="xs" mt={6}>
              {offered.map(({ value, count }) => (
                <Radio
                  key={value}
                  value={value}
                  disabled={count === 0}
                  label={t(($) => $.copyTask.which[value], { count: count ?? 0 })}
                />
              ))}
            </Stack>
          </Radio.Group>
        ) : (
          <p>{t(($) => $.copyTask.workbook)}</p>
        )}
      </div>
    </Confirm>
  );
}

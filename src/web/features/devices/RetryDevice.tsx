import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DeviceTask } from '#shared/domain/device.ts';
import { failureOf } from '#web/api/problem.ts';
import { retryMutation } from '#web/api/tasks.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';

type Props = {
  connection: string;
  deviceId: string;
  task: DeviceTask;
  idempotencyKey: string;
  opened: boolean;
  onClose(): void;
};

/** Asks before one device of one task is tried again. */
export function RetryDevice({ connection, deviceId, task, idempotencyKey, opened, onClose }: Props) {
  const { t } = useTranslation('devices');
  const ref = { connection, id: task.taskId };
  const retry = useMutation(retryMutation(ref, idempotencyKey));
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={t(($) => $.retry.title)}
      confirmLabel={t(($) => $.retry.confirm)}
      onConfirm={() =>
        retry.mutate({ connection, taskId: task.taskId, which: { by: 'devices', deviceIds: [deviceId] } })
      }
      busy={retry.isPending}
      answer={
        retry.data && (
          <p role="status">
            {t(($) => $.retry.begun)}{' '}
            <TextLink
              to="/c/$connection/tasks/$taskId"
              params={{ connection, taskId: task.taskId }}
              search={{ tab: 'history', operation: retry.data.id }}
            >
              {t(($) => $.retry.see)}
            </TextLink>
          </p>
        )
      }
    >
      <p>{t(($) => $.retry.says, { device: deviceId, task: task.taskName })}</p>
      {retry.isError && <ErrorPanel failure={failureOf(retry.error)} />}
    </Confirm>
  );
}

import { useTranslation } from 'react-i18next';
import { whyNotAllowed, whyNotRetry } from '#shared/domain/actions.ts';
import type { DeviceTask } from '#shared/domain/device.ts';
import { failedOutcomes } from '#shared/domain/task.ts';
import { usePerson } from '#web/api/use-person.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { ErrorFacts } from '#web/ui/ErrorFacts.tsx';
import { IconRotateClockwise2 } from '#web/ui/icons.ts';
import { KindText } from '#web/ui/KindText.tsx';
import { OutcomeBadge } from '#web/ui/OutcomeBadge.tsx';
import { TaskStateBadge } from '#web/ui/TaskStateBadge.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import parts from '#web/ui/parts.module.css';
import { ChangeList } from './ChangeList.tsx';
import classes from './DevicePage.module.css';
import { RetryDevice } from './RetryDevice.tsx';
import { firstFailure } from './seen.ts';
import { useRetryDevice } from './use-retry-device.ts';

type Props = { connection: string; deviceId: string; task: DeviceTask };

/** How a device went in one task: what it is now, how often it was tried, when it first failed, and each change that was seen. */
export function DeviceTaskCard({ connection, deviceId, task }: Props) {
  const { t } = useTranslation('devices');
  const refusals = useTranslation('errors').t;
  const formats = useFormats();
  const { role } = usePerson();
  const retry = useRetryDevice();
  const reason = useReasons()(task.errorCode, task.errorMessage);
  const failed = failedOutcomes.some((outcome) => outcome === task.outcome);
  const first = firstFailure(task);
  const why =
    whyNotAllowed(role, 'task.retry') ??
    (failed ? whyNotRetry({ kind: task.kind, state: task.taskState }) : ('no_device_failed' as const));
  return (
    <article className={`${parts.surface} ${classes.task}`} aria-label={t(($) => $.tasks.one, { name: task.taskName })}>
      <div className={parts.line}>
        <h3>
          <TextLink
            to="/c/$connection/tasks/$taskId"
            params={{ connection, taskId: task.taskId }}
            search={{ tab: 'devices', q: deviceId }}
          >
            {task.taskName}
          </TextLink>
        </h3>
        <OutcomeBadge outcome={task.outcome} rawOutcome={task.rawOutcome} />
      </div>
      <div className={`${parts.line} ${parts.small}`}>
        <span>
          <KindText kind={task.kind} /> · <TimeText at={task.createdAt} />
        </span>
        <TaskStateBadge state={task.taskState} rawState={task.rawTaskState} />
      </div>
      {failed && (
        <div>
          <b>{reason.cause}</b>
          <p className={parts.small}>
            <code>{task.errorCode}</code> {reason.known && task.errorMessage}
          </p>
          {reason.action !== null && <p>{reason.action}</p>}
          <ErrorFacts code={task.errorCode} message={task.errorMessage} />
        </div>
      )}
      <p>
        {t(($) => $.tasks.attempts, { count: task.attempts })}
        {first !== null && (
          <>
            {' · '}
            {t(($) => $.tasks.firstFailed)} <TimeText at={first.at} show="absolute" />{' '}
            <span className={parts.small}>
              {first.notBefore === null
                ? t(($) => $.tasks.lateUnknown)
                : t(($) => $.tasks.late, { by: formats.duration(first.at - first.notBefore) })}
            </span>
          </>
        )}
      </p>
      <ChangeList task={task} />
      <div>
        <ActionButton
          size="xs"
          variant="light"
          reason={why && refusals(($) => $.refusal[why])}
          leftSection={<IconRotateClockwise2 size={14} aria-hidden />}
          onClick={retry.open}
        >
          {t(($) => $.tasks.retry)}
        </ActionButton>
      </div>
      {retry.idempotencyKey !== null && (
        <RetryDevice
          key={retry.idempotencyKey}
          connection={connection}
          deviceId={deviceId}
          task={task}
          idempotencyKey={retry.idempotencyKey}
          opened={retry.opened}
          onClose={retry.close}
        />
      )}
    </article>
  );
}

import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RetryPlanTask } from '#shared/api/failures.ts';
import { limits } from '#shared/domain/create.ts';
import type { FailureSelection } from '#shared/domain/failures.ts';
import { retryFailuresMutation, retryPlanQuery } from '#web/api/failures.ts';
import { failureOf } from '#web/api/problem.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import parts from '#web/ui/parts.module.css';
import classes from './FailuresOfGroup.module.css';

type Props = {
  connection: string;
  which: FailureSelection;
  /** One for each opening: pressing the button twice, or again after a lost answer, retries once. */
  idempotencyKey: string;
  opened: boolean;
  onClose(): void;
  onBegun(): void;
};

/** What a retry would do in each task and why some cannot; after confirming, what was begun. */
export function RetryPlanDialog({ connection, which, idempotencyKey, opened, onClose, onBegun }: Props) {
  const { t } = useTranslation('failures');
  const { data: plan, error, isFetching, refetch } = useQuery(retryPlanQuery(connection, which, idempotencyKey));
  const retry = useMutation({ ...retryFailuresMutation(idempotencyKey), onSuccess: onBegun });
  const can = plan?.tasks.filter((task) => task.reason === null) ?? [];
  const devices = can.reduce((sum, task) => sum + task.devices, 0);
  const calls = can.reduce((sum, task) => sum + Math.ceil(task.devices / limits.retryChunk), 0);
  const confirm = () => {
    if (!plan) return;
    retry.mutate({ connection, which: until(which, plan.at), taskIds: can.map((task) => task.taskId) });
  };
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={t(($) => $.plan.title)}
      confirmLabel={t(($) => $.plan.confirm, { count: devices })}
      onConfirm={confirm}
      busy={retry.isPending}
      reason={plan && devices > 0 ? null : t(($) => $.plan.nothing)}
      {...(devices > limits.typedCountAbove ? { typedCount: devices } : {})}
      answer={
        retry.data && (
          <Begun
            connection={connection}
            answer={retry.data}
            plan={plan?.tasks ?? []}
            onGoOn={confirm}
            onClose={onClose}
          />
        )
      }
    >
      <div className={classes.plan}>
        {error && <ErrorPanel failure={failureOf(error)} />}
        {!plan && !error && <Skeleton height={120} />}
        {plan && (
          <>
            {can.length > 0 && <p>{t(($) => $.plan.says, { count: can.length })}</p>}
            {plan.tasks.length > 0 && (
              <ul aria-label={t(($) => $.plan.tasks)}>
                {plan.tasks.map((task) => (
                  <PlanLine key={task.taskId} task={task} />
                ))}
              </ul>
            )}
            {isRead(plan.tasks) || (
              <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
                {t(($) => $.list.again)}
              </Button>
            )}
            {plan.tasksWithout > 0 && <p>{t(($) => $.plan.without, { count: plan.tasksWithout })}</p>}
            {plan.moreTasks > 0 && <p>{t(($) => $.plan.more, { count: plan.moreTasks })}</p>}
            {devices > 0 && <p>{t(($) => $.plan.calls, { count: calls })}</p>}
          </>
        )}
        {retry.error && <ErrorPanel failure={failureOf(retry.error)} />}
      </div>
    </Confirm>
  );
}

/** What has failed since the plan was shown is not part of it. */
function until(which: FailureSelection, at: number): FailureSelection {
  if (which.by === 'rows') return which;
  if (which.by === 'tasks') return { ...which, to: at + 1 };
  return { ...which, filter: { ...which.filter, to: Math.min(which.filter.to ?? Infinity, at + 1) } };
}

/** Whether it is known of every task which devices have failed. */
const isRead = (tasks: readonly RetryPlanTask[]): boolean =>
  tasks.every(({ reason }) => reason !== 'devices_being_read');

function PlanLine({ task }: { task: RetryPlanTask }) {
  const { t } = useTranslation('failures');
  const refusals = useTranslation('errors').t;
  const { reason } = task;
  return (
    <li>
      <div className={parts.line}>
        <b>{task.taskName}</b>
        <span className="figures">{t(($) => $.plan.devices, { count: task.devices })}</span>
      </div>
      <div className={parts.small}>
        {reason === null
          ? t(($) => $.plan.inPlace)
          : reason === 'devices_being_read'
            ? refusals(($) => $.refusal[reason])
            : t(($) => $.plan.cannotButNew, { reason: refusals(($) => $.refusal[reason]) })}
      </div>
    </li>
  );
}

type BegunProps = {
  connection: string;
  answer: {
    operations: readonly { id: string; taskId: string | null; taskName: string; progress: { devices: number } }[];
    refused: readonly { taskId: string; reason: NonNullable<RetryPlanTask['reason']> }[];
    left: readonly string[];
  };
  plan: readonly RetryPlanTask[];
  /** Asks once more for all of it: what has begun is not begun again. */
  onGoOn(): void;
  onClose(): void;
};

function Begun({ connection, answer, plan, onGoOn, onClose }: BegunProps) {
  const { t } = useTranslation('failures');
  const common = useTranslation('common').t;
  const refusals = useTranslation('errors').t;
  const formats = useFormats();
  const nameOf = (taskId: string) => plan.find((task) => task.taskId === taskId)?.taskName ?? taskId;
  const devices = answer.operations.reduce((sum, operation) => sum + operation.progress.devices, 0);
  return (
    <div className={classes.plan}>
      <p role="status">
        {t(($) => $.plan.begun, { count: answer.operations.length, devices: formats.count(devices) })}
      </p>
      <ul aria-label={t(($) => $.plan.tasks)}>
        {answer.operations.map(({ id, taskId, taskName, progress }) => (
          <li key={id} className={parts.line}>
            {taskId === null ? (
              taskName
            ) : (
              <TextLink
                to="/c/$connection/tasks/$taskId"
                params={{ connection, taskId }}
                search={{ tab: 'history', operation: id }}
              >
                {taskName}
              </TextLink>
            )}
            <span className="figures">{t(($) => $.plan.devices, { count: progress.devices })}</span>
          </li>
        ))}
        {answer.refused.map(({ taskId, reason }) => (
          <li key={taskId}>
            <b>{nameOf(taskId)}</b>
            <div className={parts.small}>{t(($) => $.plan.cannot, { reason: refusals(($) => $.refusal[reason]) })}</div>
          </li>
        ))}
      </ul>
      {answer.left.length > 0 && <p role="alert">{t(($) => $.plan.left, { count: answer.left.length })}</p>}
      <div className={classes.actions}>
        {answer.left.length > 0 && <Button onClick={onGoOn}>{t(($) => $.plan.goOn)}</Button>}
        <Button variant="default" onClick={onClose}>
          {common(($) => $.close)}
        </Button>
      </div>
    </div>
  );
}

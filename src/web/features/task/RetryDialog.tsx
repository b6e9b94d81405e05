import { Skeleton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetryableOutcome } from '#shared/domain/actions.ts';
import { isMoving, type Task } from '#shared/domain/task.ts';
import { failureOf } from '#web/api/problem.ts';
import { retryMutation } from '#web/api/tasks.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { OperationView } from './OperationView.tsx';
import { RetryClasses } from './RetryClasses.tsx';
import classes from './RetryDialog.module.css';
import { type ClassCounts, planRetry, presetClasses, type RetryRequest, type RetryScope } from './retry-plan.ts';
import { useClassCounts } from './use-class-counts.ts';

type Props = {
  task: Task;
  request: RetryRequest;
  /** One per opening: pressing the button twice, or again after a lost answer, retries once. */
  idempotencyKey: string;
  opened: boolean;
  onClose(): void;
  /** The retry has begun: what was selected is on its way. */
  onBegun(): void;
  onRetryAgain(request: RetryRequest): void;
};

/** Asks which devices to retry and says what will happen; after the answer it shows what becomes of each. */
export function RetryDialog({ task, request, idempotencyKey, opened, onClose, onBegun, onRetryAgain }: Props) {
  const { t } = useTranslation('task');
  const counts = useClassCounts(task, request.by === 'group' ? request : undefined);
  const [ticked, setTicked] = useState<readonly RetryableOutcome[] | null>(null);
  const retry = useMutation({ ...retryMutation(task, idempotencyKey), onSuccess: onBegun });

  const scope = scopeOf(request, counts);
  const chosen = ticked ?? (counts === null ? [] : presetClasses(counts));
  const plan = scope && planRetry(scope, chosen);
  const title =
    request.by === 'classes'
      ? t(($) => $.retry.title, { name: task.name })
      : request.by === 'chosen'
        ? t(($) => $.retry.titleChosen)
        : t(($) => $.retry.titleGroup, { code: request.code ?? t(($) => $.failures.noCode) });
  const count = plan?.devices ?? 0;
  const onlyFailed = request.by !== 'chosen' && chosen.length === 1 && chosen[0] === 'failed';
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={title}
      confirmLabel={onlyFailed ? t(($) => $.retry.confirmFailed, { count }) : t(($) => $.retry.confirm, { count })}
      onConfirm={() => plan?.which && retry.mutate({ connection: task.connection, taskId: task.id, which: plan.which })}
      busy={retry.isPending}
      reason={plan?.which ? null : t(($) => $.retry.nothing)}
      {...(plan?.typesCount ? { typedCount: plan.devices } : {})}
      answer={retry.data && <OperationView begun={retry.data} onClose={onClose} onRetryAgain={onRetryAgain} />}
    >
      <div className={classes.question}>
        {scope === null ? (
          <Skeleton height={120} />
        ) : (
          scope.by !== 'chosen' && <RetryClasses counts={scope.counts} ticked={chosen} onTick={setTicked} />
        )}
        {plan !== null && plan.devices > 0 && <p>{t(($) => $.retry.happens, { count: plan.calls })}</p>}
        {!chosen.includes('stopped') && <p>{t(($) => $.retry.notStopped)}</p>}
        <p>{t(($) => $.retry.goesOn)}</p>
        {isMoving(task.state) && request.by !== 'chosen' && <p>{t(($) => $.retry.noMore)}</p>}
        {retry.isError && <ErrorPanel failure={failureOf(retry.error)} />}
      </div>
    </Confirm>
  );
}

const scopeOf = (request: RetryRequest, counts: ClassCounts | null): RetryScope | null =>
  request.by === 'chosen' ? request : counts && { ...request, counts };

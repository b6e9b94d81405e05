import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Operation, operationEnded } from '#shared/domain/operation.ts';
import { operationQuery } from '#web/api/operations.ts';
import { FreshLine } from '#web/ui/FreshLine.tsx';
import { useFreshness } from '#web/ui/freshness.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import { useConsoleTime } from '#web/ui/use-now.ts';
import { OperationProgress } from './OperationProgress.tsx';
import { OperationResults } from './OperationResults.tsx';
import classes from './OperationView.module.css';
import { Panel } from './Panel.tsx';
import { ResultGroups } from './ResultGroups.tsx';
import type { RetryRequest } from './retry-plan.ts';

type Props = {
  /** The operation as it was when this was opened; events bring it up to date. */
  begun: Operation;
  onClose(): void;
  /** Asks for another retry of devices that were refused; absent where that cannot be asked. */
  onRetryAgain?: (request: RetryRequest) => void;
};

/** How far an operation is and what became of each device. Closing it changes nothing. */
export function OperationView({ begun, onClose, onRetryAgain }: Props) {
  const { t } = useTranslation('task');
  const reference = { connection: begun.connection, operationId: begun.id };
  const read = useQuery({ ...operationQuery(reference), initialData: begun });
  const { data: operation } = read;
  // The console itself knows how far it is, so all that was heard of it is as good as an answer.
  const { heardAt } = useFreshness();
  const answeredAt = useConsoleTime(read.dataUpdatedAt);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const ended = operationEnded(operation.state);
  const { kind, progress } = operation;
  return (
    <div className={classes.view}>
      <h3 ref={heading} tabIndex={-1} className={classes.title}>
        {t(($) => $.operation.title[kind], { count: progress.devices })}
      </h3>
      <p className={classes.quiet}>
        <TimeText at={operation.startedAt} />
        {t(($) => $.comma)}
        {t(($) => $.operation.by, { name: operation.by })}
      </p>
      {!ended && (
        <FreshLine
          asOf={Math.max(heardAt ?? 0, answeredAt)}
          busy={read.isFetching}
          onRefresh={() => void read.refetch()}
        />
      )}
      <OperationProgress operation={operation} />
      {!ended && <p className={classes.quiet}>{t(($) => $.operation.closing)}</p>}
      {ended && progress.refused + progress.unknown > 0 && (
        <Panel height={120}>
          <ResultGroups operation={operation} {...(onRetryAgain && kind === 'retry' ? { onRetryAgain } : {})} />
        </Panel>
      )}
      {(kind === 'retry' || kind === 'stop' || kind === 'confirm') && <OperationResults operation={operation} />}
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {t(($) => $.operation.close)}
        </Button>
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '#shared/domain/operation.ts';
import { DataGrid, type GridColumn } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './HistoryPanel.module.css';
import { OperationProgress } from './OperationProgress.tsx';

type Props = { operations: readonly Operation[]; onOpen(operationId: string): void };

/** What was done to the task from this console, newest first, and how it stands. */
export function HistoryPanel({ operations, onOpen }: Props) {
  const { t } = useTranslation('task');
  const columns = useMemo<GridColumn<Operation>[]>(
    () => [
      {
        id: 'what',
        header: t(($) => $.history.what),
        width: 220,
        cell: (operation) => <What operation={operation} />,
      },
      {
        id: 'outcome',
        header: t(($) => $.history.outcome),
        width: 320,
        grows: true,
        cell: (operation) => <OperationProgress operation={operation} />,
      },
      {
        id: 'details',
        header: t(($) => $.operation.details),
        width: 110,
        cell: (operation) => <Details operation={operation} onOpen={onOpen} />,
      },
    ],
    [t, onOpen],
  );
  return (
    <DataGrid<Operation>
      label={t(($) => $.history.title)}
      columns={columns}
      rows={operations}
      rowId={idOf}
      card={(operation) => (
        <div className={classes.card}>
          <What operation={operation} />
          <OperationProgress operation={operation} />
          <Details operation={operation} onOpen={onOpen} />
        </div>
      )}
      empty={<Empty title={t(($) => $.history.empty)} />}
    />
  );
}

const idOf = (operation: Operation) => operation.id;

function What({ operation }: { operation: Operation }) {
  const { t } = useTranslation('task');
  return (
    <div>
      <b>{t(($) => $.operation.title[operation.kind], { count: operation.progress.devices })}</b>
      <div className={classes.quiet}>
        <TimeText at={operation.startedAt} />
        {t(($) => $.comma)}
        {t(($) => $.operation.by, { name: operation.by })}
      </div>
    </div>
  );
}

function Details({ operation, onOpen }: { operation: Operation; onOpen(operationId: string): void }) {
  const { t } = useTranslation('task');
  const title = t(($) => $.operation.title[operation.kind], { count: operation.progress.devices });
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`${t(($) => $.operation.details)}: ${title}`}
      onClick={() => onOpen(operation.id)}
    >
      {t(($) => $.operation.details)}
    </Button>
  );
}

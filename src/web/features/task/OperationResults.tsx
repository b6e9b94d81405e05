import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Operation, TargetOutcome, type TargetResult } from '#shared/domain/operation.ts';
import { everyResultQuery, operationResultsQuery } from '#web/api/operations.ts';
import { failureOf } from '#web/api/problem.ts';
import { CopyId } from '#web/ui/CopyId.tsx';
import { csvOf } from '#web/ui/csv.ts';
import { DataGrid, type GridColumn } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { IconDownload } from '#web/ui/icons.ts';
import { targetLooks } from '#web/ui/looks.ts';
import { Pager } from '#web/ui/Pager.tsx';
import { saveFile } from '#web/ui/save-file.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';
import { DeviceError } from './DeviceError.tsx';
import classes from './OperationResults.module.css';
import { resultHeader, resultRows } from './result-groups.ts';

const pageSize = 50;

/** What became of each device of an operation, to page through and to take away. */
export function OperationResults({ operation }: { operation: Operation }) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const reference = { connection: operation.connection, operationId: operation.id };
  const [view, setView] = useState<{ outcome?: TargetOutcome; cursor?: string }>({});
  const page = useQuery(operationResultsQuery(reference, { ...view, limit: pageSize }));
  const columns = useResultColumns();
  const { data } = page;
  const goTo = (cursor: string | null | undefined) =>
    cursor ? () => setView(({ outcome }) => ({ ...(outcome ? { outcome } : {}), cursor })) : null;
  if (page.isError && data === undefined) {
    return <ErrorPanel failure={failureOf(page.error)} onRetry={() => void page.refetch()} />;
  }
  // Stopped as a whole, no device is named.
  if (operation.kind === 'stop' && data?.total === 0 && view.outcome === undefined) return null;
  return (
    <section className={classes.results} aria-label={t(($) => $.operation.results)}>
      <div className={classes.head}>
        <h4 className={classes.title}>{t(($) => $.operation.results)}</h4>
        <Select
          size="xs"
          aria-label={t(($) => $.operation.columns.outcome)}
          placeholder={t(($) => $.operation.anyOutcome)}
          clearable
          clearButtonProps={{ 'aria-label': t(($) => $.operation.anyOutcome) }}
          value={view.outcome ?? null}
          data={TargetOutcome.options.map((value) => ({ value, label: common(($) => $.targetOutcome[value]) }))}
          onChange={(value) => {
            const outcome = TargetOutcome.safeParse(value).data;
            setView(outcome ? { outcome } : {});
          }}
        />
        <ResultsCsv operation={operation} />
      </div>
      <DataGrid<TargetResult>
        label={t(($) => $.operation.results)}
        columns={columns}
        rows={data?.results ?? []}
        rowId={deviceOf}
        total={data?.total ?? 0}
        from={data?.from ?? 0}
        state={data === undefined ? 'loading' : page.isPlaceholderData ? 'refreshing' : 'ready'}
        empty={<Empty title={t(($) => $.operation.empty)} />}
        maxHeight="320px"
      />
      <Pager
        from={data?.from ?? 0}
        shown={data?.results.length ?? 0}
        total={data?.total ?? 0}
        onPrevious={goTo(data?.previousCursor)}
        onNext={goTo(data?.nextCursor)}
      />
    </section>
  );
}

const deviceOf = (row: TargetResult) => row.deviceId;

function useResultColumns(): GridColumn<TargetResult>[] {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  return useMemo(
    () => [
      {
        id: 'device',
        header: t(($) => $.operation.columns.device),
        width: 200,
        grows: true,
        cell: ({ deviceId }) => <CopyId id={deviceId} label={`${common(($) => $.copy.deviceId)} ${deviceId}`} />,
      },
      {
        id: 'outcome',
        header: t(($) => $.operation.columns.outcome),
        width: 130,
        cell: ({ outcome }) => (
          <StatusBadge look={targetLooks[outcome]} label={common(($) => $.targetOutcome[outcome])} />
        ),
      },
      {
        id: 'error',
        header: t(($) => $.operation.columns.error),
        width: 220,
        grows: true,
        cell: (row) => <DeviceError row={row} />,
      },
    ],
    [t, common],
  );
}

/** All results as a file, read page by page when it is asked for. */
function ResultsCsv({ operation }: { operation: Operation }) {
  const { t } = useTranslation('task');
  const queryClient = useQueryClient();
  const reference = { connection: operation.connection, operationId: operation.id };
  const save = useMutation({
    mutationFn: () => queryClient.fetchQuery(everyResultQuery(reference, operation.rev)),
    onSuccess: (results) => {
      const text = csvOf(resultHeader, resultRows(results));
      saveFile(`${operation.taskName}_${operation.id}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }));
    },
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      {t(($) => $.operation.csv)}
    </Button>
  );
}

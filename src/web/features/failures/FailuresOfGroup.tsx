import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holds } from '#shared/domain/roles.ts';
import { limits } from '#shared/domain/create.ts';
import type { Failure, FailureBundle, FailureSelection } from '#shared/domain/failures.ts';
import { addTargetSetMutation, failureListQuery, type FailuresFilter } from '#web/api/failures.ts';
import { failureOf } from '#web/api/problem.ts';
import { useAsked } from '#web/api/use-asked.ts';
import { usePerson } from '#web/api/use-person.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { DataGrid } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { IconPlus, IconRotateClockwise2 } from '#web/ui/icons.ts';
import { Pager } from '#web/ui/Pager.tsx';
import { everythingSelected, nothingSelected, type Selection, selectedCount } from '#web/ui/selection.ts';
import { FailureCard } from './FailureCard.tsx';
import { FailuresExport } from './FailuresExport.tsx';
import type { FailuresSearch } from './failures-search.ts';
import { useGroupName } from './use-group-name.ts';
import { failureId, selectionOf } from './failure-selection.ts';
import classes from './FailuresOfGroup.module.css';
import { GroupHead } from './GroupHead.tsx';
import { ListAge } from './ListAge.tsx';
import { RetryPlanDialog } from './RetryPlanDialog.tsx';
import { useFailureColumns } from './use-failure-columns.tsx';

const pageSize = 50;

type Props = {
  connection: string;
  search: FailuresSearch;
  group: FailureBundle;
  /** When the group was read, by this computer's clock. */
  groupReadAt: number;
  /** Describes exactly the failures of the group. */
  filter: FailuresFilter;
  cursor: string | undefined;
  onPage(cursor: string | undefined): void;
  onTargets(targetSetId: string): void;
};

/** One cause: what is known of it, the devices it made fail, and what can be done with all or some of them. */
export function FailuresOfGroup({ connection, search, group, groupReadAt, filter, cursor, onPage, onTargets }: Props) {
  const { t } = useTranslation('failures');
  const { by } = search;
  const { title } = useGroupName(connection, by)(group);
  const formats = useFormats();
  const refusals = useTranslation('errors').t;
  const { role } = usePerson();
  const columns = useFailureColumns(connection);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const retry = useAsked<FailureSelection>();
  const page = useQuery(failureListQuery(connection, filter, { limit: pageSize, cursor }));
  const { data, error, isPlaceholderData, refetch } = page;
  const handOver = useMutation({ ...addTargetSetMutation(), onSuccess: (set) => onTargets(set.id) });

  const total = data?.total ?? group.failures;
  const count = selectedCount(selection, total);
  const all = selectionOf(everythingSelected, filter);
  const ticked = selectionOf(selection, filter);
  const forbidden = refusals(($) => $.refusal.not_permitted);
  const noRetry = holds(role, 'task.retry') ? null : forbidden;
  const noCreate = holds(role, 'task.create') ? null : forbidden;
  const tooMany = (devices: number) => (devices > limits.devices ? t(($) => $.actions.tooMany) : null);
  const newTask = (which: FailureSelection) => handOver.mutate({ connection, from: { by: 'failures', which } });
  const actions = (which: FailureSelection | null, failures: number) => {
    const nothing = which === null ? t(($) => $.actions.nothing) : null;
    return (
      <>
        <ActionButton
          size="xs"
          reason={noRetry ?? nothing}
          leftSection={<IconRotateClockwise2 size={14} aria-hidden />}
          onClick={() => which && retry.open(which)}
        >
          {failures === 0 ? t(($) => $.actions.retryNone) : t(($) => $.actions.retry, { count: failures })}
        </ActionButton>
        <ActionButton
          size="xs"
          variant="default"
          reason={noCreate ?? nothing ?? tooMany(failures)}
          loading={handOver.isPending}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => which && newTask(which)}
        >
          {t(($) => $.actions.newTask)}
        </ActionButton>
      </>
    );
  };
  const goTo = (where: string | null | undefined) => (where ? () => onPage(where) : null);
  return (
    <section className={classes.panel} aria-label={t(($) => $.list.label)}>
      <GroupHead
        connection={connection}
        by={by}
        group={group}
        actions={
          <>
            {actions(all, total)}
            <FailuresExport
              connection={connection}
              search={search}
              filter={filter}
              group={title}
              what={t(($) => $.head.failures, { count: total, shown: formats.count(total) })}
            />
          </>
        }
      />
      {data && !isPlaceholderData && (
        <ListAge
          data={data}
          group={group}
          readAt={page.dataUpdatedAt}
          groupReadAt={groupReadAt}
          onShow={() => void refetch()}
        />
      )}
      {error && !data && <ErrorPanel failure={failureOf(error)} onRetry={() => void refetch()} />}
      <DataGrid<Failure>
        label={t(($) => $.list.label)}
        maxHeight="max(360px, 62dvh)"
        columns={columns}
        rows={data?.failures ?? []}
        rowId={failureId}
        total={total}
        from={data?.from ?? 0}
        state={data === undefined ? (error ? 'ready' : 'loading') : isPlaceholderData ? 'refreshing' : 'ready'}
        empty={
          <Empty
            title={t(($) => $.list.gone)}
            action={
              <Button variant="default" size="xs" onClick={() => void refetch()}>
                {t(($) => $.list.again)}
              </Button>
            }
          />
        }
        card={(row) => <FailureCard row={row} connection={connection} />}
        selection={{
          value: selection,
          onChange: setSelection,
          rowName: (row) => t(($) => $.list.row, { device: row.deviceId, task: row.taskName }),
          actions: actions(ticked, count),
        }}
      />
      <Pager
        from={data?.from ?? 0}
        shown={data?.failures.length ?? 0}
        total={total}
        onPrevious={goTo(data?.previousCursor)}
        onNext={goTo(data?.nextCursor)}
      />
      {retry.asked && (
        <RetryPlanDialog
          key={retry.asked.idempotencyKey}
          connection={connection}
          which={retry.asked.request}
          idempotencyKey={retry.asked.idempotencyKey}
          opened={retry.opened}
          onClose={retry.close}
          onBegun={() => setSelection(nothingSelected)}
        />
      )}
    </section>
  );
}

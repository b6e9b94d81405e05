import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { retryableBy, stoppableOutcomes } from '#shared/domain/actions.ts';
import type { CopyState, Subtask, Task } from '#shared/domain/task.ts';
import { subtasksQuery } from '#web/api/tasks.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { DataGrid } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { IconPlayerStop, IconRotateClockwise2 } from '#web/ui/icons.ts';
import { Pager } from '#web/ui/Pager.tsx';
import { selectedCount } from '#web/ui/selection.ts';
import { CopyStateText } from './CopyStateText.tsx';
import { DeviceCard } from './DeviceCard.tsx';
import { DeviceFilters } from './DeviceFilters.tsx';
import classes from './DevicesPanel.module.css';
import {
  canSelectAll,
  chosenWith,
  type DeviceFilter,
  isRetryable,
  retrySelectionOf,
  sameFilter,
} from './device-selection.ts';
import { DevicesExport } from './DevicesExport.tsx';
import { DroppedSelection } from './DroppedSelection.tsx';
import type { RetryRequest } from './retry-plan.ts';
import { type DeviceSort, orderOf } from './task-search.ts';
import { useDeviceColumns } from './use-device-columns.tsx';
import type { DeviceSelection } from './use-device-selection.ts';

// The whole page is drawn; more rows would cost the browser and help nobody read.
const pageSize = 50;

type Props = {
  task: Task;
  copy: CopyState;
  filter: DeviceFilter;
  sort: DeviceSort | undefined;
  cursor: string | undefined;
  selection: DeviceSelection;
  onFilter(filter: DeviceFilter): void;
  onSort(sort: DeviceSort | undefined): void;
  onPage(cursor: string | undefined): void;
  /** Why nothing can be retried now, or null. */
  whyNotRetry: string | null;
  onRetry(request: RetryRequest): void;
  /** Why nothing can be stopped now, or null. */
  whyNotStop: string | null;
  onStop(deviceIds: readonly string[]): void;
};

/** The devices of a task from the console's copy: narrowed, searched, paged to the last row, and chosen for a retry. */
export function DevicesPanel(props: Props) {
  const {
    task,
    copy,
    filter,
    sort,
    cursor,
    selection,
    onFilter,
    onSort,
    onPage,
    whyNotRetry,
    onRetry,
    whyNotStop,
    onStop,
  } = props;
  const { t } = useTranslation('task');
  const refusals = useTranslation('errors').t;
  const { role } = usePerson();
  const allowed = useMemo(() => retryableBy(role), [role]);
  const columns = useDeviceColumns(task.connection);
  const { outcome, code, message, q } = filter;
  const page = useQuery({
    ...subtasksQuery(task, {
      limit: pageSize,
      ...(outcome === undefined ? {} : { outcome }),
      ...(code === undefined ? {} : { code }),
      ...(message === undefined ? {} : { message }),
      ...(q === undefined ? {} : { q }),
      ...orderOf(sort),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    // A page that cannot be read is this panel's matter, not the whole page's.
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const { data, refetch, isPlaceholderData } = page;
  const shown = data?.copy;
  const isNewer = shown !== undefined && !isPlaceholderData && (shown.rows !== copy.rows || shown.at !== copy.at);
  // With every row there and nothing narrowed, rows only change in place; otherwise they would come and go under the pointer.
  const keepsPlaces = (sameFilter(filter, {}) && shown?.complete === true) || data?.total === 0;
  useEffect(() => {
    if (isNewer && keepsPlaces) void refetch();
  }, [isNewer, keepsPlaces, refetch]);

  const rowName = useCallback((row: Subtask) => t(($) => $.selection.row, { device: row.deviceId }), [t]);
  const whyNot = useCallback(
    ({ outcome: is }: Subtask) => {
      if (whyNotStop === null && stoppableOutcomes.some((other) => other === is)) return null;
      if (!isRetryable(is)) return t(($) => $.selection[whyNotStop === null ? 'whyEnded' : 'why']);
      return allowed.includes(is) ? null : refusals(($) => $.refusal.not_permitted);
    },
    [t, refusals, whyNotStop, allowed],
  );
  const total = data?.total ?? 0;
  const toRetry = chosenWith(selection.selection, selection.outcomes, allowed);
  const retryCount = selectedCount(toRetry, total);
  const which = retrySelectionOf(toRetry, filter, total);
  const nothing = which === null ? t(($) => $.retry.nothing) : null;
  const retry = () => which !== null && onRetry({ by: 'chosen', which, devices: retryCount });
  const toStop = chosenWith(selection.selection, selection.outcomes, stoppableOutcomes);
  const stopIds = toStop.mode === 'some' ? [...toStop.ids] : [];
  const noneToStop =
    stopIds.length > 0 ? null : t(($) => $.selection[toStop.mode === 'all' ? 'stopAll' : 'stopNothing']);
  // A tick changes nothing of it.
  const pager = useMemo(() => {
    const goTo = (where: string | null | undefined) => (where ? () => onPage(where) : null);
    return (
      <Pager
        from={data?.from ?? 0}
        shown={data?.subtasks.length ?? 0}
        total={data?.total ?? 0}
        onFirst={data !== undefined && data.from > 0 ? () => onPage(undefined) : null}
        onPrevious={goTo(data?.previousCursor)}
        onNext={goTo(data?.nextCursor)}
        onLast={data?.nextCursor && data.copy.complete ? () => onPage('last') : null}
      />
    );
  }, [data, onPage]);
  return (
    <div className={classes.panel}>
      <DeviceFilters task={task} filter={filter} sort={sort} onFilter={onFilter} onSort={onSort} />
      <div className={classes.head}>
        <CopyStateText copy={copy} total={task.counts.total}>
          {isNewer && !keepsPlaces && (
            <span role="status">
              {t(($) => $.copy.newer)}{' '}
              <Button variant="subtle" size="compact-sm" onClick={() => void refetch()}>
                {t(($) => $.copy.show)}
              </Button>
            </span>
          )}
        </CopyStateText>
        <DevicesExport task={task} of="devices" filter={filter} total={total} />
      </div>
      <DroppedSelection selection={selection} onFilter={onFilter} />
      <DataGrid<Subtask>
        label={t(($) => $.devices.title)}
        maxHeight="max(360px, 70dvh)"
        columns={columns}
        rows={data?.subtasks ?? noRows}
        rowId={deviceOf}
        total={total}
        from={data?.from ?? 0}
        state={data === undefined ? 'loading' : isPlaceholderData ? 'refreshing' : 'ready'}
        empty={<NoDevices filter={filter} copy={shown ?? copy} onClear={() => onFilter({})} />}
        card={(row) => <DeviceCard row={row} connection={task.connection} />}
        selection={{
          value: selection.selection,
          onChange: (next) => selection.choose(next, total, data?.subtasks ?? []),
          rowName,
          whyNot,
          offersAll: canSelectAll(filter, allowed),
          actions: (
            <>
              <ActionButton
                size="xs"
                reason={whyNotRetry ?? nothing}
                leftSection={<IconRotateClockwise2 size={14} aria-hidden />}
                onClick={retry}
              >
                {retryCount === 0
                  ? t(($) => $.selection.retryNone)
                  : t(($) => $.selection.retry, { count: retryCount })}
              </ActionButton>
              <ActionButton
                size="xs"
                variant="default"
                reason={whyNotStop ?? noneToStop}
                leftSection={<IconPlayerStop size={14} aria-hidden />}
                onClick={() => onStop(stopIds)}
              >
                {stopIds.length === 0
                  ? t(($) => $.selection.stopNone)
                  : t(($) => $.selection.stop, { count: stopIds.length })}
              </ActionButton>
            </>
          ),
        }}
      />
      {pager}
    </div>
  );
}

const noRows: readonly Subtask[] = [];
const deviceOf = (row: Subtask) => row.deviceId;

function NoDevices({ filter, copy, onClear }: { filter: DeviceFilter; copy: CopyState; onClear(): void }) {
  const { t } = useTranslation('task');
  if (sameFilter(filter, {})) {
    return <Empty title={copy.complete ? t(($) => $.devices.empty) : t(($) => $.devices.emptyCopying)} />;
  }
  const clear = (
    <Button variant="default" size="xs" onClick={onClear}>
      {t(($) => $.devices.clear)}
    </Button>
  );
  return (
    <Empty title={copy.complete ? t(($) => $.devices.noMatch) : t(($) => $.devices.noMatchPartial)} action={clear} />
  );
}

import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { whyNotAllowed, whyNotRetry, whyNotStop } from '#shared/domain/actions.ts';
import type { TaskReading } from '#web/api/tasks.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ChartsPanel } from './ChartsPanel.tsx';
import type { ControlRequest } from './ControlDialog.tsx';
import type { DeviceFilter } from './device-selection.ts';
import { DevicesPanel } from './DevicesPanel.tsx';
import { FailuresPanel } from './FailuresPanel.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { Panel } from './Panel.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import type { RetryRequest } from './retry-plan.ts';
import { TaskDialogs } from './TaskDialogs.tsx';
import { type DeviceSort, filterOf, narrowed, type TaskSearch } from './task-search.ts';
import type { Asked } from '#web/api/use-asked.ts';
import type { ChangeSearch } from './use-coming-search.ts';
import { useDeviceSelection } from './use-device-selection.ts';

export type TaskPanelProps = {
  read: TaskReading;
  search: TaskSearch;
  onSearch: ChangeSearch;
  /** What the dialogs ask about; they are opened from here and from the page's head. */
  retry: Asked<RetryRequest>;
  control: Asked<ControlRequest>;
};

const replaced = { replace: true };

/** The part of the page that is open, the devices chosen in it, which outlive it, and the dialogs that ask about them. */
export function TaskPanel({ read, search, onSearch, retry, control }: TaskPanelProps) {
  const { task, request, copy, operations, gone } = read;
  const refusals = useTranslation('errors').t;
  const { role } = usePerson();
  const filter = useMemo(() => filterOf(search), [search]);
  const selection = useDeviceSelection(filter);

  const inWords = (reason: ReturnType<typeof whyNotRetry>) => reason && refusals(($) => $.refusal[reason]);
  const noChange = gone === null ? whyNotAllowed(role, 'task.retry') : 'task_gone';
  const noRetry = inWords(noChange ?? whyNotRetry(task));
  const noStop = inWords(gone === null ? (whyNotAllowed(role, 'task.stop') ?? whyNotStop(task)) : 'task_gone');
  const setFilter = useCallback((next: DeviceFilter) => onSearch((now) => narrowed(now, next), replaced), [onSearch]);
  const setSort = useCallback(
    (sort: DeviceSort | undefined) => onSearch((now) => ({ ...now, sort, cursor: undefined }), replaced),
    [onSearch],
  );
  const setPage = useCallback((cursor: string | undefined) => onSearch((now) => ({ ...now, cursor })), [onSearch]);
  const failures = (most?: { most: number; onShowAll(): void }) => (
    <FailuresPanel
      {...most}
      task={task}
      copy={copy}
      onShow={(next) => onSearch((now) => narrowed(now, next))}
      whyNotRetry={noRetry}
      onRetry={retry.open}
    />
  );
  const content = () => {
    switch (search.tab) {
      case 'overview':
        return (
          <>
            <Panel height={380}>
              <ChartsPanel task={task} />
            </Panel>
            <Panel height={160}>
              {failures({ most: 5, onShowAll: () => onSearch((now) => ({ ...now, tab: 'failures' })) })}
            </Panel>
          </>
        );
      case 'devices':
        return (
          <DevicesPanel
            task={task}
            copy={copy}
            filter={filter}
            sort={search.sort}
            cursor={search.cursor}
            selection={selection}
            onFilter={setFilter}
            onSort={setSort}
            onPage={setPage}
            whyNotRetry={noRetry}
            onRetry={retry.open}
            whyNotStop={noStop}
            onStop={(deviceIds) => control.open({ kind: 'stop', deviceIds })}
          />
        );
      case 'failures':
        return failures();
      case 'document':
        return <RequestPanel request={request} />;
      case 'history':
        return (
          <HistoryPanel operations={operations} onOpen={(operation) => onSearch((now) => ({ ...now, operation }))} />
        );
    }
  };
  return (
    <>
      <Panel key={search.tab} height={320}>
        {content()}
      </Panel>
      <TaskDialogs task={task} retry={retry} control={control} onBegun={selection.clear} />
    </>
  );
}

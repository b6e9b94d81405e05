import './mantine.ts';
import { Tabs } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { whyNotAllowed, whyNotRetry, whyNotStop } from '#shared/domain/actions.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import { samplesQuery, taskQuery } from '#web/api/tasks.ts';
import { usePerson } from '#web/api/use-person.ts';
import { CountText } from '#web/ui/CountText.tsx';
import { FreshLine } from '#web/ui/FreshLine.tsx';
import { ChartsPanel } from './ChartsPanel.tsx';
import { ControlDialog, type ControlRequest } from './ControlDialog.tsx';
import { DevicesPanel } from './DevicesPanel.tsx';
import { DuplicateNotice } from './DuplicateNotice.tsx';
import { FailuresPanel } from './FailuresPanel.tsx';
import { GoneNotice } from './GoneNotice.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { OperationDialog } from './OperationDialog.tsx';
import { OutcomeCounts } from './OutcomeCounts.tsx';
import { Panel } from './Panel.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import type { RetryRequest } from './retry-plan.ts';
import { RetryDialog } from './RetryDialog.tsx';
import { StaleNotice } from './StaleNotice.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { TaskActions } from './TaskActions.tsx';
import { TaskHeader } from './TaskHeader.tsx';
import classes from './TaskPage.module.css';
import { filterOf, narrowed, type TaskSearch, type TaskTab, taskTabs } from './task-search.ts';
import { UnderwayNotice } from './UnderwayNotice.tsx';
import { useDeviceSelection } from './use-device-selection.ts';
import { useAsked } from './use-asked.ts';
import { VerdictLine } from './VerdictLine.tsx';

type Props = { taskRef: TaskRef; search: TaskSearch; onSearch(search: TaskSearch, how?: { replace: boolean }): void };

/** One task: how it goes, why devices failed, and which of them to retry. */
export function TaskPage({ taskRef, search, onSearch }: Props) {
  const { t } = useTranslation('task');
  const refusals = useTranslation('errors').t;
  const read = useSuspenseQuery(taskQuery(taskRef));
  const { task, request, needsConfirm, copy, operations, fresh, gone } = read.data;
  const samples = useQuery(samplesQuery(taskRef));
  const { role } = usePerson();
  const filter = filterOf(search);
  const selection = useDeviceSelection(filter);
  const retry = useAsked<RetryRequest>();
  const control = useAsked<ControlRequest>();

  const inWords = (reason: ReturnType<typeof whyNotRetry>) => reason && refusals(($) => $.refusal[reason]);
  const noChange = gone === null ? whyNotAllowed(role, 'task.retry') : 'task_gone';
  const noRetry = inWords(noChange ?? whyNotRetry(task));
  const noStop = inWords(gone === null ? (whyNotAllowed(role, 'task.stop') ?? whyNotStop(task)) : 'task_gone');
  const showDevices = (next: typeof filter) => onSearch(narrowed(search, next));
  const openOperation = (operation: string | undefined) => onSearch({ ...search, operation });
  const failed = task.counts.failed + task.counts.retryPending;
  const failures = (most?: { most: number; onShowAll(): void }) => (
    <FailuresPanel {...most} task={task} copy={copy} onShow={showDevices} whyNotRetry={noRetry} onRetry={retry.open} />
  );
  const panel = (tab: TaskTab) => {
    switch (tab) {
      case 'overview':
        return (
          <>
            <Panel height={380}>
              <ChartsPanel task={task} />
            </Panel>
            <Panel height={160}>
              {failures({ most: 5, onShowAll: () => onSearch({ ...search, tab: 'failures' }) })}
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
            onFilter={(next) => onSearch(narrowed(search, next), { replace: true })}
            onSort={(sort) => onSearch({ ...search, sort, cursor: undefined }, { replace: true })}
            onPage={(cursor) => onSearch({ ...search, cursor })}
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
        return <HistoryPanel operations={operations} onOpen={openOperation} />;
    }
  };
  return (
    <div className={classes.page}>
      <PageTitle of={task.name} />
      <TaskHeader
        task={task}
        fresh={<FreshLine asOf={task.seenAt} busy={read.isFetching} onRefresh={() => void read.refetch()} />}
        actions={
          <TaskActions
            task={task}
            isGone={gone !== null}
            needsConfirm={needsConfirm}
            onRetryFailed={() => retry.open({ by: 'classes' })}
            onControl={(kind) => control.open({ kind })}
          />
        }
      />
      <DuplicateNotice
        task={task}
        isGone={gone !== null}
        onStop={(duplicate) => control.open({ kind: 'stop', of: duplicate })}
      />
      {gone !== null && <GoneNotice connection={task.connection} at={gone} />}
      {!fresh && gone === null && (
        <StaleNotice seenAt={task.seenAt} busy={read.isFetching} onAskAgain={() => void read.refetch()} />
      )}
      <VerdictLine task={task} samples={samples.data?.samples ?? []} />
      <UnderwayNotice operations={operations} onOpen={openOperation} />
      <OutcomeCounts
        counts={task.counts}
        shown={search.tab === 'devices' ? (search.outcome ?? 'all') : null}
        onShow={(outcome) => showDevices({ outcome })}
      />
      <Tabs
        value={search.tab}
        onChange={(value) => {
          const tab = taskTabs.find((known) => known === value);
          if (tab) onSearch({ ...search, tab });
        }}
        keepMounted={false}
      >
        <Tabs.List aria-label={t(($) => $.tabs.label)} className={classes.tabs}>
          {taskTabs.map((tab) => (
            <Tabs.Tab
              key={tab}
              value={tab}
              {...(tab === 'failures' && failed > 0 ? { rightSection: <CountText value={failed} /> } : {})}
            >
              {t(($) => $.tabs[tab])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {taskTabs.map((tab) => (
          <Tabs.Panel key={tab} value={tab} className={classes.panel}>
            <Panel height={320}>{panel(tab)}</Panel>
          </Tabs.Panel>
        ))}
      </Tabs>
      {retry.asked && (
        <RetryDialog
          key={retry.asked.idempotencyKey}
          task={task}
          request={retry.asked.request}
          idempotencyKey={retry.asked.idempotencyKey}
          opened={retry.opened}
          onClose={retry.close}
          onBegun={selection.clear}
          onRetryAgain={retry.open}
        />
      )}
      {control.asked && (
        <ControlDialog
          key={control.asked.idempotencyKey}
          task={control.asked.request.of ?? task}
          request={control.asked.request}
          idempotencyKey={control.asked.idempotencyKey}
          opened={control.opened}
          onClose={control.close}
          onBegun={selection.clear}
        />
      )}
      <OperationDialog
        connection={task.connection}
        operationId={search.operation}
        taskName={task.name}
        onClose={() => openOperation(undefined)}
      />
    </div>
  );
}

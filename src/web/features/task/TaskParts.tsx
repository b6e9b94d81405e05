import { Tabs } from '@mantine/core';
import { memo, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '#shared/domain/task.ts';
import { CountText } from '#web/ui/CountText.tsx';
import { OutcomeCounts } from './OutcomeCounts.tsx';
import { TaskPanel, type TaskPanelProps } from './TaskPanel.tsx';
import classes from './TaskPage.module.css';
import { narrowed, type TaskSearch, taskTabs } from './task-search.ts';
import { useComingSearch } from './use-coming-search.ts';

type Props = Omit<TaskPanelProps, 'onSearch'> & {
  onSearch(search: TaskSearch, how?: { replace: boolean }): void;
};

const CurrentPanel = memo(TaskPanel);

/** The figures of a task and the parts of its page. The figure and the tab that were clicked say so before anything else is drawn. */
export function TaskParts({ search, onSearch, ...rest }: Props) {
  const { t } = useTranslation('task');
  const { counts } = rest.read.task;
  const { shown, change } = useComingSearch(search, onSearch);
  const showOutcome = useCallback(
    (outcome: Outcome | undefined) => change((now) => narrowed(now, { outcome })),
    [change],
  );
  const failed = counts.failed + counts.retryPending;
  return (
    <>
      <OutcomeCounts
        counts={counts}
        shown={shown.tab === 'devices' ? (shown.outcome ?? 'all') : null}
        onShow={showOutcome}
      />
      <Tabs
        value={shown.tab}
        onChange={(value) => {
          const tab = taskTabs.find((known) => known === value);
          if (tab) change((now) => ({ ...now, tab }));
        }}
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
        {/* One panel for the tab that is open: its content follows when the tab is seen to be chosen. */}
        <Tabs.Panel value={shown.tab} className={classes.panel}>
          <CurrentPanel {...rest} search={search} onSearch={change} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

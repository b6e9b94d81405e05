import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matches, type TaskFilter, TaskSort } from '#shared/domain/task-filter.ts';
import type { Task } from '#shared/domain/task.ts';
import { connectionsQuery } from '#web/api/connections.ts';
import { failureOf } from '#web/api/problem.ts';
import { tasksQuery } from '#web/api/task-list.ts';
import { useLive, useLiveSnapshot } from '#web/api/use-live.ts';
import { usePerson } from '#web/api/use-person.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { DataGrid } from '#web/ui/DataGrid.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FreshLine } from '#web/ui/FreshLine.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Pager } from '#web/ui/Pager.tsx';
import { nothingSelected, type Selection, selectedCount } from '#web/ui/selection.ts';
import { useNow } from '#web/ui/use-now.ts';
import { useSteadyRows } from '#web/ui/use-steady-rows.ts';
import { ColumnsButton } from './ColumnsButton.tsx';
import { listReading, listRows, rowId } from './list-row.ts';
import { DraftsLink } from './DraftsLink.tsx';
import { NewTaskButton } from './NewTaskButton.tsx';
import type { DrawMenu } from './RowMenuButton.tsx';
import { TaskCard } from './TaskCard.tsx';
import { TasksExport } from './TasksExport.tsx';
import { TasksFilter } from './TasksFilter.tsx';
import classes from './TasksPage.module.css';
import { cleared, filterOf, isFiltered, nextSort, orderOf, type TasksSearch } from './tasks-search.ts';
import { hasNames, useFilterWords } from './use-filter-words.ts';
import { useLayout } from './use-layout.ts';
import { useTaskColumns } from './use-task-columns.tsx';
import { columnsOf } from './views.ts';
import { ViewsBar } from './ViewsBar.tsx';

// Most lists need neither; their room is kept.
const OpenById = lazyPart(
  () => import('./OpenById.tsx').then((module) => module.OpenById),
  <div className={classes.openById} />,
);
const TasksEmpty = lazyPart(
  () => import('./TasksEmpty.tsx').then((module) => module.TasksEmpty),
  <div className={classes.empty} />,
);
const SelectedTasks = lazyPart(() => import('./SelectedTasks.tsx').then((module) => module.SelectedTasks));

type Props = {
  connection: string;
  search: TasksSearch;
  onSearch(change: Partial<TasksSearch>, options?: { replace?: boolean }): void;
  /** What can be done with selected tasks, besides taking their ids along. */
  drawActions(selected: { filter: TaskFilter; selection: Selection; count: number }): ReactNode;
  /** What can be done with one task. */
  drawMenu: DrawMenu;
};

/** All tasks of a connection, as the reader wants to see them. Rows change in place; new tasks wait behind a button. */
export function TasksPage({ connection, search, onSearch, drawActions, drawMenu }: Props) {
  const { t } = useTranslation('tasks');
  const formats = useFormats();
  const live = useLive();
  const { newTasks } = useLiveSnapshot();
  const { name: me } = usePerson();
  // The step is long: only the day matters.
  const now = useNow(60_000);
  const filter = useMemo(() => filterOf(search, now), [search, now]);
  const order = orderOf(search);
  const query = tasksQuery(connection, filter, { ...order, limit: search.limit, cursor: search.cursor });
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(query);
  const { data: platforms } = useQuery(connectionsQuery());
  const { layout, setLayout, views } = useLayout(search);
  const columns = useTaskColumns(
    connection,
    useMemo(() => columnsOf(layout), [layout]),
    drawMenu,
  );
  const words = useFilterWords(connection, hasNames(search));

  const page = JSON.stringify(query.queryKey);
  const { rows: tasks, joined, reordered, adopt } = useSteadyRows(isPlaceholderData ? null : page, data?.tasks, idOf);
  const showsCreating = data?.from === 0 && order.sort === 'created' && order.direction === 'down';
  const creating = data?.creating;
  const rows = useMemo(() => listRows(tasks, creating ?? [], showsCreating), [tasks, creating, showsCreating]);
  const shown = new Set(tasks.map(({ id }) => id));
  const announced = (newTasks[connection] ?? []).filter(
    (task) => !shown.has(task.id) && matches(task, filter, me, now),
  );
  const waiting = new Set([...announced, ...joined].map(({ id }) => id)).size;

  const isNew = waiting > 0 ? t(($) => $.newTasks, { count: waiting, shown: formats.count(waiting) }) : null;
  const news = isNew ?? (reordered ? t(($) => $.reordered) : null);

  const platform = platforms?.connections.find(({ id }) => id === connection);
  const reading = listReading(data?.indexedAt, platform?.state);

  // Ticked rows outlive pages and end with the filter they were ticked under.
  const under = JSON.stringify(filter);
  const [ticked, setTicked] = useState<{ under: string; selection: Selection }>({ under, selection: nothingSelected });
  const selection = ticked.under === under ? ticked.selection : nothingSelected;

  const selected = { filter, selection, count: selectedCount(selection, data?.total ?? 0) };

  const refresh = () => {
    live.seen(connection);
    void refetch().then(adopt);
  };
  const showNew = () => {
    onSearch({ cursor: undefined });
    refresh();
  };
  const turnTo = (cursor: string | null | undefined) => (cursor ? () => onSearch({ cursor }) : null);
  const clear = () => onSearch(cleared(search));

  return (
    <>
      <PageTitle of={t(($) => $.title)} />
      <div className={classes.head}>
        <div className={classes.title}>
          <Title order={1} size="h2">
            {t(($) => $.title)}
          </Title>
          {data && (
            <FreshLine asOf={data.indexedAt} busy={isFetching} onRefresh={refresh} news={news} onShowNews={showNew}>
              {reading === 'done' ? undefined : t(($) => (reading === 'held_up' ? $.neverRead : $.notIndexed))}
            </FreshLine>
          )}
        </div>
        <DraftsLink connection={connection} />
        <NewTaskButton connection={connection} />
      </div>
      {platform?.lists === false && <OpenById connection={connection} waiting={waiting} onShow={refresh} />}
      <TasksFilter connection={connection} search={search} onSearch={onSearch} />
      <div className={classes.tools}>
        <ViewsBar
          views={views}
          search={search}
          layout={layout}
          onView={(next, own) => {
            onSearch({ ...next, cursor: undefined });
            if (own) setLayout(own);
          }}
        />
        <div className={classes.actions}>
          <ColumnsButton layout={layout} onLayout={setLayout} />
          <TasksExport
            connection={connection}
            filter={filter}
            words={words.sentence(search)}
            total={data?.total ?? 0}
          />
        </div>
      </div>
      {error && <ErrorPanel failure={failureOf(error)} onRetry={() => void refetch()} />}
      <DataGrid
        label={t(($) => $.label)}
        columns={columns}
        rows={rows}
        rowId={rowId}
        total={data?.total ?? 0}
        from={data?.from ?? 0}
        state={data ? (isPlaceholderData ? 'refreshing' : 'ready') : error ? 'ready' : 'loading'}
        density={layout.density}
        order={{
          column: order.sort,
          direction: order.direction,
          onSort: (column) => onSearch({ sort: nextSort(search, TaskSort.parse(column)), cursor: undefined }),
        }}
        selection={{
          value: selection,
          onChange: (next) => setTicked({ under, selection: next }),
          rowName: (row) =>
            t(($) => $.selectTask, { name: row.is === 'task' ? row.task.name : row.operation.taskName }),
          whyNot: (row) => (row.is === 'task' ? null : t(($) => $.notYetThere)),
          actions: (
            <>
              {drawActions(selected)}
              <SelectedTasks connection={connection} {...selected} />
            </>
          ),
          filter: words.sentence(search),
        }}
        empty={
          <TasksEmpty
            connection={connection}
            filtered={isFiltered(search)}
            q={search.q}
            reading={reading}
            waiting={waiting}
            onClear={clear}
          />
        }
        card={(row) => <TaskCard row={row} connection={connection} drawMenu={drawMenu} />}
      />
      {data && (
        <Pager
          from={data.from}
          shown={data.tasks.length}
          total={data.total}
          onPrevious={turnTo(data.previousCursor)}
          onNext={turnTo(data.nextCursor)}
        />
      )}
    </>
  );
}

const idOf = ({ id }: Task) => id;

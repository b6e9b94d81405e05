import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionsQuery } from '#web/api/connections.ts';
import { failureOf } from '#web/api/problem.ts';
import { tasksQuery } from '#web/api/tasks.ts';
import { useLive, useLiveSnapshot } from '#web/api/use-live.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { DataGrid } from '#web/ui/DataGrid.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { IconRefresh } from '#web/ui/icons.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Pager } from '#web/ui/Pager.tsx';
import { isFiltered, listReading, listRows, rowId, type TasksSearch } from './list-row.ts';
import { ListAge } from './ListAge.tsx';
import { NewTaskButton } from './NewTaskButton.tsx';
import { OpenById } from './OpenById.tsx';
import { TaskCard } from './TaskCard.tsx';
import { TasksEmpty } from './TasksEmpty.tsx';
import { TasksExport } from './TasksExport.tsx';
import { TasksFilter } from './TasksFilter.tsx';
import classes from './TasksPage.module.css';
import { useTaskColumns } from './use-task-columns.tsx';

type Props = {
  connection: string;
  search: TasksSearch;
  onSearch(change: Partial<TasksSearch>, options?: { replace?: boolean }): void;
};

/** All tasks of a connection, newest first. Rows change in place; new tasks wait behind a button. */
export function TasksPage({ connection, search, onSearch }: Props) {
  const { t } = useTranslation('tasks');
  const formats = useFormats();
  const live = useLive();
  const { newTasks } = useLiveSnapshot();
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(tasksQuery({ connection, ...search }));
  const columns = useTaskColumns(connection);
  const { data: platforms } = useQuery(connectionsQuery());

  const firstPage = data?.from === 0;
  const rows = useMemo(() => (data ? listRows(data.tasks, data.creating, firstPage) : []), [data, firstPage]);
  const waiting = (newTasks[connection] ?? []).filter((id) => !data?.tasks.some((task) => task.id === id)).length;

  const platform = platforms?.connections.find(({ id }) => id === connection);
  const state = platform?.state;
  const reading = listReading(data?.indexedAt, state);

  const refresh = () => {
    live.seen(connection);
    void refetch();
  };
  const showNew = () => {
    onSearch({ cursor: undefined });
    refresh();
  };
  const turnTo = (cursor: string | null | undefined) => (cursor ? () => onSearch({ cursor }) : null);

  return (
    <>
      <PageTitle of={t(($) => $.title)} />
      <div className={classes.head}>
        <div className={classes.title}>
          <Title order={1} size="h2">
            {t(($) => $.title)}
          </Title>
          {data && <ListAge indexedAt={data.indexedAt} reading={reading} busy={isFetching} onRefresh={refresh} />}
        </div>
        <div className={classes.actions}>
          <TasksExport connection={connection} search={search} total={data?.total ?? 0} />
          <NewTaskButton connection={connection} />
        </div>
      </div>
      {platform?.lists === false && <OpenById connection={connection} waiting={waiting} onShow={refresh} />}
      <TasksFilter search={search} onSearch={onSearch} />
      {error && <ErrorPanel failure={failureOf(error)} onRetry={() => void refetch()} />}
      {waiting > 0 && (
        <Button
          variant="light"
          size="xs"
          className={classes.fresh ?? ''}
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={showNew}
        >
          {t(($) => $.newTasks, { count: waiting, shown: formats.count(waiting) })}
        </Button>
      )}
      <DataGrid
        label={t(($) => $.label)}
        columns={columns}
        rows={rows}
        rowId={rowId}
        total={data?.total ?? 0}
        from={data?.from ?? 0}
        state={data ? (isPlaceholderData ? 'refreshing' : 'ready') : error ? 'ready' : 'loading'}
        empty={
          <TasksEmpty
            connection={connection}
            filtered={isFiltered(search)}
            q={search.q}
            reading={reading}
            onClear={() => onSearch({ q: undefined, kind: undefined, state: undefined, cursor: undefined })}
          />
        }
        card={(row) => <TaskCard row={row} connection={connection} />}
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

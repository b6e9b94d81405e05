import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { CreatingBadge } from './CreatingBadge.tsx';
import { FailedLink } from './FailedLink.tsx';
import { KindText } from './KindText.tsx';
import type { ListRow } from './list-row.ts';
import { RowName } from './RowName.tsx';
import { RowProgress } from './RowProgress.tsx';
import { TaskStateBadge } from '#web/ui/TaskStateBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';

/** The columns of the list. */
export function useTaskColumns(connection: string): GridColumn<ListRow>[] {
  const { t } = useTranslation('tasks');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t(($) => $.column.name),
        width: 232,
        grows: true,
        cell: (row) => <RowName row={row} connection={connection} />,
      },
      {
        id: 'kind',
        header: t(($) => $.column.kind),
        width: 150,
        hideBelow: 760,
        cell: (row) => (row.is === 'task' ? <KindText kind={row.task.kind} /> : null),
      },
      {
        id: 'state',
        header: t(($) => $.column.state),
        width: 164,
        cell: (row) =>
          row.is === 'task' ? (
            <TaskStateBadge state={row.task.state} rawState={row.task.rawState} />
          ) : (
            <CreatingBadge operation={row.operation} />
          ),
      },
      {
        id: 'progress',
        header: t(($) => $.column.progress),
        width: 186,
        cell: (row) => <RowProgress row={row} />,
      },
      {
        id: 'failed',
        header: t(($) => $.column.failed),
        width: 74,
        align: 'right',
        cell: (row) => (row.is === 'task' ? <FailedLink task={row.task} /> : null),
      },
      {
        id: 'created',
        header: t(($) => $.column.created),
        width: 112,
        cell: (row) => <TimeText at={row.is === 'task' ? row.task.createdAt : row.operation.startedAt} />,
      },
      {
        id: 'by',
        header: t(($) => $.column.by),
        width: 104,
        hideBelow: 960,
        cell: (row) => (row.is === 'task' ? (row.task.createdBy ?? <Elsewhere />) : row.operation.by),
      },
    ],
    [connection, t],
  );
}

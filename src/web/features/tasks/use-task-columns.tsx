import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/domain/task.ts';
import { namesQuery } from '#web/api/names.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { TagList } from '#web/ui/TagList.tsx';
import { TaskStateBadge } from '#web/ui/TaskStateBadge.tsx';
import { TicketLink } from '#web/ui/TicketLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import { CreatingBadge } from './CreatingBadge.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { FailedLink } from './FailedLink.tsx';
import { KindText } from './KindText.tsx';
import type { ListRow } from './list-row.ts';
import { type DrawMenu, RowMenuButton } from './RowMenuButton.tsx';
import { RowName } from './RowName.tsx';
import { RowProgress } from './RowProgress.tsx';
import type { ColumnId } from './views.ts';

/** These columns of the list, in this order, and last what can be done with a task. */
export function useTaskColumns(
  connection: string,
  shown: readonly ColumnId[],
  drawMenu: DrawMenu,
): GridColumn<ListRow>[] {
  const { t } = useTranslation('tasks');
  const formats = useFormats();
  const { data: names } = useQuery({ ...namesQuery(connection), enabled: shown.includes('space') });
  const spaces = names?.space;
  const every = useMemo(() => {
    const ofTask = (draw: (task: Task) => ReactNode) => (row: ListRow) => (row.is === 'task' ? draw(row.task) : null);
    const columns: Record<ColumnId, Omit<GridColumn<ListRow>, 'id' | 'header'>> = {
      name: { width: 220, grows: true, sortable: true, cell: (row) => <RowName row={row} connection={connection} /> },
      kind: { width: 112, hideBelow: 760, sortable: true, cell: ofTask((task) => <KindText kind={task.kind} />) },
      state: {
        width: 162,
        sortable: true,
        cell: (row) =>
          row.is === 'task' ? (
            <TaskStateBadge state={row.task.state} rawState={row.task.rawState} />
          ) : (
            <CreatingBadge operation={row.operation} />
          ),
      },
      progress: { width: 178, sortable: true, cell: (row) => <RowProgress row={row} /> },
      success: {
        sortable: true,
        width: 92,
        align: 'right',
        cell: ofTask(({ counts }) => (counts.total === 0 ? null : formats.percent(counts.succeeded, counts.total))),
      },
      failed: { width: 66, align: 'right', sortable: true, cell: ofTask((task) => <FailedLink task={task} />) },
      created: {
        width: 106,
        sortable: true,
        cell: (row) => <TimeText at={row.is === 'task' ? row.task.createdAt : row.operation.startedAt} />,
      },
      starts: {
        width: 120,
        sortable: true,
        cell: ofTask(({ startsAt, createdAt }) => <TimeText at={startsAt ?? createdAt} />),
      },
      by: {
        sortable: true,
        width: 88,
        hideBelow: 960,
        cell: (row) => (row.is === 'task' ? (row.task.createdBy ?? <Elsewhere />) : row.operation.by),
      },
      owner: { sortable: true, width: 110, cell: ofTask((task) => task.annotation.owner) },
      tags: { sortable: true, width: 140, cell: ofTask((task) => <TagList tags={task.annotation.tags} />) },
      note: {
        sortable: true,
        width: 200,
        cell: ofTask((task) => <span className="clamped">{task.annotation.note}</span>),
      },
      ticket: { sortable: true, width: 120, cell: ofTask((task) => <TicketLink ticket={task.annotation.ticket} />) },
      space: {
        sortable: true,
        width: 140,
        cell: ofTask(({ spaceId }) => (
          <span className="clamped" title={spaceId ?? ''}>
            {(spaceId && spaces?.[spaceId]) ?? spaceId}
          </span>
        )),
      },
    };
    return columns;
  }, [connection, formats, spaces]);
  return useMemo(
    () => [
      ...shown.map((id): GridColumn<ListRow> => ({ id, header: t(($) => $.column[id]), ...every[id] })),
      {
        id: 'actions',
        header: t(($) => $.actions),
        bare: true,
        width: 44,
        cell: (row) => row.is === 'task' && <RowMenuButton task={row.task} draw={drawMenu} />,
      },
    ],
    [every, shown, t, drawMenu],
  );
}

import { TagList } from '#web/ui/TagList.tsx';
import { TaskStateBadge } from '#web/ui/TaskStateBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import { CreatingBadge } from './CreatingBadge.tsx';
import { FailedLink } from './FailedLink.tsx';
import { KindText } from './KindText.tsx';
import type { ListRow } from './list-row.ts';
import { type DrawMenu, RowMenuButton } from './RowMenuButton.tsx';
import { RowName } from './RowName.tsx';
import { RowProgress } from './RowProgress.tsx';
import classes from './TaskCard.module.css';

type Props = { row: ListRow; connection: string; drawMenu: DrawMenu };

/** A row of the list on a small screen. */
export function TaskCard({ row, connection, drawMenu }: Props) {
  return (
    <div className={classes.card}>
      <div className={classes.line}>
        <RowName row={row} connection={connection} />
        {row.is === 'task' && <RowMenuButton task={row.task} draw={drawMenu} />}
      </div>
      <div className={classes.line}>
        {row.is === 'task' ? (
          <TaskStateBadge state={row.task.state} rawState={row.task.rawState} />
        ) : (
          <CreatingBadge operation={row.operation} />
        )}
        {row.is === 'task' && <FailedLink task={row.task} long />}
      </div>
      <RowProgress row={row} />
      {row.is === 'task' && <TagList tags={row.task.annotation.tags} />}
      <div className={classes.line} data-quiet>
        {row.is === 'task' && <KindText kind={row.task.kind} />}
        <span>
          <TimeText at={row.is === 'task' ? row.task.createdAt : row.operation.startedAt} />
          {row.is === 'task' ? row.task.createdBy && ` · ${row.task.createdBy}` : ` · ${row.operation.by}`}
        </span>
      </div>
    </div>
  );
}

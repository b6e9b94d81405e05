import { useTranslation } from 'react-i18next';
import { isOneTooMany } from '#shared/domain/twins.ts';
import { CopyId } from '#web/ui/CopyId.tsx';
import { operationLooks } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import type { ListRow } from './list-row.ts';
import classes from './RowName.module.css';

/** A task's name, which opens it, above its id. What tells the waves of a rollout apart stands at the end, so it has two lines. */
export function RowName({ row, connection }: { row: ListRow; connection: string }) {
  const { t } = useTranslation('common');
  const words = useTranslation('tasks').t;
  if (row.is === 'creating') {
    return (
      <div className={classes.cell}>
        <span className={`clamped ${classes.name}`}>{row.operation.taskName}</span>
      </div>
    );
  }
  const { id, name, platformName } = row.task;
  return (
    <div className={classes.cell}>
      <TextLink
        className={`clamped ${classes.name}`}
        to="/c/$connection/tasks/$taskId"
        params={{ connection, taskId: id }}
        title={platformName}
      >
        {name}
      </TextLink>
      <CopyId id={id} label={t(($) => $.copy.taskId)} />
      {isOneTooMany(row.task) && <StatusBadge look={operationLooks.needs_person} label={words(($) => $.duplicate)} />}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { CopyId } from '#web/ui/CopyId.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import type { ListRow } from './list-row.ts';
import classes from './RowName.module.css';

/** A task's name, which opens it, above its id. */
export function RowName({ row, connection }: { row: ListRow; connection: string }) {
  const { t } = useTranslation('common');
  if (row.is === 'creating') {
    return (
      <div className={classes.cell}>
        <span className={classes.name}>{row.operation.taskName}</span>
      </div>
    );
  }
  const { id, name, platformName } = row.task;
  return (
    <div className={classes.cell}>
      <TextLink
        className={classes.name ?? ''}
        to="/c/$connection/tasks/$taskId"
        params={{ connection, taskId: id }}
        title={platformName}
      >
        {name}
      </TextLink>
      <CopyId id={id} label={t(($) => $.copy.taskId)} />
    </div>
  );
}

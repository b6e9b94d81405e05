import { useTranslation } from 'react-i18next';
import { settledDevices } from '#shared/domain/counting.ts';
import { isStuck } from '#shared/domain/progress.ts';
import { isFinal, type Task } from '#shared/domain/task.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ProgressBar } from '#web/ui/ProgressBar.tsx';
import { useNow } from '#web/ui/use-now.ts';
import type { ListRow } from './list-row.ts';
import classes from './RowProgress.module.css';

/** The bar with how many devices are done; before the start, when it starts. */
export function RowProgress({ row }: { row: ListRow }) {
  const { t } = useTranslation('tasks');
  const formats = useFormats();
  if (row.is === 'task') return <TaskProgress task={row.task} />;
  const { devices } = row.operation.progress;
  return t(($) => $.creating.devices, { count: devices, shown: formats.count(devices) });
}

function TaskProgress({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const formats = useFormats();
  const now = useNow(10_000);
  const { counts, state, startsAt } = task;
  const done = settledDevices(counts);
  if (counts.total === 0) {
    return <span className="quiet">{isFinal(state) ? t(($) => $.noDevices) : t(($) => $.devicesUnknown)}</span>;
  }
  return (
    <div className={classes.cell}>
      <ProgressBar counts={counts} />
      <span className={classes.figures}>
        {state === 'waiting' && startsAt !== null && startsAt > now ? (
          t(($) => $.waitingFor, { when: formats.relative(startsAt, now) })
        ) : (
          <>
            <b>{formats.percent(done, counts.total)}</b>
            <span>
              {isStuck(task, task.changedAt, now)
                ? t(($) => $.stuck, { when: formats.relative(task.changedAt, now) })
                : t(($) => $.settled, { done: formats.count(done), total: formats.count(counts.total) })}
            </span>
          </>
        )}
      </span>
    </div>
  );
}

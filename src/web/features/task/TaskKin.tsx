import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Task, TaskRef } from '#shared/domain/task.ts';
import type { TaskKin as Kin } from '#shared/domain/task-kin.ts';
import { kinQuery } from '#web/api/tasks.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { TaskStateBadge } from '#web/ui/TaskStateBadge.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import classes from './TaskKin.module.css';

// Of more than these only the number is told.
const mostShown = 5;

/** Where the task's devices come from, what was made of them, and how they did in all of it. Nothing for a task without kin. */
export function TaskKin({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const formats = useFormats();
  const { data } = useQuery(kinQuery(task));
  if (data === undefined || data.madeFrom.length + data.followedBy.length === 0) return null;
  const { madeFrom, followedBy, together } = data;
  return (
    <dl className={classes.kin}>
      {madeFrom.length > 0 && <Relatives task={task} name={t(($) => $.kin.madeFrom)} relatives={madeFrom} />}
      {followedBy.length > 0 && <Relatives task={task} name={t(($) => $.kin.followedBy)} relatives={followedBy} />}
      {together !== null && (
        <div>
          <dt>{t(($) => $.kin.together)}</dt>
          <dd>
            {t(($) => $.kin.succeeded, {
              count: together.devices,
              succeeded: formats.count(together.succeeded),
              shown: formats.count(together.devices),
              percent: formats.percent(together.succeeded, together.devices),
            })}
          </dd>
        </div>
      )}
    </dl>
  );
}

type Props = { task: TaskRef; name: string; relatives: Kin['madeFrom'] };

function Relatives({ task: { connection }, name, relatives }: Props) {
  const { t } = useTranslation('task');
  const more = relatives.length - mostShown;
  return (
    <div>
      <dt>{name}</dt>
      {relatives.slice(0, mostShown).map(({ id, name: taskName, state, rawState }) => (
        <dd key={id}>
          <TextLink to="/c/$connection/tasks/$taskId" params={{ connection, taskId: id }}>
            {taskName}
          </TextLink>
          <TaskStateBadge state={state} rawState={rawState} />
        </dd>
      ))}
      {more > 0 && <dd>{t(($) => $.kin.more, { count: more })}</dd>}
    </div>
  );
}

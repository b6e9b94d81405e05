import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';
import type { Task } from '#shared/domain/task.ts';
import { namesQuery } from '#web/api/names.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { CopyId } from '#web/ui/CopyId.tsx';
import { IconArrowLeft } from '#web/ui/icons.ts';
import { TaskStateBadge } from '#web/ui/TaskStateBadge.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import { useNow } from '#web/ui/use-now.ts';
import { AnnotationLine } from './AnnotationLine.tsx';
import classes from './TaskHeader.module.css';
import { TaskKin } from './TaskKin.tsx';

type Props = { task: Task; actions: ReactNode; /** How old what is shown is. */ fresh: ReactNode };

/** The task's name, state and the facts that do not change while it runs. */
export function TaskHeader({ task, actions, fresh }: Props) {
  const { t } = useTranslation('task');
  return (
    <header className={classes.header}>
      <TextLink to="/c/$connection/tasks" params={{ connection: task.connection }} className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {t(($) => $.back)}
      </TextLink>
      <div className={classes.line}>
        <Title order={1} size="h2" className={classes.name}>
          {task.name}
        </Title>
        <TaskStateBadge state={task.state} rawState={task.rawState} size="lg" />
        <div className={classes.actions}>{actions}</div>
      </div>
      <div className={classes.fresh}>{fresh}</div>
      <TaskFacts task={task} />
      <AnnotationLine task={task} />
      <TaskKin task={task} />
    </header>
  );
}

function TaskFacts({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const now = useNow(60_000);
  const { kind } = task;
  const by =
    task.createdBy === null
      ? t(($) => $.header.createdElsewhere)
      : t(($) => $.header.createdBy, { name: task.createdBy });
  const policy =
    task.retry === null || task.retry.count === 0
      ? t(($) => $.header.noRetry)
      : t(($) => $.header.retryPolicy, { count: task.retry.count, minutes: task.retry.intervalMinutes });
  const fact = (name: string, value: ReactNode) => (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  const hasNames = task.packageIds.length + task.groupIds.length > 0;
  const { data: names } = useQuery({ ...namesQuery(task.connection), enabled: hasNames });
  const ids = (list: readonly string[], label: string, known: Record<string, string> | undefined) =>
    list.map((id) => (
      <div key={id}>
        {known?.[id] && <div>{known[id]}</div>}
        <CopyId id={id} label={label} />
      </div>
    ));
  return (
    <dl className={classes.facts}>
      {fact(
        t(($) => $.header.kind),
        isKnownKind(kind) ? common(($) => $.kind[kind]) : kind,
      )}
      {fact(
        t(($) => $.header.id),
        <CopyId id={task.id} label={common(($) => $.copy.taskId)} />,
      )}
      {fact(
        t(($) => $.header.created),
        <>
          <TimeText at={task.createdAt} />
          {t(($) => $.comma)}
          {by}
        </>,
      )}
      {task.startsAt !== null &&
        fact(
          task.startsAt > now ? t(($) => $.header.starts) : t(($) => $.header.started),
          <>
            <TimeText at={task.startsAt} show="absolute" />
            <span className={classes.quiet}> = {formats.utc(task.startsAt)}</span>
          </>,
        )}
      {task.packageIds.length > 0 &&
        fact(
          t(($) => $.header.package, { count: task.packageIds.length }),
          ids(
            task.packageIds,
            common(($) => $.copy.packageId),
            names?.package,
          ),
        )}
      {task.groupIds.length > 0 &&
        fact(
          t(($) => $.header.group, { count: task.groupIds.length }),
          ids(
            task.groupIds,
            common(($) => $.copy.groupId),
            names?.group,
          ),
        )}
      {fact(
        t(($) => $.header.retry),
        policy,
      )}
    </dl>
  );
}

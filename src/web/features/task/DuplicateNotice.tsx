import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { whyNotAllowed, whyNotStop } from '#shared/domain/actions.ts';
import type { Task } from '#shared/domain/task.ts';
import { isOneTooMany } from '#shared/domain/twins.ts';
import { taskQuery } from '#web/api/tasks.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconAlertTriangleFilled, IconPlayerStop } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import classes from './StaleNotice.module.css';

type Props = { task: Task; isGone: boolean; onStop(duplicate: Task): void };

/** The platform made two tasks of one request: says so on the page of either, and stops the one that is one too many. */
export function DuplicateNotice(props: Props) {
  const { twin } = props.task;
  if (twin === null) return null;
  if (!twin.isDuplicate) return <KeptNotice {...props} duplicateId={twin.taskId} />;
  return <Notice {...props} of="duplicate" otherId={twin.taskId} duplicate={props.task} />;
}

/** For as long as the other one goes on; also when it could not be read, because it is there. */
function KeptNotice({ duplicateId, ...props }: Props & { duplicateId: string }) {
  const { data, isPending } = useQuery(taskQuery({ connection: props.task.connection, id: duplicateId }));
  if (isPending || (data !== undefined && (data.gone !== null || !isOneTooMany(data.task)))) return null;
  return <Notice {...props} of="kept" otherId={duplicateId} duplicate={data?.task ?? null} />;
}

type NoticeProps = Props & { of: 'kept' | 'duplicate'; otherId: string; duplicate: Task | null };

function Notice({ task, isGone, onStop, of, otherId, duplicate }: NoticeProps) {
  const { t } = useTranslation('task');
  const refusals = useTranslation('errors').t;
  const { role } = usePerson();
  const isOver = duplicate !== null && (isGone || !isOneTooMany(duplicate));
  const reason = duplicate && (whyNotAllowed(role, 'task.stop') ?? whyNotStop(duplicate));
  return (
    <div role={isOver ? 'status' : 'alert'} className={classes.notice}>
      <IconAlertTriangleFilled size={20} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <b>{t(($) => $.duplicate[of].title)}</b>
        <p>{isOver ? t(($) => $.duplicate.over) : t(($) => $.duplicate[of].text)}</p>
      </div>
      <LinkButton
        size="xs"
        variant="default"
        to="/c/$connection/tasks/$taskId"
        params={{ connection: task.connection, taskId: otherId }}
      >
        {t(($) => $.duplicate[of].other)}
      </LinkButton>
      {duplicate !== null && !isOver && (
        <ActionButton
          size="xs"
          color="red"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          reason={reason && refusals(($) => $.refusal[reason])}
          onClick={() => onStop(duplicate)}
        >
          {t(($) => $.duplicate.stop)}
        </ActionButton>
      )}
    </div>
  );
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureBundle, FailureGrouping } from '#shared/domain/failures.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';
import { ErrorFacts } from '#web/ui/ErrorFacts.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import parts from '#web/ui/parts.module.css';
import { CodeNote } from './CodeNote.tsx';
import classes from './FailuresOfGroup.module.css';
import { useGroupName } from './use-group-name.ts';

type Props = { connection: string; by: FailureGrouping; group: FailureBundle; actions: ReactNode };

/** What a group of failures is, what is known of its cause, and what can be done with all of it. */
export function GroupHead({ connection, by, group, actions }: Props) {
  const { t } = useTranslation('failures');
  const formats = useFormats();
  const { title, detail } = useGroupName(connection, by)(group);
  const isCause = by === 'code' || by === 'message';
  const reason = useReasons()(group.code, group.message);
  return (
    <div className={`${parts.surface} ${classes.head}`}>
      <h2>{title}</h2>
      {detail !== null && (
        <p className={parts.small}>
          <code>{detail}</code>
        </p>
      )}
      <p>
        {t(($) => $.head.failures, { count: group.failures, shown: formats.count(group.failures) })}{' '}
        {t(($) => $.head.tasks, { count: group.tasks })} · {t(($) => $.head.first)} <TimeText at={group.firstSeenAt} />{' '}
        · {t(($) => $.head.last)} <TimeText at={group.lastSeenAt} />
      </p>
      {isCause && (
        <>
          {reason.action !== null && (
            <p>
              <b>{t(($) => $.head.advice)}</b> {reason.action}
            </p>
          )}
          <ErrorFacts code={group.code} message={group.message} />
          {group.code !== null && <CodeNote key={group.code} code={group.code} />}
        </>
      )}
      <div className={classes.actions}>{actions}</div>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import { connectionLooks } from '#web/ui/looks.ts';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import { useNow } from '#web/ui/use-now.ts';
import classes from './ConnectionBanner.module.css';
import { useConnection } from './use-connection.ts';

/** Says when the platform does not answer as it should, why, and what to do. Nothing while all is well. */
export function ConnectionBanner() {
  const { t } = useTranslation('errors');
  const { t: common } = useTranslation('common');
  const formats = useFormats();
  const now = useNow();
  const connection = useConnection();
  if (!connection || connection.state === 'ok') return null;
  const { state, resumesAt, answeredAt } = connection;
  const resumes =
    state === 'throttled' && resumesAt !== null && resumesAt > now
      ? t(($) => $.connection.throttledUntil, { when: formats.relative(resumesAt, now) })
      : null;
  return (
    <div role="status" className={classes.banner} data-tone={connectionLooks[state].tone}>
      <StatusIcon look={connectionLooks[state]} size={18} />
      <div>
        <p className={classes.title}>
          {connection.name}: {t(($) => $.connection[state].title)}
        </p>
        <p>
          {t(($) => $.connection[state].advice)} {resumes}
        </p>
        {answeredAt !== null && (
          <p className={classes.since}>
            {common(($) => $.connection.answered, { when: '' })} <TimeText at={answeredAt} />
          </p>
        )}
      </div>
    </div>
  );
}

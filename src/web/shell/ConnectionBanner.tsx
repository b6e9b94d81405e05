import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { skewToShow } from '#shared/domain/connection.ts';
import { holds } from '#shared/domain/roles.ts';
import { usePerson } from '#web/api/use-person.ts';
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
  const person = usePerson();
  if (!connection) return null;
  const skewMs = skewToShow(connection);
  const servesUntil = holds(person.role, 'person.manage') ? connection.servesUntil : null;
  if (connection.state === 'ok')
    return (
      <>
        {skewMs !== null && (
          <Caution name={connection.name}>
            {t(($) => (skewMs > 0 ? $.connectionNote.clockAhead : $.connectionNote.clockBehind), {
              difference: formats.duration(Math.round(Math.abs(skewMs) / 60_000) * 60_000),
            })}
          </Caution>
        )}
        {servesUntil !== null && (
          <Caution name={connection.name}>
            {t(($) => $.connectionNote.signInEnds, { when: formats.dateTime(servesUntil) })}
          </Caution>
        )}
      </>
    );
  const { state, resumesAt, answeredAt, cause } = connection;
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
        <p>{cause === null ? t(($) => $.connection[state].advice) : t(($) => $.connectionNote.cause[cause])}</p>
        {resumes !== null && <p>{resumes}</p>}
        {answeredAt !== null && (
          <p className={classes.since}>
            {common(($) => $.connection.answered, { when: '' })} <TimeText at={answeredAt} />
          </p>
        )}
      </div>
    </div>
  );
}

/** The platform answers, and yet there is something to know. */
function Caution({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div role="status" className={classes.banner} data-tone="warn">
      <StatusIcon look={connectionLooks.throttled} size={18} />
      <p>
        <span className={classes.title}>{name}:</span> {children}
      </p>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { type Connection, skewToShow } from '#shared/domain/connection.ts';
import { holds } from '#shared/domain/roles.ts';
import { usePerson } from '#web/api/use-person.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { connectionLooks } from '#web/ui/looks.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import { useNow } from '#web/ui/use-now.ts';
import { Banner } from './Banner.tsx';
import classes from './Banner.module.css';

/** Says when the platform does not answer as it should, why, and what to do. */
export function ConnectionBanner({ connection }: { connection: Connection }) {
  const { t } = useTranslation('errors');
  const { t: common } = useTranslation('common');
  const formats = useFormats();
  const person = usePerson();
  const skewMs = skewToShow(connection);
  const servesUntil = holds(person.role, 'person.manage') ? connection.servesUntil : null;
  // The platform answers, and yet there is something to know.
  const caution = (what: string) => (
    <Banner look={connectionLooks.throttled}>
      <p>
        <span className={classes.title}>{connection.name}:</span> {what}
      </p>
    </Banner>
  );
  if (connection.state === 'ok')
    return (
      <>
        {skewMs !== null &&
          caution(
            t(($) => (skewMs > 0 ? $.connectionNote.clockAhead : $.connectionNote.clockBehind), {
              difference: formats.duration(Math.round(Math.abs(skewMs) / 60_000) * 60_000),
            }),
          )}
        {servesUntil !== null &&
          caution(t(($) => $.connectionNote.signInEnds, { when: formats.dateTime(servesUntil) }))}
      </>
    );
  const { state, resumesAt, answeredAt, cause } = connection;
  return (
    <Banner look={connectionLooks[state]}>
      <p className={classes.title}>
        {connection.name}: {t(($) => $.connection[state].title)}
      </p>
      <p>{cause === null ? t(($) => $.connection[state].advice) : t(($) => $.connectionNote.cause[cause])}</p>
      {state === 'throttled' && resumesAt !== null && <Resumes at={resumesAt} />}
      {answeredAt !== null && (
        <p className={classes.since}>
          {common(($) => $.connection.answered)} <TimeText at={answeredAt} />
        </p>
      )}
    </Banner>
  );
}

/** Counts down; a screen reader that read each second aloud would say nothing else. */
function Resumes({ at }: { at: number }) {
  const { t } = useTranslation('errors');
  const formats = useFormats();
  const now = useNow();
  return (
    at > now && <p aria-live="off">{t(($) => $.connection.throttledUntil, { when: formats.relative(at, now) })}</p>
  );
}

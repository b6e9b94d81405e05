import { useTranslation } from 'react-i18next';
import { failureFacts } from '#web/i18n/failure-reasons.ts';
import classes from './ErrorFacts.module.css';

type Props = { code: string | null; message: string | null };

/** Whose problem a failure is and whether a retry helps; for codes that nobody explained, that. */
export function ErrorFacts({ code, message }: Props) {
  const { t } = useTranslation('dictionary');
  const facts = failureFacts(code, message);
  if (facts === null) return code === null ? null : <p className={classes.quiet}>{t(($) => $.unknown)}</p>;
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t(($) => $.owner.label)}</dt>
          <dd>{t(($) => $.owner[facts.owner])}</dd>
        </div>
        <div>
          <dt>{t(($) => $.retry.label)}</dt>
          <dd>{t(($) => $.retry[facts.retry])}</dd>
        </div>
      </dl>
      {!facts.documented && <p className={classes.quiet}>{t(($) => $.undocumented)}</p>}
    </>
  );
}

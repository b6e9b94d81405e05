import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure, FailureCode } from '#web/i18n/failure.ts';
import { useFailureWords } from '#web/i18n/use-failure-words.ts';
import { CopyId } from './CopyId.tsx';
import classes from './ErrorPanel.module.css';
import { IconCircleXFilled, IconRefresh } from './icons.ts';

// What the person can set right alone needs no log line to be found.
const ordinary: ReadonlySet<FailureCode> = new Set([
  'wrong_credentials',
  'too_many_attempts',
  'name_taken',
  'set_up_token_wrong',
  'invalid',
  'refused',
]);

type Props = { failure: Failure; onRetry?: () => void; children?: ReactNode };

/** What happened, what to do, and what to quote when asking for help. `failureOf` makes a failure of anything thrown. */
export function ErrorPanel({ failure, onRetry, children }: Props) {
  const { t } = useTranslation('common');
  const { title, advice, platformSaid, upstreamRequestId } = useFailureWords()(failure);
  return (
    <div role="alert" className={classes.panel}>
      <IconCircleXFilled aria-hidden className={classes.icon} size={20} />
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        <p>{advice}</p>
        {platformSaid !== null && (
          <p className={classes.said}>
            {t(($) => $.error.platformSaid)} <q>{platformSaid}</q>
          </p>
        )}
        {children}
        {failure.requestId !== null && !ordinary.has(failure.code) && (
          <p className={classes.id}>
            {t(($) => $.error.requestId)} <CopyId id={failure.requestId} label={t(($) => $.error.copyRequestId)} />
          </p>
        )}
        {upstreamRequestId !== null && (
          <p className={classes.id}>
            {t(($) => $.error.upstreamRequestId)}
            <CopyId id={upstreamRequestId} label={t(($) => $.error.copyUpstreamRequestId)} />
          </p>
        )}
        {onRetry && (
          <Button
            variant="default"
            size="xs"
            mt="xs"
            leftSection={<IconRefresh size={14} aria-hidden />}
            onClick={onRetry}
          >
            {t(($) => $.error.retry)}
          </Button>
        )}
      </div>
    </div>
  );
}

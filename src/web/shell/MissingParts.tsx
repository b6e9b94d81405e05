import { Button } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Look } from '#web/ui/looks.ts';
import { usePartLoader } from '#web/ui/part-loader.ts';
import { Banner } from './Banner.tsx';

const look: Look = { tone: 'warn', icon: 'alert-triangle-filled' };

/** Says when something that was asked for could not be fetched, and what helps. */
export function MissingParts() {
  const { t } = useTranslation('common');
  const { subscribe, snapshot, tryAgain } = usePartLoader();
  const missing = useSyncExternalStore(subscribe, snapshot);
  useEffect(() => {
    addEventListener('online', tryAgain);
    return () => removeEventListener('online', tryAgain);
  }, [tryAgain]);
  if (missing === 'none') return null;
  return (
    <Banner look={look}>
      <p>{t(($) => $.part[missing])}</p>
      <Button size="compact-sm" variant="default" onClick={missing === 'missing' ? tryAgain : () => location.reload()}>
        {missing === 'missing' ? t(($) => $.error.retry) : t(($) => $.part.reload)}
      </Button>
    </Banner>
  );
}

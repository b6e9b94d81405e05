import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCloudOff } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './StaleNotice.module.css';

type Props = { seenAt: number; busy: boolean; onAskAgain(): void };

/** The platform could not be asked, so the page shows the task as last seen, and says when that was. */
export function StaleNotice({ seenAt, busy, onAskAgain }: Props) {
  const { t } = useTranslation('task');
  return (
    <div role="status" className={classes.notice}>
      <IconCloudOff size={20} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <b>{t(($) => $.stale.title)}</b>
        <p>
          {t(($) => $.stale.text)} <TimeText at={seenAt} />
        </p>
      </div>
      <Button size="xs" variant="default" loading={busy} onClick={onAskAgain}>
        {t(($) => $.stale.action)}
      </Button>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { IconTrash } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './StaleNotice.module.css';

type Props = { connection: string; at: number };

/** The platform no longer has the task: the page shows what was read of it before. */
export function GoneNotice({ connection, at }: Props) {
  const { t } = useTranslation('task');
  return (
    <div role="status" className={classes.notice}>
      <IconTrash size={20} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <b>{t(($) => $.gone.title)}</b>
        <p>
          {t(($) => $.gone.text)} <TimeText at={at} />
        </p>
      </div>
      <LinkButton size="xs" variant="default" to="/c/$connection/tasks" params={{ connection }}>
        {t(($) => $.gone.back)}
      </LinkButton>
    </div>
  );
}

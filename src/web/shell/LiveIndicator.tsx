import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import { conditionLooks, useFreshness } from '#web/ui/freshness.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import { useNow } from '#web/ui/use-now.ts';
import classes from './LiveIndicator.module.css';

const LiveDetails = lazyPart(() => import('./LiveDetails.tsx').then((module) => module.LiveDetails));
const fetchDetails = () => void LiveDetails.prefetch();

/** Whether the page changes by itself or what keeps it from that, since when it has heard nothing, and the switch to keep it still. */
export function LiveIndicator() {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const { condition, heardAt } = useFreshness();
  const now = useNow(5_000);
  const [wanted, setWanted] = useState(false);
  const [opened, setOpened] = useState(false);
  const heard = heardAt === null ? null : formats.relative(Math.min(heardAt, now), now);
  const stale = condition === 'reconnecting' || condition === 'offline';
  const button = (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      className={classes.button ?? ''}
      leftSection={<StatusIcon look={conditionLooks[condition]} size={condition === 'live' ? 10 : 16} />}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onPointerEnter={fetchDetails}
      onFocus={fetchDetails}
      onClick={() => (wanted ? setOpened(!opened) : setWanted(true))}
    >
      <span className="visually-hidden">{t(($) => $.live.label)}: </span>
      {t(($) => $.live[condition])}
      {stale && heard !== null && <span className={classes.age}>{heard}</span>}
    </Button>
  );
  return (
    <>
      {wanted ? (
        <LiveDetails
          button={button}
          opened={opened}
          onOpened={setOpened}
          condition={condition}
          heard={heard}
          meanwhile={button}
        />
      ) : (
        button
      )}
      <span className="visually-hidden" role="status">
        {t(($) => $.live[condition])}
      </span>
    </>
  );
}

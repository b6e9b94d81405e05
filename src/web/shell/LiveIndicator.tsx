import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveState } from '#web/api/live.ts';
import { useLiveSnapshot } from '#web/api/use-live.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { IconCircleDashed, IconCircleFilled, IconCloudOff, IconLoader2, IconPlayerPause } from '#web/ui/icons.ts';
import type { Look } from '#web/ui/looks.ts';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import { useNow } from '#web/ui/use-now.ts';
import classes from './LiveIndicator.module.css';

const looks: Record<LiveState, Look> = {
  connecting: { tone: 'idle', icon: IconCircleDashed },
  live: { tone: 'good', icon: IconCircleFilled },
  reconnecting: { tone: 'warn', icon: IconLoader2, spins: true },
  offline: { tone: 'bad', icon: IconCloudOff },
  paused: { tone: 'idle', icon: IconPlayerPause },
};
const LiveDetails = lazy(() => import('./LiveDetails.tsx').then((module) => ({ default: module.LiveDetails })));
const fetchDetails = () => void import('./LiveDetails.tsx');

/** Whether the page changes by itself, since when it has heard nothing, and the switch to keep it still. */
export function LiveIndicator() {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const { state, heardAt } = useLiveSnapshot();
  const now = useNow(5_000);
  const [wanted, setWanted] = useState(false);
  const [opened, setOpened] = useState(false);
  const heard = heardAt === null ? null : formats.relative(Math.min(heardAt, now), now);
  const stale = state === 'reconnecting' || state === 'offline';
  const button = (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      className={classes.button ?? ''}
      leftSection={<StatusIcon look={looks[state]} size={state === 'live' ? 10 : 16} />}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onPointerEnter={fetchDetails}
      onFocus={fetchDetails}
      onClick={() => (wanted ? setOpened(!opened) : setWanted(true))}
    >
      <span className="visually-hidden">{t(($) => $.live.label)}: </span>
      {t(($) => $.live[state])}
      {stale && heard !== null && <span className={classes.age}>{heard}</span>}
    </Button>
  );
  return (
    <>
      {wanted ? (
        <Suspense fallback={button}>
          <LiveDetails button={button} opened={opened} onOpened={setOpened} state={state} heard={heard} />
        </Suspense>
      ) : (
        button
      )}
      <span className="visually-hidden" role="status">
        {t(($) => $.live[state])}
      </span>
    </>
  );
}

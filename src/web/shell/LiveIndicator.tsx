import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveState } from '#web/api/live.ts';
import { useLive, useLiveSnapshot } from '#web/api/use-live.ts';
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
const help = {
  connecting: 'connectingHelp',
  live: 'liveHelp',
  reconnecting: 'reconnectingHelp',
  offline: 'offlineHelp',
  paused: 'pausedHelp',
} as const;

/** Whether the page changes by itself, since when it has heard nothing, and the switch to keep it still. */
export function LiveIndicator() {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const live = useLive();
  const { state, heardAt } = useLiveSnapshot();
  const now = useNow(5_000);
  const [opened, setOpened] = useState(false);
  const heard = heardAt === null ? null : formats.relative(Math.min(heardAt, now), now);
  const stale = state === 'reconnecting' || state === 'offline';
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-end" trapFocus returnFocus withRoles>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          className={classes.button ?? ''}
          leftSection={<StatusIcon look={looks[state]} size={state === 'live' ? 10 : 16} />}
          onClick={() => setOpened(!opened)}
        >
          <span role="status" className={classes.state}>
            <span className="visually-hidden">{t(($) => $.live.label)}: </span>
            {t(($) => $.live[state])}
          </span>
          {stale && heard !== null && <span className={classes.age}>{heard}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t(($) => $.live.label)}>
        <p className={classes.text}>{t(($) => $.live[help[state]])}</p>
        {heard !== null && <p className={classes.quiet}>{t(($) => $.live.heard, { when: heard })}</p>}
        {stale ? (
          <Button size="xs" variant="default" onClick={() => live.retryNow()}>
            {t(($) => $.live.retryNow)}
          </Button>
        ) : (
          <Button size="xs" variant="default" onClick={() => (state === 'paused' ? live.resume() : live.pause())}>
            {state === 'paused' ? t(($) => $.live.resume) : t(($) => $.live.pause)}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

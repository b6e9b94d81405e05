import { Button, Popover } from '@mantine/core';
import { cloneElement, type ReactElement, type Ref, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '#web/api/use-live.ts';
import type { Condition } from '#web/ui/freshness.ts';
import { useOpenWhenFetched } from '#web/ui/use-open-when-fetched.ts';
import classes from './LiveIndicator.module.css';

const help = {
  connecting: 'connectingHelp',
  live: 'liveHelp',
  reconnecting: 'reconnectingHelp',
  offline: 'offlineHelp',
  paused: 'pausedHelp',
  throttled: 'throttledHelp',
  platformAway: 'platformAwayHelp',
  platformRefuses: 'platformRefusesHelp',
} as const;

type Props = {
  button: ReactElement<{ ref?: Ref<HTMLButtonElement> }>;
  opened: boolean;
  onOpened(opened: boolean): void;
  condition: Condition;
  /** How long ago anything was heard, in words. */
  heard: string | null;
};

/** What the live state means, and the switch to keep the page still. */
export function LiveDetails({ button, opened, onOpened, condition, heard }: Props) {
  const { t } = useTranslation('common');
  const live = useLive();
  const target = useRef<HTMLButtonElement>(null);
  useOpenWhenFetched(target, () => onOpened(true));
  const pause = { label: t(($) => $.live.pause), act: live.pause };
  const retry = { label: t(($) => $.live.retryNow), act: live.retryNow };
  const act = {
    connecting: null,
    live: pause,
    throttled: pause,
    platformAway: pause,
    platformRefuses: pause,
    reconnecting: retry,
    offline: retry,
    paused: { label: t(($) => $.live.resume), act: live.resume },
  }[condition];
  return (
    <Popover opened={opened} onChange={onOpened} width={280} position="bottom-end" trapFocus returnFocus withRoles>
      <Popover.Target>{cloneElement(button, { ref: target })}</Popover.Target>
      <Popover.Dropdown aria-label={t(($) => $.live.label)}>
        <p className={classes.text}>{t(($) => $.live[help[condition]])}</p>
        {heard !== null && <p className={classes.quiet}>{t(($) => $.live.heard, { when: heard })}</p>}
        {act && (
          <Button size="xs" variant="default" onClick={() => act.act()}>
            {act.label}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

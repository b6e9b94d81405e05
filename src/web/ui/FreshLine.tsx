import { ActionIcon, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { conditionLooks, useFreshness } from './freshness.ts';
import classes from './FreshLine.module.css';
import { nameHint } from './hint.ts';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from './icons.ts';
import { StatusIcon } from './StatusIcon.tsx';
import { TimeText } from './TimeText.tsx';

type Props = {
  /** What is shown is at least this fresh, epoch milliseconds of the console; null where that cannot be said. */
  asOf: number | null;
  busy: boolean;
  onRefresh(): void;
  /** What there is besides, and is not put among what somebody reads before they ask for it. Stands here because it moves nothing here. */
  news?: string | null;
  onShowNews?(): void;
  /** What else is to be known of it. */
  children?: ReactNode;
};

/** Whether the page changes by itself or what keeps it from that, how old its data is, the switch that keeps it still, and a way to newer data. */
export function FreshLine({ asOf, busy, onRefresh, news, onShowNews, children }: Props) {
  const { t } = useTranslation('common');
  const { condition, isPaused, pause, resume } = useFreshness();
  const look = conditionLooks[condition];
  const Pause = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <span className={classes.line}>
      <span className={classes.switches}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          {...nameHint(isPaused ? t(($) => $.fresh.resume) : t(($) => $.live.pause))}
          onClick={isPaused ? resume : pause}
        >
          <Pause size={14} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          loading={busy}
          {...nameHint(t(($) => $.fresh.refresh))}
          onClick={onRefresh}
        >
          <IconRefresh size={14} aria-hidden />
        </ActionIcon>
      </span>
      <span className={classes.words}>
        <span className={classes.state}>
          <StatusIcon look={look} size={condition === 'live' ? 9 : 14} />
          {t(($) => $.live[condition])}
        </span>
        {asOf !== null && (
          <span className={classes.part}>
            {t(($) => $.fresh.asOf)} <TimeText at={asOf} stepMs={1_000} />
          </span>
        )}
        {children !== undefined && <span className={classes.part}>{children}</span>}
      </span>
      {news && (
        <Button variant="light" size="compact-sm" className={classes.news ?? ''} onClick={onShowNews}>
          {news}
        </Button>
      )}
    </span>
  );
}

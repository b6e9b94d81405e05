import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectionState } from '#shared/domain/connection.ts';
import { useLive, useLiveSnapshot } from '#web/api/use-live.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { nameHint } from '#web/ui/hint.ts';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import { useNow } from '#web/ui/use-now.ts';
import classes from './FreshLine.module.css';
import type { ListReading } from './list-row.ts';

type Props = {
  /** When every kind was last listed, epoch milliseconds; null before the first time. */
  indexedAt: number | null;
  /** When the console last answered this page. */
  answeredAt: number;
  reading: ListReading;
  platform: ConnectionState | undefined;
  busy: boolean;
  onRefresh(): void;
};

/** How old what the list shows is and why, the switch that keeps it still, and the way to a newer one. */
export function FreshLine({ indexedAt, answeredAt, reading, platform, busy, onRefresh }: Props) {
  const { t } = useTranslation('tasks');
  const formats = useFormats();
  const live = useLive();
  const { state, heardAt } = useLiveSnapshot();
  const now = useNow(1_000);
  const paused = state === 'paused';
  const updatedAt = Math.min(Math.max(heardAt ?? 0, answeredAt), now);
  const condition = state === 'live' && platform === 'throttled' ? 'throttled' : state;
  const pause = paused ? t(($) => $.fresh.resume) : t(($) => $.fresh.pause);
  const Pause = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <span className={classes.line}>
      {indexedAt === null ? (
        t(($) => (reading === 'held_up' ? $.neverRead : $.notIndexed))
      ) : (
        <span data-state={condition} className={classes.state}>
          {t(($) => $.fresh[condition], { when: formats.relative(updatedAt, now) })}
          {' · '}
          {t(($) => $.asOf)} <TimeText at={indexedAt} />
        </span>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-pressed={paused}
        {...nameHint(pause)}
        onClick={paused ? live.resume : live.pause}
      >
        <Pause size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        loading={busy}
        {...nameHint(t(($) => $.refresh))}
        onClick={onRefresh}
      >
        <IconRefresh size={14} aria-hidden />
      </ActionIcon>
    </span>
  );
}

import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameHint } from '#web/ui/hint.ts';
import { IconRefresh } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import type { ListReading } from './list-row.ts';
import classes from './ListAge.module.css';

type Props = {
  /** When every kind was last listed, epoch milliseconds; null before the first time. */
  indexedAt: number | null;
  reading: ListReading;
  busy: boolean;
  onRefresh(): void;
};

/** When the console last had the whole list from the platform, and the way to a newer one. Rows change by themselves. */
export function ListAge({ indexedAt, reading, busy, onRefresh }: Props) {
  const { t } = useTranslation('tasks');
  return (
    <span className={classes.age}>
      {indexedAt === null ? (
        t(($) => (reading === 'held_up' ? $.neverRead : $.notIndexed))
      ) : (
        <>
          {t(($) => $.asOf)} <TimeText at={indexedAt} />
        </>
      )}
      <ActionIcon
        className={classes.refresh ?? ''}
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

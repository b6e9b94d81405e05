import { useTranslation } from 'react-i18next';
import { TimeText } from '#web/ui/TimeText.tsx';
import type { ListReading } from './list-row.ts';
import classes from './ListAge.module.css';

/** When the console last had the whole list from the platform. Moving tasks are newer than that. */
export function ListAge({ indexedAt, reading }: { indexedAt: number | null; reading: ListReading }) {
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
    </span>
  );
}

import { useTranslation } from 'react-i18next';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './ListAge.module.css';

/** When the console last had the whole list from the platform. Moving tasks are newer than that. */
export function ListAge({ indexedAt }: { indexedAt: number | null }) {
  const { t } = useTranslation('tasks');
  return (
    <span className={classes.age}>
      {indexedAt === null ? (
        t(($) => $.notIndexed)
      ) : (
        <>
          {t(($) => $.asOf)} <TimeText at={indexedAt} />
        </>
      )}
    </span>
  );
}

import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './FailuresPage.module.css';

/** Groups and list on their way. */
export function SkeletonBlock() {
  const { t } = useTranslation('common');
  return (
    <div className={classes.split} aria-busy="true" aria-label={t(($) => $.loading)} role="status">
      <Skeleton height={320} />
      <Skeleton height={420} />
    </div>
  );
}

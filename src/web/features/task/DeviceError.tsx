import type { Subtask } from '#shared/domain/task.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';
import classes from './DeviceError.module.css';

type Props = { row: Pick<Subtask, 'errorCode' | 'errorMessage'> };

/** Why a device failed: in the person's language first, then the platform's code and words. */
export function DeviceError({ row: { errorCode, errorMessage } }: Props) {
  const explain = useReasons();
  if (errorCode === null && errorMessage === null) return null;
  const { cause, known } = explain(errorCode, errorMessage);
  const platform = [errorCode, known ? errorMessage : null].filter((part) => part !== null).join(' · ');
  return (
    <div className={classes.error} title={[errorCode, errorMessage].filter((part) => part !== null).join(' ')}>
      <span className={classes.clip}>{cause}</span>
      {platform !== '' && platform !== cause && (
        <span className={`${classes.clip} ${classes.platform}`}>{platform}</span>
      )}
    </div>
  );
}

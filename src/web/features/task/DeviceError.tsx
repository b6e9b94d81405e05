import type { Subtask } from '#shared/domain/task.ts';
import { type Reason, useReasons } from '#web/i18n/use-reasons.ts';
import { hint } from '#web/ui/hint.ts';
import classes from './DeviceError.module.css';

type Failure = Pick<Subtask, 'errorCode' | 'errorMessage'>;
type Props = { row: Failure };

/** The platform's code and words in full; null where there was no error. */
export const errorText = ({ errorCode, errorMessage }: Failure): string | null =>
  [errorCode, errorMessage].filter((part) => part !== null).join(' ') || null;

/** Why a device failed: in the person's language first, then the platform's code and words. */
export function DeviceError({ row }: Props) {
  const explain = useReasons();
  const title = errorText(row);
  if (title === null) return null;
  return (
    <div className={classes.error} tabIndex={0} {...hint(title)}>
      <DeviceErrorLines row={row} explain={explain} />
    </div>
  );
}

type LinesProps = Props & { explain(code: string | null, message: string | null): Reason };

/** The same for a cell of a long list, which brings the explanations and the place around them. */
export function DeviceErrorLines({ row: { errorCode, errorMessage }, explain }: LinesProps) {
  if (errorCode === null && errorMessage === null) return null;
  const { cause, known } = explain(errorCode, errorMessage);
  const platform = [errorCode, known ? errorMessage : null].filter((part) => part !== null).join(' · ');
  return (
    <>
      <span className={classes.clip}>{cause}</span>
      {platform !== '' && platform !== cause && (
        <span className={`${classes.clip} ${classes.platform}`}>{platform}</span>
      )}
    </>
  );
}

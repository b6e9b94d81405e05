import type { Subtask } from '#shared/domain/task.ts';
import { type Reason, reasonLines, useReasons } from '#web/i18n/use-reasons.ts';
import { hint } from '#web/ui/hint.ts';
import parts from '#web/ui/parts.module.css';
import classes from './DeviceError.module.css';

type Failure = Pick<Subtask, 'errorCode' | 'errorMessage'>;

/** The platform's code and words in full; null where there was no error. */
export const errorText = ({ errorCode, errorMessage }: Failure): string | null =>
  [errorCode, errorMessage].filter((part) => part !== null).join(' ') || null;

type Explain = (code: string | null, message: string | null) => Reason;

/** In the person's language first, then the platform's code and words where they say something else. */
function linesOf({ errorCode, errorMessage }: Failure, explain: Explain): string[] {
  if (errorCode === null && errorMessage === null) return [];
  return reasonLines(explain(errorCode, errorMessage), errorCode, errorMessage);
}

/** Both lines as the text of a cell that has the class `lines`: long lists draw it in every row. */
export const errorLines = (row: Failure, explain: Explain): string => linesOf(row, explain).join('\n');

/** Why a device failed. */
export function DeviceError({ row }: { row: Failure }) {
  const [cause, platform] = linesOf(row, useReasons());
  if (cause === undefined) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its hint must be reachable by keyboard
    <div className={classes.error} tabIndex={0} {...hint(errorText(row))}>
      <span className={parts.clip}>{cause}</span>
      {platform !== undefined && <span className={`${parts.clip} ${parts.small}`}>{platform}</span>}
    </div>
  );
}

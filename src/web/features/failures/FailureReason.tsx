import type { Failure } from '#shared/domain/failures.ts';
import { reasonLines, useReasons } from '#web/i18n/use-reasons.ts';
import parts from '#web/ui/parts.module.css';

/** Why a device failed: in the person's language first, then the platform's code and words. */
export function FailureReason({
  row: { errorCode, errorMessage },
}: {
  row: Pick<Failure, 'errorCode' | 'errorMessage'>;
}) {
  const [cause, platform] = reasonLines(useReasons()(errorCode, errorMessage), errorCode, errorMessage);
  return (
    <span title={[errorCode, errorMessage].filter((part) => part !== null).join(' ')}>
      <span className={parts.clip}>{cause}</span>
      {platform !== undefined && <span className={`${parts.clip} ${parts.small}`}>{platform}</span>}
    </span>
  );
}

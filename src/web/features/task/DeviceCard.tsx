import { useTranslation } from 'react-i18next';
import type { Subtask } from '#shared/domain/task.ts';
import { CopyId } from '#web/ui/CopyId.tsx';
import { OutcomeBadge } from '#web/ui/OutcomeBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './DeviceCard.module.css';
import { DeviceError } from './DeviceError.tsx';

/** A device of the task on a small screen. */
export function DeviceCard({ row }: { row: Subtask }) {
  const common = useTranslation('common').t;
  return (
    <div className={classes.card}>
      <CopyId id={row.deviceId} label={`${common(($) => $.copy.deviceId)} ${row.deviceId}`} />
      <div className={classes.line}>
        <OutcomeBadge outcome={row.outcome} rawOutcome={row.rawOutcome} />
        <TimeText at={row.since} />
      </div>
      <DeviceError row={row} />
      {row.output !== null && <div className={classes.output}>{row.output}</div>}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import type { Subtask } from '#shared/domain/task.ts';
import { OutcomeBadge } from '#web/ui/OutcomeBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './DeviceCard.module.css';
import { DeviceError } from './DeviceError.tsx';
import names from './DeviceName.module.css';
import { DeviceName } from './DeviceName.tsx';

/** A device of the task on a small screen. */
export function DeviceCard({ row, connection }: { row: Subtask; connection: string }) {
  const { t } = useTranslation('common');
  return (
    <div className={classes.card}>
      <div className={names.name}>
        <DeviceName
          connection={connection}
          deviceId={row.deviceId}
          copyLabel={`${t(($) => $.copy.deviceId)} ${row.deviceId}`}
        />
      </div>
      <div className={classes.line}>
        <OutcomeBadge outcome={row.outcome} rawOutcome={row.rawOutcome} />
        <TimeText at={row.since} />
      </div>
      <DeviceError row={row} />
      {row.output !== null && <div className={classes.output}>{row.output}</div>}
    </div>
  );
}

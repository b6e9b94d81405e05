import type { Failure } from '#shared/domain/failures.ts';
import { TextLink } from '#web/ui/TextLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './FailuresOfGroup.module.css';
import { FailureReason } from './FailureReason.tsx';

/** A failure on a small screen. */
export function FailureCard({ row, connection }: { row: Failure; connection: string }) {
  return (
    <div className={classes.card}>
      <TextLink to="/c/$connection/devices/$deviceId" params={{ connection, deviceId: row.deviceId }}>
        {row.deviceId}
      </TextLink>
      <TextLink to="/c/$connection/tasks/$taskId" params={{ connection, taskId: row.taskId }}>
        {row.taskName}
      </TextLink>
      <FailureReason row={row} />
      <TimeText at={row.since} />
    </div>
  );
}

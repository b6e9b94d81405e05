import type { Failure } from '#shared/domain/failures.ts';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import parts from '#web/ui/parts.module.css';
import { FailureReason } from './FailureReason.tsx';

/** A failure on a small screen. */
export function FailureCard({ row, connection }: { row: Failure; connection: string }) {
  return (
    <div className={parts.card}>
      <DeviceLink connection={connection} deviceId={row.deviceId} />
      <TextLink to="/c/$connection/tasks/$taskId" params={{ connection, taskId: row.taskId }}>
        {row.taskName}
      </TextLink>
      <FailureReason row={row} />
      <TimeText at={row.since} />
    </div>
  );
}

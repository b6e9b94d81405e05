import { CopyButton } from '#web/ui/CopyButton.tsx';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';

type Props = {
  connection: string;
  deviceId: string;
  /** "Copy device ID dev-1". */
  copyLabel: string;
};

/** A device of the task: the way to its page, and its ID to take along. Stands in a line of the class `name`. */
export function DeviceName({ connection, deviceId, copyLabel }: Props) {
  return (
    <>
      <DeviceLink connection={connection} deviceId={deviceId} />
      <CopyButton value={deviceId} label={copyLabel} />
    </>
  );
}

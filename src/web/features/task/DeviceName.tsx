import { useTranslation } from 'react-i18next';
import { CopyButton } from '#web/ui/CopyButton.tsx';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';
import classes from './DeviceName.module.css';

type Props = { connection: string; deviceId: string };

/** A device of the task: the way to its page, and its ID to take along. */
export function DeviceName({ connection, deviceId }: Props) {
  const { t } = useTranslation('common');
  return (
    <span className={classes.name}>
      <DeviceLink connection={connection} deviceId={deviceId} />
      <CopyButton value={deviceId} label={`${t(($) => $.copy.deviceId)} ${deviceId}`} />
    </span>
  );
}

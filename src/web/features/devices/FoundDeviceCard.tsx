import { useTranslation } from 'react-i18next';
import type { FoundDevice } from '#shared/domain/device.ts';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';
import { DeviceStatusBadge } from './DeviceStatusBadge.tsx';
import classes from './DevicesPage.module.css';

/** A found device on a small screen. */
export function FoundDeviceCard({ row, connection }: { row: FoundDevice; connection: string }) {
  const { t } = useTranslation('devices');
  return (
    <div className={classes.card}>
      <DeviceLink connection={connection} deviceId={row.id} />
      <div className={classes.line}>
        {row.device ? <DeviceStatusBadge status={row.device.status} /> : <span>{t(($) => $.found.onlyCopies)}</span>}
        <span>{t(($) => $.found.tasks, { count: row.tasks })}</span>
      </div>
      {row.device && (
        <span className={classes.quiet}>
          {[row.device.name, row.device.productName, row.device.firmwareVersion]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      )}
    </div>
  );
}

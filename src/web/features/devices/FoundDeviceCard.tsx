import { useTranslation } from 'react-i18next';
import type { FoundDevice } from '#shared/domain/device.ts';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';
import parts from '#web/ui/parts.module.css';
import { DeviceStatusBadge } from './DeviceStatusBadge.tsx';

/** A found device on a small screen. */
export function FoundDeviceCard({ row, connection }: { row: FoundDevice; connection: string }) {
  const { t } = useTranslation('devices');
  return (
    <div className={parts.card}>
      <DeviceLink connection={connection} deviceId={row.id} />
      <div className={parts.line}>
        {row.device ? <DeviceStatusBadge status={row.device.status} /> : <span>{t(($) => $.found.onlyCopies)}</span>}
        <span>{t(($) => $.found.tasks, { count: row.tasks })}</span>
      </div>
      {row.device && (
        <span className={parts.small}>
          {[row.device.name, row.device.productName, row.device.firmwareVersion]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      )}
    </div>
  );
}

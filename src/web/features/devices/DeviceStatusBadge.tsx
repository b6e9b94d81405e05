import { useTranslation } from 'react-i18next';
import type { DeviceStatus } from '#shared/domain/catalogue.ts';
import type { Look } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';

const looks: Record<DeviceStatus, Look> = {
  online: { tone: 'good', icon: 'circle-filled' },
  offline: { tone: 'halted', icon: 'cloud-off' },
  abnormal: { tone: 'warn', icon: 'alert-triangle-filled' },
  inactive: { tone: 'idle', icon: 'circle-dashed' },
  frozen: { tone: 'busy', icon: 'lock' },
  other: { tone: 'idle', icon: 'help-circle' },
};

/** How a device stands with the platform. */
export function DeviceStatusBadge({ status }: { status: DeviceStatus }) {
  const { t } = useTranslation('devices');
  return <StatusBadge look={looks[status]} label={t(($) => $.status[status])} />;
}

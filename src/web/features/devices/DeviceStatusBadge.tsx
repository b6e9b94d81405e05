import { useTranslation } from 'react-i18next';
import type { DeviceStatus } from '#shared/domain/catalogue.ts';
import {
  IconAlertTriangleFilled,
  IconCircleDashed,
  IconCircleFilled,
  IconCloudOff,
  IconHelpCircle,
  IconLock,
} from '#web/ui/icons.ts';
import type { Look } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';

const looks: Record<DeviceStatus, Look> = {
  online: { tone: 'good', icon: IconCircleFilled },
  offline: { tone: 'halted', icon: IconCloudOff },
  abnormal: { tone: 'warn', icon: IconAlertTriangleFilled },
  inactive: { tone: 'idle', icon: IconCircleDashed },
  frozen: { tone: 'busy', icon: IconLock },
  other: { tone: 'idle', icon: IconHelpCircle },
};

/** How a device stands with the platform. */
export function DeviceStatusBadge({ status }: { status: DeviceStatus }) {
  const { t } = useTranslation('devices');
  return <StatusBadge look={looks[status]} label={t(($) => $.status[status])} />;
}

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundDevice } from '#shared/domain/device.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';
import parts from '#web/ui/parts.module.css';
import { DeviceStatusBadge } from './DeviceStatusBadge.tsx';

export function useFoundColumns(connection: string): GridColumn<FoundDevice>[] {
  const { t } = useTranslation('devices');
  return useMemo(
    () => [
      {
        id: 'device',
        header: t(($) => $.column.device),
        width: 220,
        grows: true,
        cell: ({ id }) => <DeviceLink connection={connection} deviceId={id} />,
      },
      {
        id: 'status',
        header: t(($) => $.column.status),
        width: 130,
        cell: ({ device }) =>
          device ? (
            <DeviceStatusBadge status={device.status} />
          ) : (
            <span className={parts.small}>{t(($) => $.found.onlyCopies)}</span>
          ),
      },
      {
        id: 'name',
        header: t(($) => $.column.name),
        width: 150,
        grows: true,
        cell: ({ device }) => device?.name ?? '–',
      },
      {
        id: 'product',
        header: t(($) => $.column.product),
        width: 130,
        grows: true,
        hideBelow: 760,
        cell: ({ device }) => device?.productName ?? device?.productId ?? '–',
      },
      {
        id: 'firmware',
        header: t(($) => $.column.firmware),
        width: 104,
        hideBelow: 860,
        cell: ({ device }) => device?.firmwareVersion ?? '–',
      },
      {
        id: 'tasks',
        header: t(($) => $.column.tasks),
        width: 72,
        align: 'right',
        cell: ({ tasks }) => tasks,
      },
    ],
    [connection, t],
  );
}

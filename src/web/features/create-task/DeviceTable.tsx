import { Checkbox, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Device } from '#shared/domain/catalogue.ts';
import { CopyId } from '#web/ui/CopyId.tsx';

type Props = {
  devices: readonly Device[];
  chosen: ReadonlySet<string>;
  onChosen: (ids: readonly string[], on: boolean) => void;
  /** Others are being fetched. */
  isOld: boolean;
};

/** A page of devices to choose from. */
export function DeviceTable({ devices, chosen, onChosen, isOld }: Props) {
  const { t } = useTranslation('create');
  const ids = devices.map(({ id }) => id);
  const all = ids.every((id) => chosen.has(id));
  return (
    <Table.ScrollContainer minWidth={560} maxHeight={420}>
      <Table
        aria-label={t(($) => $.targets.deviceTable)}
        highlightOnHover
        stickyHeader
        withTableBorder
        opacity={isOld ? 0.6 : 1}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={48}>
              <Checkbox
                aria-label={t(($) => $.targets.selectPage)}
                checked={all}
                indeterminate={!all && ids.some((id) => chosen.has(id))}
                onChange={(event) => onChosen(ids, event.currentTarget.checked)}
              />
            </Table.Th>
            <Table.Th>{t(($) => $.targets.device)}</Table.Th>
            <Table.Th>{t(($) => $.targets.product)}</Table.Th>
            <Table.Th>{t(($) => $.targets.status)}</Table.Th>
            <Table.Th>{t(($) => $.targets.version)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {devices.map((device) => (
            <Table.Tr key={device.id}>
              <Table.Td>
                <Checkbox
                  aria-label={t(($) => $.targets.selectDevice, { id: device.id })}
                  checked={chosen.has(device.id)}
                  onChange={(event) => onChosen([device.id], event.currentTarget.checked)}
                />
              </Table.Td>
              <Table.Td>
                <Text size="sm">{device.name ?? device.nodeId}</Text>
                <CopyId id={device.id} label={t(($) => $.targets.device)} />
              </Table.Td>
              <Table.Td>{device.productName}</Table.Td>
              <Table.Td>{t(($) => $.targets.statusOf[device.status])}</Table.Td>
              <Table.Td>{[device.firmwareVersion, device.softwareVersion].filter(Boolean).join(' / ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

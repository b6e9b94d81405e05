import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceCard } from '#shared/domain/device.ts';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import parts from '#web/ui/parts.module.css';
import classes from './DevicePage.module.css';

type Props = { connection: string; device: DeviceCard };

/** What the inventory tells of a device; what it does not tell is left out. */
export function DeviceFacts({ connection, device }: Props) {
  const { t } = useTranslation('devices');
  const time = (at: number | null) => (at === null ? null : <TimeText at={at} show="absolute" />);
  const gateway = device.gatewayId !== null && device.gatewayId !== device.id && (
    <DeviceLink connection={connection} deviceId={device.gatewayId} />
  );
  const facts: [label: string, value: ReactNode][] = [
    [t(($) => $.fact.name), device.name],
    [t(($) => $.fact.nodeId), device.nodeId],
    [t(($) => $.fact.product), device.productName ?? device.productId],
    [t(($) => $.fact.firmware), device.firmwareVersion],
    [t(($) => $.fact.software), device.softwareVersion],
    [t(($) => $.fact.modules), device.modules.map((module) => `${module.name} ${module.version ?? '–'}`).join(', ')],
    [t(($) => $.fact.connection), t(($) => $.connection[device.connection])],
    [t(($) => $.fact.gateway), gateway],
    [t(($) => $.fact.tags), device.tags.map((tag) => `${tag.key} = ${tag.value}`).join(', ')],
    [t(($) => $.fact.description), device.description],
    [t(($) => $.fact.statusSince), time(device.statusSince)],
    [t(($) => $.fact.registered), time(device.registeredAt)],
  ];
  const told = facts.filter(([, value]) => value !== null && value !== '' && value !== false);
  return (
    <dl className={`${parts.surface} ${classes.facts}`} aria-label={t(($) => $.fact.label)}>
      {told.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

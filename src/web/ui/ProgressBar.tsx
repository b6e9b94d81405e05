import { useTranslation } from 'react-i18next';
import { counterOf, outcomeOrder } from '#shared/domain/counting.ts';
import type { Counts } from '#shared/domain/task.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import classes from './ProgressBar.module.css';

type Props = { counts: Counts; size?: 'sm' | 'lg' };

/** Devices by outcome as one stacked bar. Patterns tell the parts apart without colour; the name says all figures. */
export function ProgressBar({ counts, size = 'sm' }: Props) {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const parts = outcomeOrder
    .map((outcome) => ({ outcome, devices: counts[counterOf[outcome]] }))
    .filter((part) => part.devices > 0);
  const figures = parts.map(({ outcome, devices }) =>
    t(($) => $.outcomeCount, { outcome: t(($) => $.outcome[outcome]), count: devices, shown: formats.count(devices) }),
  );
  const name = parts.length === 0 ? t(($) => $.noDevicesYet) : formats.list(figures);
  return (
    <div role="img" aria-label={name} className={classes.bar} data-size={size}>
      {parts.map(({ outcome, devices }) => (
        <div key={outcome} className={classes.part} data-outcome={outcome} style={{ flexGrow: devices }} />
      ))}
    </div>
  );
}

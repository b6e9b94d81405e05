import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Operation, operationEnded } from '#shared/domain/operation.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { operationLooks, targetLooks } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import classes from './OperationProgress.module.css';

/** Where an operation stands, in a sentence, a bar and figures. */
export function OperationProgress({ operation }: { operation: Operation }) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const { state, progress, errorCode, errorMessage } = operation;
  const { devices, accepted, refused, unknown, chunks, chunksSettled } = progress;
  const settled = accepted + refused + unknown;
  const open = Math.max(0, devices - settled);
  const figures = [
    { outcome: 'accepted', count: accepted },
    { outcome: 'refused', count: refused },
    { outcome: 'unknown', count: unknown },
    { outcome: 'open', count: open },
  ] as const;
  const platform = [errorCode, errorMessage].filter((part) => part !== null).join(' ');
  return (
    <div className={classes.progress}>
      <div className={classes.line}>
        <StatusBadge look={operationLooks[state]} label={common(($) => $.operationState[state])} />
        <span className={classes.sentence}>
          {t(($) => $.operation.state[state], { settled: chunksSettled, chunks })}
        </span>
      </div>
      <Progress.Root size="lg" aria-label={t(($) => $.operation.progress, { settled, devices })}>
        <Progress.Section
          value={devices === 0 ? 0 : (100 * settled) / devices}
          aria-label={t(($) => $.operation.progress, { settled, devices })}
          aria-valuetext={formats.percent(settled, devices)}
          {...(operationEnded(state) || !open ? {} : { striped: true })}
        />
      </Progress.Root>
      {/* Said once when it ends: each step on the way would drown out everything else. */}
      <ul className={classes.figures} {...(operationEnded(state) ? { role: 'status' } : {})}>
        {figures
          .filter(({ outcome, count }) => count > 0 || outcome === 'accepted')
          .map(({ outcome, count }) => (
            <li key={outcome}>
              <StatusIcon look={targetLooks[outcome === 'open' ? 'planned' : outcome]} />
              {t(($) => $.operation.figures[outcome], { count })}
            </li>
          ))}
      </ul>
      {platform !== '' && (
        <p className={classes.platform}>
          {t(($) => $.operation.platform)} <q>{platform}</q>
        </p>
      )}
    </div>
  );
}

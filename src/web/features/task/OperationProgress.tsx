import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Operation, operationEnded } from '#shared/domain/operation.ts';
import { useDoubt } from '#web/i18n/use-doubt.ts';
import { operationLooks, targetLooks, toneColor } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import classes from './OperationProgress.module.css';

type Figure = 'accepted' | 'refused' | 'unknown' | 'open';
const lookOf = (figure: Figure) => targetLooks[figure === 'open' ? 'planned' : figure];

/** Where an operation stands, in a sentence, a bar and figures. */
export function OperationProgress({ operation }: { operation: Operation }) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
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
  const percentOf = (part: number) => (devices === 0 ? 0 : (100 * part) / devices);
  // Answered for every device is not the same as accepted for every device.
  const look = state === 'done' && refused + unknown > 0 ? operationLooks.needs_person : operationLooks[state];
  const doubt = useDoubt()(operation);
  // Of one that is done, only a create has a doubt left: its task came late, or twice.
  const isClear = state === 'planned' || state === 'sending';
  const refusal = state === 'refused' ? [errorCode, errorMessage].filter((part) => part !== null).join(' ') : '';
  return (
    <div className={classes.progress}>
      <div className={classes.line}>
        <StatusBadge look={look} label={common(($) => $.operationState[state])} />
        <span className={classes.sentence}>
          {t(($) => $.operation.state[state], { settled: chunksSettled, chunks })}
        </span>
      </div>
      <Progress.Root
        size="lg"
        role="progressbar"
        aria-label={t(($) => $.operation.progress, { settled, devices })}
        aria-valuenow={percentOf(settled)}
      >
        {figures
          .filter(({ outcome }) => outcome !== 'open')
          .map(({ outcome, count }) => (
            <Progress.Section
              key={outcome}
              withAria={false}
              value={percentOf(count)}
              color={toneColor(lookOf(outcome).tone)}
            />
          ))}
      </Progress.Root>
      {/* Said once when it ends: each step on the way would drown out everything else. */}
      <div {...(operationEnded(state) ? { role: 'status' } : {})}>
        <ul className={classes.figures}>
          {figures
            .filter(({ outcome, count }) => count > 0 || outcome === 'accepted')
            .map(({ outcome, count }) => (
              <li key={outcome}>
                <StatusIcon look={lookOf(outcome)} />
                {t(($) => $.operation.figures[outcome], { count })}
              </li>
            ))}
        </ul>
      </div>
      {doubt !== null && !isClear && <p className={classes.platform}>{doubt}</p>}
      {doubt === null && refusal !== '' && (
        <p className={classes.platform}>
          {t(($) => $.operation.platform)} <q>{refusal}</q>
        </p>
      )}
    </div>
  );
}

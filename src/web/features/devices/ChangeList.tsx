import { useTranslation } from 'react-i18next';
import type { DeviceTask } from '#shared/domain/device.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { OutcomeBadge } from '#web/ui/OutcomeBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import parts from '#web/ui/parts.module.css';
import classes from './DevicePage.module.css';

/** Each change that was seen, oldest first; folded where there is only one. */
export function ChangeList({ task }: { task: DeviceTask }) {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const { changes } = task;
  if (changes.length === 0) return null;
  return (
    <details open={changes.length > 1 || undefined}>
      <summary>{t(($) => $.changes.title, { count: changes.length })}</summary>
      <ol className={classes.changes}>
        {changes.map((change) => (
          <li key={change.at}>
            <TimeText at={change.at} show="absolute" />
            <OutcomeBadge outcome={change.outcome} rawOutcome={change.outcome} />
            <span className={parts.small}>
              {t(($) => $.changes.attempt, { number: change.attempt })}
              {change.errorCode !== null && ` · ${change.errorCode}`}
              {change.errorMessage !== null && ` · ${change.errorMessage}`}
              {change.notBefore !== null &&
                ` · ${t(($) => $.changes.late, { by: formats.duration(change.at - change.notBefore) })}`}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopyState, FailureGroup, Task } from '#shared/domain/task.ts';
import { errorNotesQuery } from '#web/api/error-notes.ts';
import { failuresQuery } from '#web/api/tasks.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { CopyId } from '#web/ui/CopyId.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { ErrorFacts } from '#web/ui/ErrorFacts.tsx';
import { IconCircleCheckFilled } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import { CopyStateText } from './CopyStateText.tsx';
import { DevicesExport } from './DevicesExport.tsx';
import type { DeviceFilter } from './device-selection.ts';
import { keptOrder, nameOf } from './failure-groups.ts';
import classes from './FailuresPanel.module.css';
import type { RetryRequest } from './retry-plan.ts';

type Props = {
  task: Task;
  copy: CopyState;
  /** Shows only this many groups, the largest, with a way to the others. */
  most?: number;
  onShowAll?: () => void;
  onShow(filter: DeviceFilter): void;
  /** Why nothing can be retried now, or null. */
  whyNotRetry: string | null;
  onRetry(request: RetryRequest): void;
};

/** The failed devices by cause, with what to do about each. */
export function FailuresPanel({ task, copy, most = Infinity, onShowAll, onShow, whyNotRetry, onRetry }: Props) {
  const { t } = useTranslation('task');
  const { data } = useSuspenseQuery(failuresQuery(task));
  const [order, setOrder] = useState<readonly string[]>([]);
  const groups = keptOrder(data.groups, order);
  if (groups.length !== order.length) setOrder(groups.map(nameOf));
  const noneFailed = task.counts.failed + task.counts.retryPending === 0;
  const failed = groups.reduce((sum, { devices }) => sum + devices, 0);
  return (
    <section className={classes.panel} aria-labelledby="failures-title">
      <div className={classes.head}>
        <h2 id="failures-title" className={classes.title}>
          {t(($) => $.failures.title)}
        </h2>
        <CopyStateText copy={copy} total={task.counts.total} />
        {most === Infinity && failed > 0 && <DevicesExport task={task} of="failures" filter={{}} total={failed} />}
      </div>
      {groups.length === 0 ? (
        <Empty
          {...(noneFailed ? { icon: IconCircleCheckFilled } : {})}
          title={noneFailed ? t(($) => $.failures.empty) : t(($) => $.failures.emptyCopying)}
        />
      ) : (
        <ul className={classes.groups}>
          {groups.slice(0, most).map((group) => (
            <Group
              key={nameOf(group)}
              group={group}
              failed={failed}
              onShow={() => onShow({ code: group.code ?? '', message: group.message ?? '' })}
              whyNotRetry={whyNotRetry}
              onRetry={() => onRetry({ by: 'group', code: group.code, message: group.message })}
            />
          ))}
        </ul>
      )}
      {groups.length > most && onShowAll && (
        <Button variant="subtle" size="sm" className={classes.all ?? ''} onClick={onShowAll}>
          {t(($) => $.failures.all, { count: groups.length })}
        </Button>
      )}
    </section>
  );
}

type GroupProps = { group: FailureGroup; failed: number; onShow(): void; whyNotRetry: string | null; onRetry(): void };

function Group({ group, failed, onShow, whyNotRetry, onRetry }: GroupProps) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const reason = useReasons()(group.code, group.message);
  const notes = useQuery(errorNotesQuery());
  const note = notes.data?.notes.find((known) => known.code === group.code);
  const code = group.code ?? t(($) => $.failures.noCode);
  return (
    <li
      className={classes.group}
      aria-label={
        group.message === null
          ? t(($) => $.failures.label, { code })
          : t(($) => $.failures.labelWithText, { code, message: group.message })
      }
    >
      <div className={classes.figures}>
        <strong>{t(($) => $.failures.devices, { count: group.devices })}</strong>
        <span className={classes.quiet}>
          {t(($) => $.failures.share, { percent: formats.percent(group.devices, failed) })}
        </span>
        <span className={classes.bar} aria-hidden>
          <span style={{ width: `${(100 * group.devices) / failed}%` }} />
        </span>
      </div>
      <div className={classes.words}>
        <h3 className={classes.cause}>{reason.cause}</h3>
        <p className={classes.quiet}>
          <code>{code}</code>
          {group.message !== null && reason.known && <q>{group.message}</q>}
        </p>
        {reason.action !== null && (
          <p>
            <b>{t(($) => $.failures.advice)}</b> {reason.action}
          </p>
        )}
        <ErrorFacts code={group.code} message={group.message} />
        {note && <q className={classes.quiet}>{note.text}</q>}
        <p className={classes.quiet}>
          {t(($) => $.failures.firstSeen)} <TimeText at={group.firstSeenAt} />
          {group.lastSeenAt !== group.firstSeenAt && (
            <>
              {' · '}
              {t(($) => $.failures.lastSeen)} <TimeText at={group.lastSeenAt} />
            </>
          )}
        </p>
        <div className={classes.samples}>
          <span className={classes.quiet}>{t(($) => $.failures.samples)}</span>
          {group.sampleDeviceIds.map((id) => (
            <CopyId key={id} id={id} label={`${common(($) => $.copy.deviceId)} ${id}`} />
          ))}
        </div>
      </div>
      <div className={classes.actions}>
        <Button variant="default" size="xs" onClick={onShow}>
          {t(($) => $.failures.show, { count: group.devices })}
        </Button>
        <ActionButton size="xs" variant="light" reason={whyNotRetry} onClick={onRetry}>
          {t(($) => $.failures.retry, { count: group.devices })}
        </ActionButton>
      </div>
    </li>
  );
}

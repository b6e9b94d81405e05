import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Operation } from '#shared/domain/operation.ts';
import { everyResultQuery } from '#web/api/operations.ts';
import { useReasons } from '#web/i18n/use-reasons.ts';
import { CopyButton } from '#web/ui/CopyButton.tsx';
import classes from './ResultGroups.module.css';
import { type ResultGroup, resultGroups } from './result-groups.ts';
import type { RetryRequest } from './retry-plan.ts';

type Props = { operation: Operation; onRetryAgain?: (request: RetryRequest) => void };

// Enough to recognise them; copying and the CSV have all.
const listed = 12;

/** The devices that an operation did not reach, by the reason given. */
export function ResultGroups({ operation, onRetryAgain }: Props) {
  const { t } = useTranslation('task');
  const reference = { connection: operation.connection, operationId: operation.id };
  const { data } = useSuspenseQuery(everyResultQuery(reference, operation.rev));
  const refused = resultGroups(data.filter(({ outcome }) => outcome === 'refused'));
  const unknown = resultGroups(data.filter(({ outcome }) => outcome === 'unknown'));
  const again =
    onRetryAgain &&
    ((group: ResultGroup) =>
      onRetryAgain({
        by: 'chosen',
        which: { by: 'devices', deviceIds: group.deviceIds },
        devices: group.deviceIds.length,
      }));
  return (
    <>
      {refused.length > 0 && (
        <Groups title={t(($) => $.operation.refusedTitle)} groups={refused} {...(again ? { again } : {})} />
      )}
      {unknown.length > 0 && <Groups title={t(($) => $.operation.unknownTitle)} groups={unknown} />}
    </>
  );
}

type GroupsProps = { title: string; groups: readonly ResultGroup[]; again?: (group: ResultGroup) => void };

function Groups({ title, groups, again }: GroupsProps) {
  const { t } = useTranslation('task');
  const explain = useReasons();
  return (
    <section className={classes.section} aria-label={title}>
      <h4 className={classes.title}>{title}</h4>
      <ul className={classes.groups}>
        {groups.map((group) => {
          const { code, message, deviceIds } = group;
          const reason = explain(code, message);
          const more = deviceIds.length - listed;
          return (
            <li key={code ?? ''} className={classes.group}>
              <p>
                <b>{reason.cause}</b> {reason.action}
              </p>
              <p className={classes.quiet}>
                <code>{code ?? t(($) => $.failures.noCode)}</code>{' '}
                {message !== null && reason.known && <q>{message}</q>}
              </p>
              <p className={classes.ids}>
                <span className={classes.count}>{t(($) => $.failures.devices, { count: deviceIds.length })}</span>
                <CopyButton
                  value={deviceIds.join('\n')}
                  label={t(($) => $.operation.copyIds, { count: deviceIds.length })}
                />
                {deviceIds.slice(0, listed).map((id) => (
                  <code key={id}>{id}</code>
                ))}
                {more > 0 && <span>{t(($) => $.operation.more, { count: more })}</span>}
              </p>
              {again && (
                <Button size="xs" variant="default" onClick={() => again(group)}>
                  {t(($) => $.operation.again, { count: deviceIds.length })}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

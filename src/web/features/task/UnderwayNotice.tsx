import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Operation, operationEnded } from '#shared/domain/operation.ts';
import { OperationProgress } from './OperationProgress.tsx';
import classes from './UnderwayNotice.module.css';

type Props = { operations: readonly Operation[]; onOpen(operationId: string): void };

/** Operations that are under way or wait for a person, so that nobody has to look for them. */
export function UnderwayNotice({ operations, onOpen }: Props) {
  const { t } = useTranslation('task');
  const shown = operations.filter(({ state }) => !operationEnded(state) || state === 'needs_person');
  if (shown.length === 0) return null;
  return (
    <ul className={classes.notices} aria-label={t(($) => $.operation.underway)}>
      {shown.map((operation) => (
        <li key={operation.id} className={classes.notice} data-doubt={operation.state === 'needs_person' || undefined}>
          <b>{t(($) => $.operation.title[operation.kind], { count: operation.progress.devices })}</b>
          <div className={classes.progress}>
            <OperationProgress operation={operation} />
          </div>
          <Button size="xs" variant="default" onClick={() => onOpen(operation.id)}>
            {t(($) => $.operation.details)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

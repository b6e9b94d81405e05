import { useTranslation } from 'react-i18next';
import type { Outcome } from '#shared/domain/task.ts';
import { outcomeLooks } from './looks.ts';
import { StatusBadge } from './StatusBadge.tsx';

type Props = { outcome: Outcome; rawOutcome: string };

/** Where one device of a task stands. */
export function OutcomeBadge({ outcome, rawOutcome }: Props) {
  const { t } = useTranslation('common');
  const word = t(($) => $.outcome[outcome]);
  const label = outcome === 'other' ? `${word} (${rawOutcome})` : word;
  return <StatusBadge look={outcomeLooks[outcome]} label={label} raw={rawOutcome} />;
}

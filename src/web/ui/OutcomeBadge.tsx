import { useTranslation } from 'react-i18next';
import type { Outcome } from '#shared/domain/task.ts';
import { outcomeLooks } from './looks.ts';
import { StatusBadge } from './StatusBadge.tsx';

type Props = { outcome: Outcome; rawOutcome: string };

/** An outcome in words; one that the console does not know stands beside the platform's own word. */
export const outcomeLabel = (word: string, outcome: Outcome, rawOutcome: string): string =>
  outcome === 'other' ? `${word} (${rawOutcome})` : word;

/** Where one device of a task stands. */
export function OutcomeBadge({ outcome, rawOutcome }: Props) {
  const { t } = useTranslation('common');
  const label = outcomeLabel(
    t(($) => $.outcome[outcome]),
    outcome,
    rawOutcome,
  );
  return <StatusBadge look={outcomeLooks[outcome]} label={label} raw={rawOutcome} />;
}

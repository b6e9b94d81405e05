import { failureOf } from '#web/api/problem.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';

/** A failed read inside the wizard. */
export function FailurePanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return <ErrorPanel failure={failureOf(error)} {...(onRetry ? { onRetry } : {})} />;
}

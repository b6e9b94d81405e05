import { useTranslation } from 'react-i18next';
import type { Operation } from '#shared/domain/operation.ts';
import { useDoubt } from '#web/i18n/use-doubt.ts';
import { operationLooks } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';

/** How far the making of a task is. */
export function CreatingBadge({ operation }: { operation: Operation }) {
  const { t } = useTranslation('common');
  const waits = useDoubt()(operation);
  return (
    <StatusBadge
      look={operationLooks[operation.state]}
      label={t(($) => $.operationState[operation.state])}
      raw={waits ?? operation.errorMessage ?? operation.errorCode}
    />
  );
}

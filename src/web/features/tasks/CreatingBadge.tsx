import { useTranslation } from 'react-i18next';
import type { Operation } from '#shared/domain/operation.ts';
import { operationLooks } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';

/** How far the making of a task is. */
export function CreatingBadge({ operation }: { operation: Operation }) {
  const { t } = useTranslation('common');
  return (
    <StatusBadge
      look={operationLooks[operation.state]}
      label={t(($) => $.operationState[operation.state])}
      raw={operation.errorMessage ?? operation.errorCode}
    />
  );
}

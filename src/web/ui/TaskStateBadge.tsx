import { useTranslation } from 'react-i18next';
import type { TaskState } from '#shared/domain/task.ts';
import { taskLooks } from './looks.ts';
import { StatusBadge } from './StatusBadge.tsx';

type Props = { state: TaskState; rawState: string; size?: 'sm' | 'lg' };

/** Where a task stands. A state this version does not know is shown with the platform's own word. */
export function TaskStateBadge({ state, rawState, size = 'sm' }: Props) {
  const { t } = useTranslation('common');
  const word = t(($) => $.taskState[state]);
  const label = state === 'other' ? `${word} (${rawState})` : word;
  return <StatusBadge look={taskLooks[state]} label={label} raw={rawState} size={size} />;
}

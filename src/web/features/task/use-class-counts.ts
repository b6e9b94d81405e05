import { useQueries } from '@tanstack/react-query';
import { retryableOutcomes } from '#shared/domain/actions.ts';
import { counterOf } from '#shared/domain/counting.ts';
import type { FailureGroup, Task } from '#shared/domain/task.ts';
import { subtasksQuery } from '#web/api/tasks.ts';
import type { ClassCounts } from './retry-plan.ts';

/**
 * Devices by class that a retry could start again: of the whole task as the platform counts them, or with one error code and text
 * as the copy has them. Null while the copy is being asked; throws when it could not be.
 */
export function useClassCounts(
  task: Task,
  group: Pick<FailureGroup, 'code' | 'message'> | undefined,
): ClassCounts | null {
  const pages = useQueries({
    queries: retryableOutcomes.map((outcome) => ({
      ...subtasksQuery(task, { outcome, code: group?.code ?? '', message: group?.message ?? '', limit: 1 }),
      enabled: group !== undefined,
      staleTime: 0,
      throwOnError: true,
    })),
  });
  if (group === undefined) return countsOf((outcome) => task.counts[counterOf[outcome]]);
  const totals = new Map(retryableOutcomes.map((outcome, index) => [outcome, pages[index]?.data?.total]));
  if (pages.some(({ data }) => data === undefined)) return null;
  return countsOf((outcome) => totals.get(outcome) ?? 0);
}

const countsOf = (count: (outcome: keyof ClassCounts) => number): ClassCounts => ({
  failed: count('failed'),
  retry_pending: count('retry_pending'),
  stopped: count('stopped'),
});

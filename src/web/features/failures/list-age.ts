import type { Failure, FailureBundle } from '#shared/domain/failures.ts';

/** Whether a page of devices is no longer what a group that was read after it tells. The page begins with those seen last. */
export const isOutdated = (
  { failures, from, total }: { failures: readonly Pick<Failure, 'since'>[]; from: number; total: number },
  group: Pick<FailureBundle, 'failures' | 'lastSeenAt'>,
): boolean => total !== group.failures || (from === 0 && total > 0 && (failures[0]?.since ?? 0) < group.lastSeenAt);

import type { RetryableOutcome } from '#shared/domain/actions.ts';
import { limits } from '#shared/domain/create.ts';
import type { RetrySelection } from '#shared/domain/operation.ts';

/** Devices of each class that could be retried. */
export type ClassCounts = Record<RetryableOutcome, number>;

/** What a retry dialog was opened for: all failed devices, those with one error code and text, or the ones that were ticked. */
export type RetryRequest =
  | { by: 'classes' }
  | { by: 'group'; code: string | null; message: string | null }
  | { by: 'chosen'; which: RetrySelection; devices: number };

/** The same, once it is known how many devices there are. */
export type RetryScope =
  | { by: 'classes'; counts: ClassCounts }
  | { by: 'group'; code: string | null; message: string | null; counts: ClassCounts }
  | { by: 'chosen'; which: RetrySelection; devices: number };

/** Failed devices; those that the platform retries by itself only when there are no others. Stopped ones are never preset. */
export const presetClasses = (counts: ClassCounts): RetryableOutcome[] => {
  if (counts.failed > 0) return ['failed'];
  return counts.retry_pending > 0 ? ['retry_pending'] : [];
};

/** What confirming would do: how many devices, in how many calls, and whether their number has to be typed first. */
export type RetryPlan = { which: RetrySelection | null; devices: number; calls: number; typesCount: boolean };

export function planRetry(scope: RetryScope, classes: readonly RetryableOutcome[]): RetryPlan {
  const devices =
    scope.by === 'chosen' ? scope.devices : classes.reduce((sum, outcome) => sum + scope.counts[outcome], 0);
  const which = devices === 0 ? null : selectionOf(scope, classes, devices);
  return {
    which,
    devices,
    calls: Math.ceil(devices / limits.retryChunk),
    typesCount: devices > limits.typedCountAbove,
  };
}

/** No more devices than the person was told of: others may fail while the question stands. */
function selectionOf(scope: RetryScope, classes: readonly RetryableOutcome[], devices: number): RetrySelection {
  if (scope.by !== 'chosen')
    return {
      by: 'outcome',
      outcomes: [...classes],
      ...(scope.by === 'group' ? { code: scope.code, message: scope.message } : {}),
      atMost: devices,
    };
  return scope.which.by === 'outcome' ? { ...scope.which, atMost: devices } : scope.which;
}

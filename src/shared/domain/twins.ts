import { isFinal, type Task, TaskState } from './task.ts';

const hasBegun = ({ counts: { processing, succeeded, failed, retryPending } }: Pick<Task, 'counts'>): boolean =>
  processing + succeeded + failed + retryPending > 0;

/**
 * Of two tasks that one request made, which is kept and which is one too many: the younger one, unless it has begun to reach
 * devices and the older has not. Of the same moment the higher id counts as younger.
 */
export function whichIsDuplicate<One extends Pick<Task, 'id' | 'createdAt' | 'counts'>>(
  one: One,
  other: One,
): { kept: One; duplicate: One } {
  const isOlder = one.createdAt === other.createdAt ? one.id < other.id : one.createdAt < other.createdAt;
  const [older, younger] = isOlder ? [one, other] : [other, one];
  return hasBegun(younger) && !hasBegun(older)
    ? { kept: younger, duplicate: older }
    : { kept: older, duplicate: younger };
}

/** States in which a duplicate does no harm any more, or nobody can do more about it than has been done. */
export const harmlessStates = TaskState.options.filter((state) => isFinal(state) || state === 'stopping');

/** It is the second task of one request and goes on: somebody should stop it. */
export const isOneTooMany = ({ twin, state }: Pick<Task, 'twin' | 'state'>): boolean =>
  twin !== null && twin.isDuplicate && !harmlessStates.includes(state);

import type { FailureBundle } from '#shared/domain/failures.ts';
import { nameOf } from './failures-search.ts';

/**
 * The groups in the places they have, with the newest figures: one that is no longer there counts nothing, and new ones come last.
 * So nothing moves that somebody is about to choose.
 */
export function steadyGroups(shown: readonly FailureBundle[], latest: readonly FailureBundle[]): FailureBundle[] {
  const byName = new Map(latest.map((group) => [nameOf(group), group]));
  const known = new Set(shown.map(nameOf));
  return [
    ...shown.map((group) => byName.get(nameOf(group)) ?? { ...group, failures: 0, tasks: 0 }),
    ...latest.filter((group) => !known.has(nameOf(group))),
  ];
}

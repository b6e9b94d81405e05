import type { FailureGroup } from '#shared/domain/task.ts';

/** Identifies a group; the empty string is the one without a code. */
export const codeOf = (group: Pick<FailureGroup, 'code'>): string => group.code ?? '';

/**
 * Groups in the order in which a page first showed them, new ones at the end: sizes change while a person reads, places do not.
 * `order` are the codes as shown so far.
 */
export function keptOrder(groups: readonly FailureGroup[], order: readonly string[]): FailureGroup[] {
  const place = (group: FailureGroup) => {
    const known = order.indexOf(codeOf(group));
    return known === -1 ? order.length : known;
  };
  return groups.toSorted((a, b) => place(a) - place(b));
}

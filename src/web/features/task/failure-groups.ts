import type { FailureGroup } from '#shared/domain/task.ts';

/** Identifies a group by its code and text. */
export const nameOf = ({ code, message }: Pick<FailureGroup, 'code' | 'message'>): string =>
  JSON.stringify([code, message]);

/**
 * Groups in the order in which a page first showed them, new ones at the end: sizes change while a person reads, places do not.
 * `order` are the names as shown so far.
 */
export function keptOrder(groups: readonly FailureGroup[], order: readonly string[]): FailureGroup[] {
  const place = (group: FailureGroup) => {
    const known = order.indexOf(nameOf(group));
    return known === -1 ? order.length : known;
  };
  return groups.toSorted((a, b) => place(a) - place(b));
}

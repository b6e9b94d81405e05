import { z } from 'zod';
import { FailureGrouping, type FailureBundle } from '#shared/domain/failures.ts';
import type { FailuresFilter } from '#web/api/failures.ts';

/** How far back failures are looked for, in hours. */
export const ranges = { hour: 1, day: 24, week: 168, month: 720 } as const;
export type Range = keyof typeof ranges;
export const rangeNames = Object.keys(ranges) as Range[];

const textParam = (most: number) => z.string().trim().min(1).max(most).optional().catch(undefined);

/** How the address writes "without one": it has no way to write an empty value. */
export const without = 'none';

/** What the groups are sorted by: the most failures, the one seen last, or the one that is new. */
export const GroupSort = z.enum(['count', 'last', 'first']);
export type GroupSort = z.infer<typeof GroupSort>;

/** Everything that changes what the page shows; a field that makes no sense is passed over. */
export const FailuresSearch = z.object({
  by: FailureGrouping.default('code').catch('code'),
  sort: GroupSort.default('count').catch('count'),
  kind: textParam(64),
  range: z.enum(rangeNames).optional().catch(undefined),
  task: textParam(64),
  /** Part of a device id. */
  q: textParam(128),
  /** The chosen group: its code, text or other value, or `without`. */
  code: textParam(128),
  message: textParam(400),
  value: textParam(64),
  cursor: textParam(1_024),
});
export type FailuresSearch = z.infer<typeof FailuresSearch>;

/** What the groups are made of. `now` is epoch milliseconds. */
export const baseFilter = ({ kind, range, task, q }: FailuresSearch, now: number): FailuresFilter => ({
  kind,
  taskId: task,
  device: q,
  from: range && now - ranges[range] * 3_600_000,
});

const filled = (value: string | null): string => value ?? '';

/** The failures of one group within what the groups are made of. */
export function groupFilter(by: FailureGrouping, { code, message, value }: FailureBundle): FailuresFilter {
  switch (by) {
    case 'code':
      return { code: filled(code) };
    case 'message':
      return { code: filled(code), message: filled(message) };
    case 'kind':
      return { kind: filled(value) };
    case 'package':
      return { packageId: filled(value) };
    case 'group':
      return { groupId: filled(value) };
  }
}

const written = (value: string | null): string => (value === null || value === '' ? without : value);

/** The part of the address that chooses a group. */
export function choiceOf(
  by: FailureGrouping,
  { code, message, value }: FailureBundle,
): Pick<FailuresSearch, 'code' | 'message' | 'value'> {
  if (by === 'code') return { code: written(code), message: undefined, value: undefined };
  if (by === 'message') return { code: written(code), message: written(message), value: undefined };
  return { code: undefined, message: undefined, value: written(value) };
}

const weights: Record<GroupSort, (group: FailureBundle) => number> = {
  count: ({ failures }) => failures,
  last: ({ lastSeenAt }) => lastSeenAt,
  first: ({ firstSeenAt }) => firstSeenAt,
};

/** The groups in this order, the greatest on top; equal ones stay as they are. */
export const sortedGroups = (groups: readonly FailureBundle[], sort: GroupSort): FailureBundle[] =>
  groups.toSorted((a, b) => weights[sort](b) - weights[sort](a));

/** The chosen group, or the first one where none is chosen or the chosen one is gone. */
export function chosenGroup(search: FailuresSearch, groups: readonly FailureBundle[]): FailureBundle | null {
  const isChosen = (group: FailureBundle) => {
    const choice = choiceOf(search.by, group);
    return choice.code === search.code && choice.message === search.message && choice.value === search.value;
  };
  return groups.find(isChosen) ?? groups[0] ?? null;
}

/** Identifies a group on the page. */
export const nameOf = ({ code, message, value }: FailureBundle): string => JSON.stringify([code, message, value]);

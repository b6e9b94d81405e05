import { keepPreviousData, mutationOptions } from '@tanstack/react-query';
import type { FailureFilter, FailureGrouping, FailureSelection } from '#shared/domain/failures.ts';
import { orpc } from './client.ts';
import { given } from './given.ts';
import { goingOn } from './going-on.ts';
import { whenStale } from './when-stale.ts';

const pace = { staleMs: 10_000, idleMs: 60_000 };

type Loose<T> = { [Key in keyof T]?: T[Key] | undefined };
export type FailuresFilter = Loose<FailureFilter>;

/** Devices go on failing while people read: it is read again when copies change, but not while the page is kept still. */
export const failureGroupsQuery = (connection: string, by: FailureGrouping, filter: FailuresFilter, isStill: boolean) =>
  orpc.failures.groups.queryOptions({
    input: { connection, by, ...given(filter) },
    placeholderData: keepPreviousData,
    refetchInterval: whenStale(pace, isStill),
  });

/** Tasks in which devices have failed, by name or id, newest first. */
export const failingTasksQuery = (connection: string, q: string) =>
  orpc.tasks.list.queryOptions({
    input: { connection, failedFrom: 1, limit: 20, ...(q === '' ? {} : { q }) },
    placeholderData: keepPreviousData,
  });

export const failureListQuery = (
  connection: string,
  filter: FailuresFilter,
  page: { limit: number; cursor?: string | undefined },
) =>
  orpc.failures.list.queryOptions({
    input: { connection, ...given(filter), ...given(page) },
    placeholderData: keepPreviousData,
  });

/** What a retry of a selection would do; asked anew each time the dialog opens, under a name of its own. */
export const retryPlanQuery = (connection: string, which: FailureSelection, name: string) =>
  orpc.failures.plan.queryOptions({
    input: { connection, which },
    // The name stands for the selection, so thousands of rows need not be part of the cache's key.
    queryKey: ['failures-plan', name],
    staleTime: Infinity,
    gcTime: 0,
  });

/** Retries a selection in each of its tasks, asking on for as long as that begins more of them. The dialog shows failures itself. */
export const retryFailuresMutation = (idempotencyKey: string) =>
  mutationOptions({
    mutationFn: (input: Parameters<typeof orpc.failures.retry.call>[0]) =>
      goingOn(() => orpc.failures.retry.call(input, { context: { idempotencyKey } })),
    meta: { stales: [orpc.failures.key(), orpc.tasks.list.key(), orpc.devices.key()], failsInline: true },
  });

/** Keeps devices as a list that the wizard for new tasks can be opened with. */
export const addTargetSetMutation = () => orpc.targetSets.add.mutationOptions();

import { useMemo } from 'react';
import type { NewTask } from '#shared/domain/create.ts';
import { type Draft, toNewTask } from './draft.ts';
import { requestKey } from './request-key.ts';

/**
 * The request a draft stands for, and its key. The key stays while the request stays, also through a reload, so that pressing
 * the button again can never start a second task; the typed count confirms a request and is not part of it.
 */
export function useRequest(draft: Draft, listed: readonly string[]): { request: NewTask; idempotencyKey: string } {
  const { kind, name, spaceId, source, groupIds, searched, packageId, starts, startsAt, retryCount, retryInterval } =
    draft;
  const request = useMemo(
    () =>
      toNewTask(
        {
          ...draft,
          kind,
          name,
          spaceId,
          source,
          groupIds,
          searched,
          packageId,
          starts,
          startsAt,
          retryCount,
          retryInterval,
        },
        listed,
      ),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the draft as a whole also changes with fields that are not sent
    [kind, name, spaceId, source, groupIds, searched, packageId, starts, startsAt, retryCount, retryInterval, listed],
  );
  const idempotencyKey = useMemo(() => requestKey(draft.seed, request), [draft.seed, request]);
  return { request: { ...request, confirmedCount: draft.confirmedCount }, idempotencyKey };
}

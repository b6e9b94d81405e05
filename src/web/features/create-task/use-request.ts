import { useMemo } from 'react';
import type { NewTask } from '#shared/domain/create.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { type Draft, toNewTask } from './draft.ts';

/**
 * The request a draft stands for, and its key. The key stays while the request stays, so that pressing the button again can
 * never start a second task; the typed count confirms a request and is not part of it.
 */
export function useRequest(draft: Draft, listed: readonly string[]): { request: NewTask; idempotencyKey: string } {
  const { kind, name, spaceId, source, groupIds, searched, packageId, starts, startsAt, retryCount, retryInterval } =
    draft;
  const intent = useMemo(
    () => ({
      request: toNewTask(
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
      idempotencyKey: newIdempotencyKey(),
    }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the draft as a whole also changes with fields that are not sent
    [kind, name, spaceId, source, groupIds, searched, packageId, starts, startsAt, retryCount, retryInterval, listed],
  );
  return { ...intent, request: { ...intent.request, confirmedCount: draft.confirmedCount } };
}

import { useMemo } from 'react';
import type { NewTask } from '#shared/domain/create.ts';
import type { Draft } from './draft.ts';
import { toNewTask } from './draft-request.ts';
import { requestKey } from './request-key.ts';

/**
 * The request a draft stands for. The typed count confirms a request and is not part of what is asked for, so that typing it
 * does not make another request of it.
 */
export function useRequest(draft: Draft, listed: readonly string[]): NewTask {
  return useMemo(() => toNewTask(draft, listed), [draft, listed]);
}

/**
 * The key of a request: it stays while the request stays, also through a reload, so that pressing the button again can never
 * start a second task. Only made while somebody `looks` at the request: it costs a reading of every device ID.
 */
export function useRequestKey(seed: string, request: NewTask, looks: boolean): string {
  return useMemo(() => (looks ? requestKey(seed, request) : seed), [seed, request, looks]);
}

import { ORPCError } from '@orpc/client';
import { MutationObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { createQueryClient } from './query-client.ts';

function setUp() {
  const heard: string[] = [];
  const queryClient = createQueryClient({
    say: (saying) => heard.push(`says ${saying}`),
    complain: (failure) => heard.push(`complains ${failure.code}`),
    signedOut: () => heard.push('signed out'),
  });
  return { heard, queryClient };
}
const refused = (code: string, status: number) => () => Promise.reject(new ORPCError(code, { status, message: code }));

test('a change says so once and makes its queries stale', async () => {
  const { heard, queryClient } = setUp();
  queryClient.setQueryData(['list'], 1);
  const observer = new MutationObserver(queryClient, {
    mutationFn: () => Promise.resolve('done'),
    meta: { stales: [['list']], says: 'personAdded' },
  });
  await observer.mutate();
  expect(heard).toEqual(['says personAdded']);
  expect(queryClient.getQueryState(['list'])?.isInvalidated).toBe(true);
});

test('a change whose answer was lost makes its queries stale too', async () => {
  const { queryClient } = setUp();
  queryClient.setQueryData(['list'], 1);
  const observer = new MutationObserver(queryClient, {
    mutationFn: () => Promise.reject(new TypeError('Failed to fetch')),
    meta: { stales: [['list']], failsInline: true },
  });
  await expect(observer.mutate()).rejects.toThrow('Failed to fetch');
  expect(queryClient.getQueryState(['list'])?.isInvalidated).toBe(true);
});

test('a failure has one voice: the notification, or the form that asked for it', async () => {
  const { heard, queryClient } = setUp();
  const loud = new MutationObserver(queryClient, { mutationFn: refused('forbidden', 403) });
  const inline = new MutationObserver(queryClient, {
    mutationFn: refused('name_taken', 409),
    meta: { failsInline: true },
  });
  await expect(loud.mutate()).rejects.toThrow('forbidden');
  await expect(inline.mutate()).rejects.toThrow('name_taken');
  expect(heard).toEqual(['complains forbidden']);
});

test('a read that finds nobody signed in leads away, and is not repeated', async () => {
  const { heard, queryClient } = setUp();
  let calls = 0;
  const read = queryClient.fetchQuery({
    queryKey: ['x'],
    queryFn: () => {
      calls += 1;
      return refused('signed_out', 401)();
    },
    retry: queryClient.getDefaultOptions().queries?.retry ?? true,
  });
  await expect(read).rejects.toThrow('signed_out');
  expect({ heard, calls }).toEqual({ heard: ['signed out'], calls: 1 });
});

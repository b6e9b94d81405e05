import { focusManager, MutationCache, QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { Failure } from '#web/i18n/failure.ts';
import { failureOf, mayPass } from './problem.ts';

/** What a finished change says, by its key in the common catalogue. */
export type Saying = 'createBegun' | 'personAdded' | 'personChanged';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** Queries whose answers the change made old. */
      stales?: readonly QueryKey[];
      /** The sentence for success. */
      says?: Saying;
      /** The form or dialog shows the failure itself; otherwise one notification does. */
      failsInline?: true;
    };
  }
}

/** Where the query client speaks; the shell gives it notifications and the way to the sign-in page. */
export type Voice = {
  say(saying: Saying): void;
  complain(failure: Failure): void;
  /** An answer said that nobody is signed in any more. */
  signedOut(): void;
};

/** The one query client of a tab. Reads are repeated twice when that may help, changes never by themselves. */
export function createQueryClient(voice: Voice): QueryClient {
  const noticeSignedOut = (error: unknown) => {
    if (failureOf(error).code === 'signed_out') voice.signedOut();
  };
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignedOut }),
    mutationCache: new MutationCache({
      onSuccess(_data, _variables, _result, mutation) {
        if (mutation.meta?.says) voice.say(mutation.meta.says);
      },
      onError(error, _variables, _result, mutation) {
        noticeSignedOut(error);
        if (!mutation.meta?.failsInline) voice.complain(failureOf(error));
      },
      onSettled(_data, _error, _variables, _result, mutation) {
        // After a failure too: the server may have done it although the answer was lost.
        for (const queryKey of mutation.meta?.stales ?? []) void queryClient.invalidateQueries({ queryKey });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && mayPass(error),
        refetchOnWindowFocus: false,
        // Nothing is asked while nobody looks; what happened meanwhile is told by the stream.
        refetchOnReconnect: () => focusManager.isFocused(),
      },
      mutations: { retry: false },
    },
  });
  return queryClient;
}

import { orpc } from './client.ts';

export const draftsQuery = (connection: string) =>
  orpc.drafts.list.queryOptions({ input: { connection }, staleTime: 0, refetchOnWindowFocus: true });

/** A draft with its content, as it is now: another tab may have changed it a moment ago. */
export const draftQuery = (connection: string, draftId: string) =>
  orpc.drafts.read.queryOptions({ input: { connection, draftId }, staleTime: 0, gcTime: 0 });

// A save that waits for a network would look like one that goes on; the wizard says what failed and tries again.
const saving = { networkMode: 'always', meta: { stales: [orpc.drafts.list.key()], failsInline: true } } as const;

export const addDraftMutation = () => orpc.drafts.add.mutationOptions(saving);
export const changeDraftMutation = () => orpc.drafts.change.mutationOptions(saving);
export const removeDraftMutation = () => orpc.drafts.remove.mutationOptions(saving);

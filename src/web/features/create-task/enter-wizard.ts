import type { QueryClient } from '@tanstack/react-query';
import type { Space } from '#shared/domain/catalogue.ts';
import { spacesQuery } from '#web/api/catalogue.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { draftQuery } from '#web/api/drafts.ts';
import { failureOf } from '#web/api/problem.ts';
import { targetSetQuery } from '#web/api/target-sets.ts';
import { emptyDraft } from './draft.ts';
import { takeOver } from './hand-over.ts';
import { openDraft, type Opened } from './saved-content.ts';
import { lastDraft, rememberDraft, tabCopy } from './tab-drafts.ts';

const defaultSpace = (spaces: readonly Space[]): string => spaces.find(({ isDefault }) => isDefault)?.id ?? '';

/** A draft as its page begins with it, and the spaces to choose from. Null where there is no such draft. */
export async function readDraft(
  queryClient: QueryClient,
  connection: string,
  draftId: string,
): Promise<{ spaces: Space[]; opened: Opened } | null> {
  const [{ spaces }, saved] = await Promise.all([
    queryClient.ensureQueryData(spacesQuery(connection)),
    queryClient.fetchQuery(draftQuery(connection, draftId)).catch((error: unknown) => {
      if (failureOf(error).code === 'not_found') return null;
      throw error;
    }),
  ]);
  if (saved?.kind === 'template') return null;
  const opened = openDraft(saved, tabCopy(sessionStorage, connection, draftId));
  if (opened !== null) return { spaces, opened };
  // A draft that this tab has only just begun is not saved anywhere yet.
  if (saved !== null || lastDraft(sessionStorage, connection) !== draftId) return null;
  const draft = emptyDraft(defaultSpace(spaces));
  return { spaces, opened: { draft, step: 'type', rev: 0, savedAt: null, lacksList: false, standing: 'saved' } };
}

/** The draft that this tab worked on last, or another one. */
export function chooseDraft(connection: string, wantsAnother: boolean): string {
  const last = wantsAnother ? null : lastDraft(sessionStorage, connection);
  const draftId = last ?? newIdempotencyKey();
  rememberDraft(sessionStorage, connection, draftId);
  return draftId;
}

/** Begins a draft with a list that another page kept. Rejects when the list is gone, or this tab has no room for it. */
export async function beginWithList(queryClient: QueryClient, connection: string, targets: string): Promise<string> {
  const [{ spaces }, set] = await Promise.all([
    queryClient.ensureQueryData(spacesQuery(connection)),
    queryClient.fetchQuery(targetSetQuery(connection, targets)),
  ]);
  const begun = takeOver(sessionStorage, { connection, spaceId: defaultSpace(spaces) }, set);
  if (begun === null) throw new Error('This tab has no room for the list.');
  return begun;
}

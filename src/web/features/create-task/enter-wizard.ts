import type { QueryClient } from '@tanstack/react-query';
import type { CopiedDevices } from '#shared/domain/brought.ts';
import type { Space } from '#shared/domain/catalogue.ts';
import { spacesQuery } from '#web/api/catalogue.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { draftQuery } from '#web/api/drafts.ts';
import { failureOf } from '#web/api/problem.ts';
import { copyQuery } from '#web/api/requests.ts';
import { targetSetQuery } from '#web/api/target-sets.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { draftOfRequest, firstStepToMend, nameOfCopy } from './draft-of-request.ts';
import { takeOver } from './hand-over.ts';
import { openDraft, type Opened } from './saved-content.ts';
import type { Step } from './steps.ts';
import { beginDraft, lastDraft, rememberDraft, tabCopy } from './tab-drafts.ts';

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

/** Begins a draft as a copy of a task. Rejects when the task cannot be read, or this tab has no room for the draft. */
export async function beginWithCopy(
  queryClient: QueryClient,
  {
    connection,
    taskId,
    devices,
    ending,
  }: { connection: string; taskId: string; devices: CopiedDevices; ending: string },
): Promise<{ draftId: string; step: Step }> {
  const copy = await queryClient.fetchQuery(copyQuery(connection, taskId, devices));
  if (copy.is !== 'task') throw new Error('A task of another form.');
  const { name, notCarried } = copy;
  const task = { ...copy, name: nameOfCopy(name, ending) };
  return beginWith(connection, draftOfRequest(task, { from: 'task', name, taskId, notCarried }));
}

/** Begins this draft at the first step where something has to be done. Throws when this tab has no room for it. */
function beginWith(connection: string, draft: Draft): { draftId: string; step: Step } {
  const step = firstStepToMend(draft, Date.now());
  const draftId = beginDraft(sessionStorage, connection, { step, draft });
  if (draftId === null) throw new Error('This tab has no room for the draft.');
  return { draftId, step };
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

import type { QueryClient } from '@tanstack/react-query';
import type { CopiedDevices } from '#shared/domain/brought.ts';
import type { Space } from '#shared/domain/catalogue.ts';
import type { WholeDraft } from '#shared/domain/saved-draft.ts';
import { spacesQuery } from '#web/api/catalogue.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { draftQuery } from '#web/api/drafts.ts';
import { failureOf } from '#web/api/problem.ts';
import { copyQuery } from '#web/api/requests.ts';
import { targetSetQuery } from '#web/api/target-sets.ts';
import { type Begun, beginRead } from './begin-read.ts';
import { type CommandDraft, commandSaving, emptyCommand } from './device-command-draft.ts';
import { emptyDraft } from './draft.ts';
import { takeOver } from './hand-over.ts';
import { openDraft, type Opened, taskSaving } from './saved-content.ts';
import type { OpenedDraft } from './saving.ts';
import { lastDraft, rememberDraft, tabCopy } from './tab-drafts.ts';

const defaultSpace = (spaces: readonly Space[]): string => spaces.find(({ isDefault }) => isDefault)?.id ?? '';

/** What the console has saved of a draft; null where that is nothing. */
const savedDraft = (queryClient: QueryClient, connection: string, draftId: string): Promise<WholeDraft | null> =>
  queryClient.fetchQuery(draftQuery(connection, draftId)).catch((error: unknown) => {
    if (failureOf(error).code === 'not_found') return null;
    throw error;
  });

/** The draft of a device command as its page begins with it. Null where there is no such draft. */
export async function readCommandDraft(
  queryClient: QueryClient,
  connection: string,
  draftId: string,
): Promise<OpenedDraft<CommandDraft> | null> {
  const saved = await savedDraft(queryClient, connection, draftId);
  const opened = commandSaving.openDraft(saved, tabCopy(commandSaving, sessionStorage, connection, draftId));
  if (opened !== null) return opened;
  if (saved !== null || lastDraft(sessionStorage, connection) !== draftId) return null;
  return { draft: emptyCommand(), step: 'type', rev: 0, savedAt: null, lacksList: false, standing: 'saved' };
}

/** A draft as its page begins with it, and the spaces to choose from. Null where there is no such draft. */
export async function readDraft(
  queryClient: QueryClient,
  connection: string,
  draftId: string,
): Promise<{ spaces: Space[]; opened: Opened } | null> {
  const [{ spaces }, saved] = await Promise.all([
    queryClient.ensureQueryData(spacesQuery(connection)),
    savedDraft(queryClient, connection, draftId),
  ]);
  if (saved?.kind === 'template') return null;
  const opened = openDraft(saved, tabCopy(taskSaving, sessionStorage, connection, draftId));
  if (opened !== null) return { spaces, opened };
  // A draft that this tab has only just begun is not saved anywhere yet.
  if (saved !== null || lastDraft(sessionStorage, connection) !== draftId) return null;
  const draft = emptyDraft(defaultSpace(spaces));
  return { spaces, opened: { draft, step: 'type', rev: 0, savedAt: null, lacksList: false, standing: 'saved' } };
}

/** Begins a draft as a copy of a task. Rejects when the task cannot be read, or this tab has no room for the draft. */
export async function beginWithCopy(
  queryClient: QueryClient,
  at: { connection: string; taskId: string; devices: CopiedDevices; ending: string },
): Promise<Begun> {
  const { connection, taskId, devices, ending } = at;
  const copy = await queryClient.fetchQuery(copyQuery(connection, taskId, devices));
  const { name } = copy.is === 'task' ? copy : copy.command;
  const begun = beginRead(connection, copy, { from: 'task', name, taskId, ending });
  if (begun === null) throw new Error('This tab has no room for the draft.');
  return begun;
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

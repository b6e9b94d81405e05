import { z } from 'zod';
import { newIdempotencyKey } from '#web/api/client.ts';
import { Draft } from './draft.ts';
import { steps } from './steps.ts';

/**
 * What this tab alone has of a draft: what was typed since it was last saved, and a list too long to be saved with it. `rev` is the
 * saved one it belongs to; 0 where nothing was saved yet.
 */
const TabCopy = z.object({ rev: z.int().min(0), step: z.enum(steps), draft: Draft });
export type TabCopy = z.infer<typeof TabCopy>;

const copyKey = (connection: string, id: string) => `draft:${connection}:${id}`;
const lastKey = (connection: string) => `last-draft:${connection}`;

export function tabCopy(storage: Storage, connection: string, id: string): TabCopy | null {
  try {
    return TabCopy.parse(JSON.parse(storage.getItem(copyKey(connection, id)) ?? ''));
  } catch {
    return null;
  }
}

/** False when the browser has no room for it. */
export function keepTabCopy(storage: Storage, connection: string, id: string, copy: TabCopy): boolean {
  try {
    storage.setItem(copyKey(connection, id), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

export const dropTabCopy = (storage: Storage, connection: string, id: string): void =>
  storage.removeItem(copyKey(connection, id));

/** The draft this tab worked on last: the way to a new task leads back to it. */
export const lastDraft = (storage: Storage, connection: string): string | null => storage.getItem(lastKey(connection));

export function rememberDraft(storage: Storage, connection: string, id: string): void {
  try {
    storage.setItem(lastKey(connection), id);
  } catch {
    // A browser without room only loses the way back; the list of drafts has it.
  }
}

/** The draft is done with: nothing of it stays in this tab. */
export function forgetDraft(storage: Storage, connection: string, id: string): void {
  dropTabCopy(storage, connection, id);
  if (lastDraft(storage, connection) === id) storage.removeItem(lastKey(connection));
}

/** Begins another draft with this content; it is saved as soon as its page opens. Null when the browser has no room for it. */
export function beginDraft(storage: Storage, connection: string, begun: Omit<TabCopy, 'rev'>): string | null {
  const id = newIdempotencyKey();
  if (!keepTabCopy(storage, connection, id, { rev: 0, ...begun })) return null;
  rememberDraft(storage, connection, id);
  return id;
}

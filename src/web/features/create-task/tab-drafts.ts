import { z } from 'zod';
import { newIdempotencyKey } from '#web/api/client.ts';
import type { Draft } from './draft.ts';
import type { AnyDraft, Saving } from './saving.ts';
import { type Step, steps } from './steps.ts';

/**
 * What this tab alone has of a draft: what was typed since it was last saved, and a list too long to be saved with it. `rev` is the
 * saved one it belongs to; 0 where nothing was saved yet.
 */
export type TabCopy<D = Draft> = { rev: number; step: Step; draft: D };
const Written = z.object({ rev: z.int().min(0), step: z.enum(steps), draft: z.record(z.string(), z.unknown()) });

const copyKey = (connection: string, id: string) => `draft:${connection}:${id}`;
const lastKey = (connection: string) => `last-draft:${connection}`;

/** What this tab has of a draft, as its form reads it; null where there is nothing that can be read. */
export function tabCopy<D extends AnyDraft>(
  { form }: Saving<D>,
  storage: Storage,
  connection: string,
  id: string,
): TabCopy<D> | null {
  try {
    const { rev, step, draft: written } = Written.parse(JSON.parse(storage.getItem(copyKey(connection, id)) ?? ''));
    const draft = form.read(written);
    return draft === null ? null : { rev, step, draft };
  } catch {
    return null;
  }
}

/** False when the browser has no room for it. */
export function keepTabCopy(storage: Storage, connection: string, id: string, copy: TabCopy<AnyDraft>): boolean {
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
export function beginDraft(storage: Storage, connection: string, begun: Omit<TabCopy<AnyDraft>, 'rev'>): string | null {
  const id = newIdempotencyKey();
  if (!keepTabCopy(storage, connection, id, { rev: 0, ...begun })) return null;
  rememberDraft(storage, connection, id);
  return id;
}

import { newIdempotencyKey } from '#web/api/client.ts';
import { emptyDraft, loadDraft, saveDraft } from './draft.ts';

/**
 * Puts these devices into the draft of this tab in place of its own, as a pasted list; the rest of the draft stays. False when the
 * browser has no room for it.
 */
export function takeOver(
  storage: Storage,
  at: { connection: string; spaceId: string },
  deviceIds: readonly string[],
): boolean {
  const draft = loadDraft(storage, at.connection) ?? emptyDraft(at.spaceId);
  return saveDraft(storage, at.connection, {
    ...draft,
    seed: newIdempotencyKey(),
    source: 'list',
    listText: deviceIds.join('\n'),
    listName: null,
    listColumn: null,
  });
}

import { newIdempotencyKey } from '#web/api/client.ts';
import type { TargetSet } from '#shared/domain/target-set.ts';
import { emptyDraft, loadDraft, newSet, saveDraft } from './draft.ts';

/**
 * Puts this list into the draft of this tab in place of its own, as the device list; the rest of the draft stays. False when the
 * browser has no room for it.
 */
export function takeOver(storage: Storage, at: { connection: string; spaceId: string }, set: TargetSet): boolean {
  const draft = loadDraft(storage, at.connection) ?? emptyDraft(at.spaceId);
  return saveDraft(storage, at.connection, {
    ...draft,
    seed: newIdempotencyKey(),
    source: 'list',
    sets: { ...draft.sets, list: newSet({ id: set.id, devices: set.devices }) },
  });
}

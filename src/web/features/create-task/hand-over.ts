import type { TargetSet } from '#shared/domain/target-set.ts';
import { emptyDraft, newSet } from './draft.ts';
import { beginDraft } from './tab-drafts.ts';

/** Begins a draft for this list, as its device list. Null when the browser has no room for it. */
export const takeOver = (
  storage: Storage,
  at: { connection: string; spaceId: string },
  set: Pick<TargetSet, 'id' | 'devices'>,
): string | null => {
  const empty = emptyDraft(at.spaceId);
  const sets = { ...empty.sets, list: newSet({ id: set.id, devices: set.devices }) };
  return beginDraft(storage, at.connection, { step: 'targets', draft: { ...empty, source: 'list', sets } });
};

import { z } from 'zod';
import type { JsonObject } from '#shared/domain/document.ts';
import { bytesOf, mostDraftBytes, type WholeDraft } from '#shared/domain/saved-draft.ts';
import { Draft, emptyDraft, setOf } from './draft.ts';
import { type Step, steps } from './steps.ts';
import type { TabCopy } from './tab-drafts.ts';

/** What is saved of a draft: where the person was, and what was entered. */
const Content = z.object({ step: z.enum(steps), listLeftOut: z.boolean(), draft: z.record(z.string(), z.unknown()) });

/** The content to save. A list of devices that is too long for it is left out; null when the rest alone is too long. */
export function toContent(draft: Draft, step: Step): { content: JsonObject; listLeftOut: boolean } | null {
  const whole = { step, listLeftOut: false, draft };
  if (bytesOf(whole) <= mostDraftBytes) return { content: whole, listLeftOut: false };
  const rest = { step, listLeftOut: true, draft: { ...draft, listText: '', searched: [] } };
  return bytesOf(rest) <= mostDraftBytes ? { content: rest, listLeftOut: true } : null;
}

/** Devices that the console keeps for a while, and for one person: others, or somebody next month, would find nothing. */
export const areDevicesKept = (draft: Draft): boolean =>
  draft.source === 'file' ? draft.workbook !== null : setOf(draft) !== null;

/** What a template holds of a draft: everything but lists and workbooks that are only kept for a while. */
export function withoutKept(draft: Draft): Draft {
  const { sets, workbook } = emptyDraft('');
  const list = draft.sets.list === null ? {} : { listName: null, listColumn: null };
  return { ...draft, ...list, sets, workbook };
}

export type Content = { draft: Draft; step: Step; listLeftOut: boolean };

/** What was saved, also by an earlier version that knew fewer fields; null when it cannot be read. */
export function fromContent(content: JsonObject): Content | null {
  const read = Content.safeParse(content);
  if (!read.success) return null;
  const { step, listLeftOut } = read.data;
  const draft = Draft.safeParse({ ...emptyDraft(''), ...read.data.draft });
  return draft.success ? { draft: draft.data, step, listLeftOut } : null;
}

/** A draft as its page begins with it. */
export type Opened = {
  draft: Draft;
  step: Step;
  /** 0 where nothing was saved yet. */
  rev: number;
  savedAt: number | null;
  /** The list of devices was too long to be saved, and is not in this tab either. */
  lacksList: boolean;
  /** What stands here and not there has to be saved; `changed`: another tab or device has saved since; `gone`: it was removed. */
  standing: 'saved' | 'unsaved' | 'changed' | 'gone';
};

/** What the console has saved and what this tab has, put together. Null when there is neither, or it cannot be read. */
export function openDraft(saved: WholeDraft | null, copy: TabCopy | null): Opened | null {
  if (saved === null) {
    if (copy === null) return null;
    const standing = copy.rev === 0 ? 'unsaved' : 'gone';
    return { draft: copy.draft, step: copy.step, rev: 0, savedAt: null, lacksList: false, standing };
  }
  const content = fromContent(saved.content);
  const { rev, savedAt } = saved;
  if (copy === null || isSaved(copy, saved)) {
    if (content === null) return null;
    // The list may be in this tab alone.
    const draft = content.listLeftOut && copy !== null ? copy.draft : content.draft;
    return { ...content, draft, rev, savedAt, lacksList: content.listLeftOut && copy === null, standing: 'saved' };
  }
  const standing = copy.rev === rev ? 'unsaved' : 'changed';
  return { draft: copy.draft, step: copy.step, rev: copy.rev, savedAt, lacksList: false, standing };
}

/** Whether saving the tab's copy would change nothing: the answer to its last save may have been lost. */
const isSaved = (copy: TabCopy, saved: WholeDraft): boolean => {
  const content = toContent(copy.draft, copy.step)?.content;
  return content !== undefined && sorted(content) === sorted(saved.content);
};

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );

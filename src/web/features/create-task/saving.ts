import { z } from 'zod';
import type { JsonObject } from '#shared/domain/document.ts';
import { bytesOf, mostDraftBytes, type WholeDraft } from '#shared/domain/saved-draft.ts';
import { type Step, steps } from './steps.ts';
import type { TabCopy } from './tab-drafts.ts';

/** What every form enters: `seed` begins the keys of its requests. */
export type AnyDraft = JsonObject & { seed: string; name: string };

/** What has to be known of a form to keep what is entered in it. */
export type DraftForm<D extends AnyDraft> = {
  /** What was saved, also by an earlier version that knew fewer fields; null when it cannot be read. */
  read(written: Record<string, unknown>): D | null;
  /** What the list of drafts calls it. */
  taskKind(draft: D): string;
  /** Without lists that may be too long to be saved. */
  withoutLists(draft: D): D;
  hasList(change: Partial<D>): boolean;
  /** A change without what a template holds fast. */
  allowed(draft: D, change: Partial<D>): Partial<D>;
};

export type Content<D> = { draft: D; step: Step; listLeftOut: boolean };

/** A draft as its page begins with it. */
export type OpenedDraft<D> = {
  draft: D;
  step: Step;
  /** 0 where nothing was saved yet. */
  rev: number;
  savedAt: number | null;
  /** The list of devices was too long to be saved, and is not in this tab either. */
  lacksList: boolean;
  /** What stands here and not there has to be saved; `changed`: another tab or device has saved since; `gone`: it was removed. */
  standing: 'saved' | 'unsaved' | 'changed' | 'gone';
};

/** What is saved of a draft: where the person was, and what was entered. */
const Written = z.object({ step: z.enum(steps), listLeftOut: z.boolean(), draft: z.record(z.string(), z.unknown()) });

/** How the drafts of a form are written for the console, and read. */
export function createSaving<D extends AnyDraft>(form: DraftForm<D>) {
  /** The content to save. A list of devices that is too long for it is left out; null when the rest alone is too long. */
  function toContent(draft: D, step: Step): { content: JsonObject; listLeftOut: boolean } | null {
    const whole: JsonObject = { step, listLeftOut: false, draft };
    if (bytesOf(whole) <= mostDraftBytes) return { content: whole, listLeftOut: false };
    const rest: JsonObject = { step, listLeftOut: true, draft: form.withoutLists(draft) };
    return bytesOf(rest) <= mostDraftBytes ? { content: rest, listLeftOut: true } : null;
  }

  /** What was saved, also by an earlier version that knew fewer fields; null when it cannot be read. */
  function fromContent(content: JsonObject): Content<D> | null {
    const read = Written.safeParse(content);
    if (!read.success) return null;
    const { step, listLeftOut } = read.data;
    const draft = form.read(read.data.draft);
    return draft === null ? null : { draft, step, listLeftOut };
  }

  /** Whether saving the tab's copy would change nothing: the answer to its last save may have been lost. */
  const isSaved = (copy: TabCopy<D>, saved: WholeDraft): boolean => {
    const content = toContent(copy.draft, copy.step)?.content;
    return content !== undefined && sorted(content) === sorted(saved.content);
  };

  /** What the console has saved and what this tab has, put together. Null when there is neither, or it cannot be read. */
  function openDraft(saved: WholeDraft | null, copy: TabCopy<D> | null): OpenedDraft<D> | null {
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

  return { form, toContent, fromContent, openDraft };
}
export type Saving<D extends AnyDraft> = ReturnType<typeof createSaving<D>>;

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );

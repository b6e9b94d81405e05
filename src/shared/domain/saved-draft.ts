import { z } from 'zod';
import { JsonObject } from './document.ts';

/** The bytes a draft's content may take as JSON; long lists of devices are kept elsewhere. */
export const mostDraftBytes = 65_536;
/** Drafts and templates that one person can have for one connection. */
export const draftsPerPerson = 100;

export const DraftId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** The bytes of a value as JSON in UTF-8. */
export const bytesOf = (content: unknown): number =>
  [...JSON.stringify(content)].reduce((sum, character) => sum + bytesOfCharacter(character.codePointAt(0) ?? 0), 0);
const bytesOfCharacter = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_00_00 ? 3 : 4);

/** The parts of the form that a template can hold fast. */
export const lockableParts = ['kind', 'space', 'targets', 'document', 'options', 'start', 'retry'] as const;
export const LockablePart = z.enum(lockableParts);
export type LockablePart = z.infer<typeof LockablePart>;

/** What its owner writes of a draft. `content` is what the form holds, and is nobody else's business. */
export const DraftContent = z.strictObject({
  /** The task's name so far, or the template's; may be empty for a draft. */
  name: z.string().trim().max(256),
  /** The kind of task, and how many devices it is for: null where nobody counts them yet. */
  taskKind: z.string().min(1).max(64),
  devices: z.int().min(0).nullable(),
  content: JsonObject.refine((content) => bytesOf(content) <= mostDraftBytes),
  /** A template that others can begin with. */
  shared: z.boolean(),
  locked: z.array(LockablePart).max(lockableParts.length),
});
export type DraftContent = z.infer<typeof DraftContent>;

/** A task that somebody has not started yet, or a template to begin tasks with. */
export const SavedDraft = z
  .object({
    id: DraftId,
    kind: z.enum(['draft', 'template']),
    ...DraftContent.omit({ content: true }).shape,
    /** Its owner's name. */
    by: z.string(),
    /** Whether it is the asker's own: only then it can be changed. */
    mine: z.boolean(),
    /** Epoch milliseconds. */
    savedAt: z.int(),
    /** Grows with every change. */
    rev: z.int(),
  })
  .meta({ id: 'SavedDraft' });
export type SavedDraft = z.infer<typeof SavedDraft>;

/** The same with its content. */
export const WholeDraft = SavedDraft.extend({ content: JsonObject }).meta({ id: 'WholeDraft' });
export type WholeDraft = z.infer<typeof WholeDraft>;

import { z } from 'zod';

/** A word that groups tasks: 1-32 characters without commas, which separate tags in addresses. */
export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(32)
  .regex(/^[^,\p{C}]+$/u);
/** Tags as people write them, with commas of either kind between them. */
export const tagsIn = (text: string): string[] =>
  text
    .split(/[,，]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
/** Who looks after a task: a name, 1-64 characters without commas. */
export const Owner = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^,\p{C}]+$/u);
/** The address of a ticket. Only web addresses, so that a link never runs anything. */
export const TicketLink = z
  .url({ protocol: /^https?$/ })
  .max(512)
  .refine((text) => !/\s/.test(text));
/** Most characters of a note on a task, and of one on an error code. */
export const longestNote = 2_000;
const note = z.string().max(longestNote);
const mostTags = 20;

/** What people wrote down about a task here; the platform knows nothing of it. `rev` grows with every change. */
export const Annotation = z
  .object({
    note: z.string(),
    owner: z.string().nullable(),
    tags: z.array(z.string()),
    ticket: z.string().nullable(),
    rev: z.int().min(0),
  })
  .meta({ id: 'Annotation' });
export type Annotation = z.infer<typeof Annotation>;

export const noAnnotation: Annotation = { note: '', owner: null, tags: [], ticket: null, rev: 0 };

/** What to change; what is left out stays. */
export const AnnotationChange = z.strictObject({
  note: note.optional(),
  owner: Owner.nullable().optional(),
  tags: z.array(Tag).max(mostTags).optional(),
  ticket: TicketLink.nullable().optional(),
});
export type AnnotationChange = z.infer<typeof AnnotationChange>;

/** The annotation after a change. A tag is kept once. */
export const annotated = (before: Annotation, change: AnnotationChange): Annotation => ({
  note: change.note ?? before.note,
  owner: change.owner === undefined ? before.owner : change.owner,
  tags: [...new Set(change.tags ?? before.tags)],
  ticket: change.ticket === undefined ? before.ticket : change.ticket,
  rev: before.rev + 1,
});

/** What is written about several tasks at once: what each of them has is kept, but for the tags that are taken away and the owner. */
export const AnnotationAddition = z.strictObject({
  /** Stands below the note that is there, as a line of its own. */
  line: z.string().trim().min(1).max(longestNote).optional(),
  owner: Owner.optional(),
  addTags: z.array(Tag).max(mostTags).optional(),
  removeTags: z.array(Tag).max(mostTags).optional(),
});
export type AnnotationAddition = z.infer<typeof AnnotationAddition>;

/** Why something could not be added to what stands there already. */
export const AdditionProblem = z.enum(['too_many_tags', 'note_too_long']);
export type AdditionProblem = z.infer<typeof AdditionProblem>;

/** The change an addition makes, empty where it is there already: asked twice, it adds once. Or what is in its way. */
export function changeBy(before: Annotation, addition: AnnotationAddition): AnnotationChange | AdditionProblem {
  const { line, owner = before.owner, addTags = [], removeTags = [] } = addition;
  const tags = [...new Set([...before.tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
  const isThere = line === undefined || before.note === line || before.note.endsWith(`\n${line}`);
  const text = isThere ? before.note : `${before.note}${before.note === '' ? '' : '\n'}${line}`;
  if (tags.length > mostTags) return 'too_many_tags';
  if (text.length > longestNote) return 'note_too_long';
  return {
    ...(text === before.note ? {} : { note: text }),
    ...(owner === before.owner ? {} : { owner }),
    ...(tags.join() === before.tags.join() ? {} : { tags }),
  };
}

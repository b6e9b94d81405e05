import { z } from 'zod';

/** A word that groups tasks: 1-32 characters without commas, which separate tags in addresses. */
export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(32)
  .regex(/^[^,\p{C}]+$/u);
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
const note = z.string().max(2_000);

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
  tags: z.array(Tag).max(20).optional(),
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

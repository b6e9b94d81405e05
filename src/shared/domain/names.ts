import { z } from 'zod';

/** What tasks name by an id alone, and people know by a name. */
export const NamedThing = z.enum(['package', 'group']);
export type NamedThing = z.infer<typeof NamedThing>;

/** Names by id. What has none is left out. */
export const Names = z.object({ package: z.record(z.string(), z.string()), group: z.record(z.string(), z.string()) });
export type Names = z.infer<typeof Names>;

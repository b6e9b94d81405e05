import { z } from 'zod';

/** What tasks name by an id alone, and people know by a name. */
export const NamedThing = z.enum(['package', 'group', 'space']);
export type NamedThing = z.infer<typeof NamedThing>;

/** Names by id. What has none is left out. */
export const Names = z.record(NamedThing, z.record(z.string(), z.string()));
export type Names = z.infer<typeof Names>;

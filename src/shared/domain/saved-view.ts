import { z } from 'zod';

/** Lists that remember how they are looked at. */
export const ListName = z.enum(['tasks']);
export type ListName = z.infer<typeof ListName>;

/** How a list is drawn: columns in their order, and how close rows stand. Columns that a version does not know are passed over. */
export const Layout = z
  .object({
    columns: z.array(z.string().min(1).max(32)).max(40),
    density: z.enum(['normal', 'compact']),
  })
  .meta({ id: 'Layout' });
export type Layout = z.infer<typeof Layout>;

export const ViewName = z.string().trim().min(1).max(64);
/** Filter and order as the list's address writes them, without a page. */
export const ViewSearch = z.string().max(2_000);

/** A way to look at a list that somebody gave a name. Shared ones can be used by everyone and changed by their owner. */
export const SavedView = z
  .object({
    id: z.string(),
    list: ListName,
    name: z.string(),
    search: z.string(),
    layout: Layout,
    shared: z.boolean(),
    /** Its owner's name. */
    by: z.string(),
    /** Whether it is the asker's own. */
    mine: z.boolean(),
    rev: z.int(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

/** How a person last looked at a list: `search` names the view too, where one was chosen. */
export const ListSettings = z.object({ layout: Layout.nullable(), search: ViewSearch }).meta({ id: 'ListSettings' });
export type ListSettings = z.infer<typeof ListSettings>;

/** Views that one person can have for one list. */
export const viewsPerPerson = 100;

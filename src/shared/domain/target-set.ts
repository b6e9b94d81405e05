import { z } from 'zod';

/** The id of a kept list. */
export const TargetSetId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** A list of devices kept for a week, so that pages can hand it over by its id. */
export const TargetSet = z
  .object({
    id: z.string(),
    /** Each device once. */
    devices: z.int().min(0),
    by: z.string(),
    createdAt: z.int(),
    expiresAt: z.int(),
    /** Tasks that the devices were taken from: a task made of them is shown with these. */
    taskIds: z.array(z.string()),
  })
  .meta({ id: 'TargetSet' });
export type TargetSet = z.infer<typeof TargetSet>;

/** Tasks that a list remembers having been taken from. */
export const mostParents = 50;
export const targetSetDays = 7;
/** Lists of one person that stay beyond those that a draft names or a workbook belongs to: 30,000 IDs are more than a megabyte. */
export const targetSetsKept = 50;
/** Device ids on one page of a search in a target set. */
export const targetSetMatches = 200;
/** Device ids on one page of a target set. */
export const targetSetPage = 10_000;

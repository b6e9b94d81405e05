/** Resource spaces. The platform's own SDK calls the listing ShowApplications. */
import { z } from 'zod';
import { flag, id, soft, text } from './reading.ts';

/** A resource space (ShowApplications, table of ApplicationDTO). */
export const Application = z.looseObject({
  app_id: id,
  app_name: soft(text),
  create_time: soft(text),
  default_app: soft(flag),
});
export type Application = z.infer<typeof Application>;

/** Answer of `GET /apps`. There is no paging: an instance holds at most ten spaces. */
export const ShowApplicationsResponse = z.looseObject({ applications: z.array(Application) });
export type ShowApplicationsResponse = z.infer<typeof ShowApplicationsResponse>;

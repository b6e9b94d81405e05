import { z } from 'zod';
import { Layout, ListName, ListSettings, SavedView, ViewName, ViewSearch } from '#shared/domain/saved-view.ts';
import { procedure } from './procedure.ts';

const viewId = z.string().max(64);
const content = { name: ViewName, search: ViewSearch, layout: Layout, shared: z.boolean() };

/** Named ways to look at a list, and how each person looked at it last. */
export const views = {
  list: procedure
    .route({
      method: 'GET',
      path: '/views',
      summary: 'Own and shared views of a list, by name, and the last way of looking',
    })
    .input(z.strictObject({ list: ListName }))
    .output(z.object({ views: z.array(SavedView), settings: ListSettings.nullable() })),
  add: procedure
    .route({ method: 'POST', path: '/views', summary: 'Save a view under a new name' })
    .input(z.strictObject({ list: ListName, ...content }))
    .output(SavedView),
  change: procedure
    .route({ method: 'PATCH', path: '/views/{viewId}', summary: 'Change a view of one’s own' })
    .input(z.strictObject({ viewId, ...content }).partial({ name: true, search: true, layout: true, shared: true }))
    .output(SavedView),
  remove: procedure
    .route({ method: 'DELETE', path: '/views/{viewId}', summary: 'Remove a view of one’s own' })
    .input(z.strictObject({ viewId }))
    .output(z.object({})),
  remember: procedure
    .route({ method: 'POST', path: '/views/last/{list}', summary: 'Remember how one looks at a list' })
    .input(z.strictObject({ list: ListName, ...ListSettings.shape }))
    .output(z.object({})),
};

import { randomUUID } from 'node:crypto';
import { viewsPerPerson } from '#shared/domain/saved-view.ts';
import { api, may } from '#server/http/permissions.ts';

export const views = {
  list: api.views.list.use(may('task.read')).handler(async ({ input, context }) => {
    const { views: kept } = context.services.store;
    const [all, settings] = await Promise.all([
      kept.list(input.list, context.person.id),
      kept.settings(context.person.id, input.list),
    ]);
    return { views: all, settings };
  }),

  add: api.views.add.use(may('task.read')).handler(async ({ input, context, errors }) => {
    const view = await context.services.store.views.add(context.person, { id: randomUUID(), ...input }, viewsPerPerson);
    if (typeof view === 'string') throw errors[view]();
    return view;
  }),

  change: api.views.change.use(may('task.read')).handler(async ({ input, context, errors }) => {
    const { viewId, ...change } = input;
    const view = await context.services.store.views.change(context.person.id, viewId, change);
    if (typeof view === 'string') throw errors[view]();
    return view;
  }),

  remove: api.views.remove.use(may('task.read')).handler(async ({ input, context, errors }) => {
    if (!(await context.services.store.views.remove(context.person.id, input.viewId))) throw errors.not_found();
    return {};
  }),

  remember: api.views.remember.use(may('task.read')).handler(async ({ input, context }) => {
    const { list, ...settings } = input;
    await context.services.store.views.remember(context.person.id, list, settings);
    return {};
  }),
};

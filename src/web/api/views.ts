import { orpc } from './client.ts';

/** Own and shared views of the task list, and how the person looked at it last. */
export const viewsQuery = () => orpc.views.list.queryOptions({ input: { list: 'tasks' }, staleTime: 60_000 });

const stales = [orpc.views.list.key()];
export const addViewMutation = () => orpc.views.add.mutationOptions({ meta: { stales, failsInline: true } });
export const changeViewMutation = () => orpc.views.change.mutationOptions({ meta: { stales } });
export const removeViewMutation = () => orpc.views.remove.mutationOptions({ meta: { stales } });
/** Nothing on the page depends on it, so nobody is told when it fails. */
export const rememberMutation = () => orpc.views.remember.mutationOptions({ meta: { failsInline: true } });

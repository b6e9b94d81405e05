import { whyNotRetry } from '#shared/domain/actions.ts';
import { type FailureFilter, mostRetriedTasks } from '#shared/domain/failures.ts';
import { failedOutcomes, type Task } from '#shared/domain/task.ts';
import { api, may, withKey } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext } from '#server/http/request-context.ts';
import type { Store } from '#server/store/store.ts';
import { retryFailures } from './failure-retry.ts';
import { readMs } from './fresh-look.ts';

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
const given = <T extends object>(input: T): Defined<T> =>
  // `fromEntries` forgets which keys it was given.
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Defined<T>;

/**
 * How many devices have failed in each of these tasks, and whether the copy has them: those that can be retried are read from the
 * platform first. What takes too long goes on being read.
 */
async function failedIn(
  { services: { store, clock }, work }: RequestContext,
  connection: string,
  taskIds: readonly string[],
): Promise<Map<string, { failed: number; isRead: boolean }>> {
  const tasks = new Map<string, { failed: number; isRead: boolean }>();
  if (taskIds.length === 0) return tasks;
  const until = clock.now() + readMs;
  const present = await presentById(store, connection, taskIds);
  const { rows } = await store.failures.byTask(connection, { by: 'tasks', taskIds: [...taskIds] }, taskIds.length);
  const copied = new Map(rows.map(({ taskId, failures }) => [taskId, failures]));
  for (const task of present.values()) {
    const failed = task.counts.failed + task.counts.retryPending;
    if (failed === 0) continue;
    const within = until - clock.now();
    const isRead =
      whyNotRetry(task) !== null ||
      copied.get(task.id) === failed ||
      (within > 0 && (await work.copyOutcomes(task, failedOutcomes, within)));
    tasks.set(task.id, { failed, isRead });
  }
  return tasks;
}

/** The tasks of these that the platform still has, in the order given. */
async function presentById({ tasks }: Store, connection: string, ids: readonly string[]): Promise<Map<string, Task>> {
  const order = new Map(ids.map((id, at) => [id, at]));
  const present = await tasks.present(connection, ids);
  present.sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
  return new Map(present.map((task) => [task.id, task]));
}

export const failures = {
  groups: api.failures.groups.use(may('task.read')).handler(async ({ input, context }) => {
    const { connection: id, by, ...filter } = input;
    const { id: connection } = connectedTo(context, id);
    const { store, clock } = context.services;
    const now = clock.now();
    const [groups, age] = await Promise.all([
      store.failures.bundles(connection, { by, filter: given(filter) }),
      store.failures.age(connection, given(filter)),
    ]);
    return { groups, asOf: Math.min(age.asOf ?? now, now), uncopied: age.uncopied };
  }),

  list: api.failures.list.use(may('task.read')).handler(async ({ input, context }) => {
    const { connection: id, limit, cursor, ...rest } = input;
    const { id: connection } = connectedTo(context, id);
    const filter: FailureFilter = given(rest);
    const page = await context.services.store.failures.page(connection, {
      filter,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const { rows, ...position } = page;
    return { failures: rows, ...position };
  }),

  plan: api.failures.plan.use(may('task.retry')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const { store, clock } = context.services;
    const { which } = input;
    const named = which.by === 'tasks' ? [...new Set(which.taskIds)] : [];
    const looked = await failedIn(context, connection, named);
    const at = clock.now();
    const most = Math.max(mostRetriedTasks, named.length);
    const failing = await store.failures.byTask(connection, which, most);
    const known = new Set(failing.rows.map(({ taskId }) => taskId));
    const uncopied = [...looked]
      .filter(([id]) => !known.has(id))
      .map(([taskId, { failed }]) => ({ taskId, failures: failed }));
    const shown = [...failing.rows, ...uncopied].slice(0, mostRetriedTasks);
    const present = await presentById(
      store,
      connection,
      shown.map(({ taskId }) => taskId),
    );
    const tasks = shown.flatMap(({ taskId, failures: devices }) => {
      const task = present.get(taskId);
      if (task === undefined) return [];
      const { name: taskName, kind, state } = task;
      const unread = looked.get(taskId)?.isRead === false ? ('devices_being_read' as const) : null;
      return [{ taskId, taskName, kind, state, devices, reason: whyNotRetry(task) ?? unread }];
    });
    const sum = (of: readonly { failures: number }[]) => of.reduce((all, { failures: some }) => all + some, 0);
    return {
      tasks,
      moreTasks: failing.tasks + uncopied.length - shown.length,
      moreFailures: failing.failures + sum(uncopied) - sum(shown),
      tasksWithout: named.filter((id) => !known.has(id) && !looked.has(id)).length,
      at,
    };
  }),

  retry: api.failures.retry
    .use(may('task.retry'))
    .use(withKey())
    .handler(({ input, context }) => retryFailures(context, connectedTo(context, input.connection).id, input)),
};

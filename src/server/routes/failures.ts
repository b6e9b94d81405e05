import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { errors } from '#shared/api/errors.ts';
import { type RefusalReason, whyNotRetry } from '#shared/domain/actions.ts';
import { type FailureFilter, type FailureSelection, mostRetriedTasks } from '#shared/domain/failures.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { failedOutcomes } from '#shared/domain/task.ts';
import { refusal } from '#server/http/errors.ts';
import { api, may, withKey } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext, type SignedIn } from '#server/http/request-context.ts';
import { PlatformError } from '#server/platform/port.ts';
import { begin, begunBefore, digestOf } from './asked-once.ts';
import { chunksOf } from './chunks.ts';
import { lookToChange, readDevices, readMs } from './fresh-look.ts';

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
const given = <T extends object>(input: T): Defined<T> =>
  // `fromEntries` forgets which keys it was given.
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Defined<T>;

type Retrying = RequestContext & SignedIn & { idempotencyKey: string };
type Begun = { operation: Operation } | { reason: RefusalReason };

/** Begins the retry of one task's part of a selection, or says why it cannot. Rejects with the platform's error. */
async function beginIn(
  context: Retrying,
  at: { connection: string; taskId: string },
  deviceIds: readonly string[],
): Promise<Begun> {
  const { connection, taskId } = at;
  // One key for each task: the whole request can be repeated, and goes on where it broke off.
  const own = { ...context, idempotencyKey: digestOf('retry in', [context.idempotencyKey, taskId]) };
  const bodyDigest = digestOf('failures.retry', { ...at, deviceIds });
  const before = await begunBefore(own, bodyDigest);
  if (before !== null) return { operation: before };
  const ref = { connection, id: taskId };
  const task = await lookToChange(ref, context);
  const reason = whyNotRetry(task);
  if (reason !== null) return { reason };
  await readDevices(context, task, failedOutcomes);
  const outcomes = await context.services.store.subtasks.outcomesOf(ref, deviceIds);
  const failed = deviceIds.filter((id) => failedOutcomes.some((outcome) => outcomes.get(id) === outcome));
  if (failed.length === 0) return { reason: 'no_device_failed' };
  const { retryChunk } = connectedTo(context, connection).platform.capabilities;
  const operation = await begin(own, {
    connection,
    id: randomUUID(),
    kind: 'retry',
    taskId,
    taskName: task.name,
    bodyDigest,
    payloadJson: JSON.stringify({ taskId }),
    chunks: chunksOf(failed, retryChunk),
    devices: failed.length,
  });
  return { operation };
}

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
  const until = clock.now() + readMs;
  for (const id of taskIds) {
    const found = await store.tasks.find({ connection, id });
    if (found === null || found.goneAt !== null) continue;
    const { task } = found;
    const failed = task.counts.failed + task.counts.retryPending;
    if (failed === 0) continue;
    const within = until - clock.now();
    const isRead =
      whyNotRetry(task) !== null || (within > 0 && (await work.copyOutcomes(task, failedOutcomes, within)));
    tasks.set(id, { failed, isRead });
  }
  return tasks;
}

/** Why one task's part was refused, or null for an error of another kind. */
const reasonIn = (error: unknown): RefusalReason | null =>
  error instanceof ORPCError && error.code === 'refused' ? errors.refused.data.parse(error.data).reason : null;

/** The selection as the plan showed it: what failed after it was made is not in it. */
const devicesByTask = (context: RequestContext, connection: string, which: FailureSelection) =>
  context.services.store.failures.devicesByTask(connection, which);

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
    const failing = await devicesByTask(context, connection, which);
    const uncopied = [...looked].filter(([id]) => !failing.has(id)).map(([id, { failed }]) => [id, failed] as const);
    const byTask = [...[...failing].map(([id, devices]) => [id, devices.length] as const), ...uncopied];
    const shown = byTask.slice(0, mostRetriedTasks);
    const tasks = await Promise.all(
      shown.map(async ([taskId, devices]) => {
        const found = await store.tasks.find({ connection, id: taskId });
        if (found === null) return [];
        const { name: taskName, kind, state } = found.task;
        const unread = looked.get(taskId)?.isRead === false ? ('devices_being_read' as const) : null;
        return [{ taskId, taskName, kind, state, devices, reason: whyNotRetry(found.task) ?? unread }];
      }),
    );
    const beyond = byTask.slice(mostRetriedTasks);
    return {
      tasks: tasks.flat(),
      moreTasks: beyond.length,
      moreFailures: beyond.reduce((sum, [, devices]) => sum + devices, 0),
      tasksWithout: named.filter((id) => !failing.has(id) && !looked.has(id)).length,
      devices: new Set([...failing.values()].flat()).size,
      at,
    };
  }),

  retry: api.failures.retry
    .use(may('task.retry'))
    .use(withKey())
    .handler(async ({ input, context }) => {
      const { id: connection } = connectedTo(context, input.connection);
      const byTask = await devicesByTask(context, connection, input.which);
      const operations: Operation[] = [];
      const refused: { taskId: string; reason: RefusalReason }[] = [];
      const taskIds = [...new Set(input.taskIds)];
      let left: string[] = [];
      for (const [nth, taskId] of taskIds.entries()) {
        const deviceIds = byTask.get(taskId);
        if (deviceIds === undefined) {
          refused.push({ taskId, reason: 'no_device_failed' });
          continue;
        }
        const begun = await beginIn(context, { connection, taskId }, deviceIds).catch(
          (error: unknown): Begun | null => {
            const reason = reasonIn(error);
            if (reason !== null) return { reason };
            // The first one tells what is wrong; of later ones the person has to know what has begun.
            if (!(error instanceof PlatformError) || operations.length === 0) throw error;
            return null;
          },
        );
        if (begun === null) {
          left = taskIds.slice(nth);
          break;
        }
        if ('operation' in begun) operations.push(begun.operation);
        else refused.push({ taskId, reason: begun.reason });
      }
      const [only] = refused;
      if (operations.length === 0 && only !== undefined) throw refusal('refused', { reason: only.reason });
      return { operations, refused, left };
    }),
};

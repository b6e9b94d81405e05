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
import { begin, begunBefore, digestOf } from './asked-once.ts';
import { chunksOf } from './chunks.ts';
import { lookToChange, readDevices } from './fresh-look.ts';

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
    const groups = await context.services.store.failures.bundles(connection, { by, filter: given(filter) });
    return { groups };
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
    const at = clock.now();
    const byTask = [...(await devicesByTask(context, connection, input.which))];
    const shown = byTask.slice(0, mostRetriedTasks);
    const tasks = await Promise.all(
      shown.map(async ([taskId, devices]) => {
        const found = await store.tasks.find({ connection, id: taskId });
        if (found === null) return [];
        const { name: taskName, kind, state } = found.task;
        return [{ taskId, taskName, kind, state, devices: devices.length, reason: whyNotRetry(found.task) }];
      }),
    );
    const beyond = byTask.slice(mostRetriedTasks);
    return {
      tasks: tasks.flat(),
      moreTasks: beyond.length,
      moreFailures: beyond.reduce((sum, [, devices]) => sum + devices.length, 0),
      devices: new Set(byTask.flatMap(([, devices]) => devices)).size,
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
      for (const taskId of new Set(input.taskIds)) {
        const deviceIds = byTask.get(taskId);
        if (deviceIds === undefined) {
          refused.push({ taskId, reason: 'no_device_failed' });
          continue;
        }
        const begun = await beginIn(context, { connection, taskId }, deviceIds).catch((error: unknown): Begun => {
          const reason = reasonIn(error);
          if (reason === null) throw error;
          return { reason };
        });
        if ('operation' in begun) operations.push(begun.operation);
        else refused.push({ taskId, reason: begun.reason });
      }
      const [only] = refused;
      if (operations.length === 0 && only !== undefined) throw refusal('refused', { reason: only.reason });
      return { operations, refused };
    }),
};

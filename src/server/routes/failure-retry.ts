import { setImmediate as otherWork } from 'node:timers/promises';
import { ORPCError } from '@orpc/server';
import { errors } from '#shared/api/errors.ts';
import { type RefusalReason, whyNotRetry } from '#shared/domain/actions.ts';
import type { FailureSelection } from '#shared/domain/failures.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { failedOutcomes, type TaskRef } from '#shared/domain/task.ts';
import { refusal } from '#server/http/errors.ts';
import type { RequestContext } from '#server/http/request-context.ts';
import { PlatformError } from '#server/platform/port.ts';
import { concernsOneThing } from '#server/work/scope.ts';
import { type Asking, begunBefore, digestOf } from './asked-once.ts';
import { beginRetry } from './begin-retry.ts';
import { lookToChange, readDevices } from './fresh-look.ts';
import { within } from './within.ts';

/** Somebody waits this long to hear what has begun. */
const answerMs = 4_000;
const devicesAtOnce = 5_000;

type Asked = { which: FailureSelection; taskIds: readonly string[] };
type Begun = { operation: Operation } | { reason: RefusalReason };
type Answer = { operations: Operation[]; refused: { taskId: string; reason: RefusalReason }[]; left: string[] };

/**
 * Begins the retry of a selection in each of these tasks, and answers soon with what has begun. The rest goes on being begun; what does
 * not come to that, because the platform does not answer or the server stops, begins when the same is asked again.
 */
export async function retryFailures(context: Asking, connection: string, asked: Asked): Promise<Answer> {
  const { clock, log } = context.services;
  const answer: Answer = { operations: [], refused: [], left: [...new Set(asked.taskIds)] };
  const told = () => ({ operations: [...answer.operations], refused: [...answer.refused], left: [...answer.left] });
  const beginning = beginAll(context, connection, asked, answer);
  if ((await within(answerMs, clock, beginning)) === null) {
    beginning.catch((error: unknown) => {
      // Whoever asks again is told of the platform, and begins the rest after the next start.
      if (!(error instanceof PlatformError || error instanceof ORPCError || context.isDraining()))
        log.error('retries could not be begun', error, { requestId: context.requestId });
    });
    return told();
  }
  const [only] = answer.refused;
  if (answer.operations.length === 0 && only !== undefined) throw refusal('refused', { reason: only.reason });
  return told();
}

/** Takes one task after the other from what is `left`. Rejects with the platform's error when nothing could be begun because of it. */
async function beginAll(context: Asking, connection: string, asked: Asked, answer: Answer): Promise<void> {
  const bodyDigest = digestOf('failures.retry', { connection, ...asked });
  let failure: PlatformError | null = null;
  for (const taskId of [...answer.left]) {
    if (context.isDraining()) break;
    try {
      const begun = await beginIn(context, { connection, id: taskId }, asked.which, bodyDigest);
      if ('operation' in begun) answer.operations.push(begun.operation);
      else answer.refused.push({ taskId, ...begun });
      answer.left.splice(answer.left.indexOf(taskId), 1);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      failure ??= error;
      if (!concernsOneThing(error)) break;
    }
  }
  // Where something has begun, the person has to know that; what is left tells the rest.
  if (failure !== null && answer.operations.length === 0) throw failure;
}

/** Begins the retry of one task's part, or says why it cannot. Rejects with the platform's error. */
async function beginIn(context: Asking, ref: TaskRef, which: FailureSelection, bodyDigest: string): Promise<Begun> {
  const { failures } = context.services.store;
  // One key for each task: the whole request can be repeated, and goes on where it broke off.
  const own = { ...context, idempotencyKey: digestOf('retry in', [context.idempotencyKey, ref.id]) };
  const before = await begunBefore(own, bodyDigest);
  if (before !== null) return { operation: before };
  const [any] = await failures.devicesIn(ref, which, { after: null, limit: 1 });
  if (any === undefined) return { reason: 'no_device_failed' };
  try {
    const task = await lookToChange(ref, context);
    const reason = whyNotRetry(task);
    if (reason !== null) return { reason };
    await readDevices(context, task, failedOutcomes);
    const deviceIds = await devicesIn(context, ref, which);
    if (deviceIds.length === 0) return { reason: 'no_device_failed' };
    const operation = await beginRetry(own, task, { bodyDigest, deviceIds });
    return { operation };
  } catch (error) {
    const reason = reasonIn(error);
    if (reason === null) throw error;
    return { reason };
  }
}

/** The devices of one task in a selection, a page at a time. */
async function devicesIn(
  { services: { store } }: RequestContext,
  ref: TaskRef,
  which: FailureSelection,
): Promise<string[]> {
  const deviceIds: string[] = [];
  for (;;) {
    const page = await store.failures.devicesIn(ref, which, { after: deviceIds.at(-1) ?? null, limit: devicesAtOnce });
    deviceIds.push(...page);
    if (page.length < devicesAtOnce) return deviceIds;
    await otherWork();
  }
}

/** Why one task's part was refused, or null for an error of another kind. */
const reasonIn = (error: unknown): RefusalReason | null =>
  error instanceof ORPCError && error.code === 'refused' ? errors.refused.data.parse(error.data).reason : null;

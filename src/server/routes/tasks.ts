import { randomUUID } from 'node:crypto';
import { retryableBy, retryableOutcomes, whyNotRetry } from '#shared/domain/actions.ts';
import type { RetrySelection } from '#shared/domain/operation.ts';
import { workbookLimits } from '#shared/domain/workbook.ts';
import { failedOutcomes, type Outcome, type Task, type TaskRef } from '#shared/domain/task.ts';
import { refusal } from '#server/http/errors.ts';
import { api, may, withKey } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext, type SignedIn } from '#server/http/request-context.ts';
import { begin, begunBefore, digestOf, uncounted } from './asked-once.ts';
import { beginRetry } from './begin-retry.ts';
import { lookToChange, lookWithin, readDevices } from './fresh-look.ts';
import { intentOf } from './create-intent.ts';
import { examine, withoutDuplicates } from './new-task.ts';
import { named, parentsOf } from './named-targets.ts';
import { preflight } from './preflight.ts';
import { taskKin } from './task-kin.ts';
import { taskList } from './task-list.ts';

const lookMs = 4_000;
const samplesShown = 500;
const failureSamples = 5;
const operationsShown = 20;

const refOf = (context: RequestContext, input: { connection: string; taskId: string }): TaskRef => ({
  connection: connectedTo(context, input.connection).id,
  id: input.taskId,
});

/** A page asks for a task and what belongs to it at once: a task that was never seen is looked for, not refused. */
async function knownTask(context: RequestContext, ref: TaskRef): Promise<void> {
  if ((await context.services.store.tasks.find(ref)) === null) await lookWithin(lookMs, ref, context);
}

/**
 * The devices a retry is about: of those named or described, the ones whose outcome can be retried. Refused when one of them is
 * somebody else's to retry, and while the platform is still being asked for them.
 */
async function devicesToRetry(
  context: RequestContext & SignedIn,
  task: Task,
  which: RetrySelection,
): Promise<string[]> {
  const { subtasks } = context.services.store;
  const outcomes: readonly Outcome[] = which.by === 'outcome' ? which.outcomes : retryableOutcomes;
  const allowed: readonly Outcome[] = retryableBy(context.person.role);
  const isForbidden = (outcome: Outcome | undefined) =>
    outcomes.some((other) => other === outcome && !allowed.includes(other));
  if (which.by === 'outcome' && outcomes.some(isForbidden)) throw refusal('refused', { reason: 'not_permitted' });
  await readDevices(context, task, outcomes);
  if (which.by === 'outcome') {
    const { code, message, except, atMost } = which;
    return subtasks.deviceIds(task, {
      outcomes,
      ...(code === undefined ? {} : { code }),
      ...(message === undefined ? {} : { message }),
      ...(except === undefined ? {} : { except }),
      ...(atMost === undefined ? {} : { atMost }),
    });
  }
  const found = await subtasks.outcomesOf(task, which.deviceIds);
  if ([...found.values()].some(isForbidden)) throw refusal('refused', { reason: 'not_permitted' });
  const retryable = (id: string) => outcomes.some((outcome) => found.get(id) === outcome);
  return [...new Set(which.deviceIds)].filter(retryable);
}

export const tasks = {
  ...taskList,
  ...taskKin,

  preview: api.tasks.preview
    .use(may('task.create'))
    .use(withKey())
    .handler(async ({ input, context, errors }) => {
      const { connection, ...asked } = input;
      const of = connectedTo(context, connection);
      const request = withoutDuplicates(await named(context, of, asked));
      const examined = await examine(
        { of, catalogue: context.catalogue, input: request },
        context.services.clock.now(),
      );
      // The count is typed while looking at the preview.
      const problems = examined.problems.filter(({ field }) => field !== 'confirm');
      if (problems.length > 0) throw errors.invalid({ data: { problems } });
      const intent = intentOf(request, context.person.id, context.idempotencyKey);
      return {
        platformName: intent.platformName,
        devices: examined.devices,
        request: of.platform.describeCreate(intent),
        path: of.platform.createPath,
      };
    }),

  preflight,

  create: api.tasks.create
    .use(may('task.create'))
    .use(withKey())
    .handler(async ({ input, context, errors }) => {
      const { connection, ...asked } = input;
      const of = connectedTo(context, connection);
      const bodyDigest = digestOf('create', input);
      const before = await begunBefore(context, bodyDigest);
      if (before !== null) return before;
      const request = withoutDuplicates(await named(context, of, asked));
      const { devices, problems } = await examine(
        { of, catalogue: context.catalogue, input: request },
        context.services.clock.now(),
      );
      if (problems.length > 0) throw errors.invalid({ data: { problems } });
      const intent = intentOf(request, context.person.id, context.idempotencyKey);
      if (request.targets.source === 'file') {
        // It is needed for as long as the task may have to wait.
        const until = context.services.clock.now() + workbookLimits.days * 86_400_000;
        await context.services.store.workbooks.keepUntil(of.id, request.targets.workbookId, until);
      }
      return begin(context, {
        connection: of.id,
        id: randomUUID(),
        kind: 'create',
        taskId: null,
        taskName: request.name.normalize('NFC'),
        bodyDigest,
        payloadJson: JSON.stringify(intent),
        chunks: [request.targets.source === 'devices' ? request.targets.deviceIds : []],
        devices,
        madeFrom: await parentsOf(context, of.id, asked.targets),
      });
    }),

  read: api.tasks.read.use(may('task.read')).handler(async ({ input, context }) => {
    const ref = refOf(context, input);
    const { store } = context.services;
    const { task, requestJson, fresh, goneAt } = await lookWithin(lookMs, ref, context);
    const [copy, operations] = await Promise.all([
      store.subtasks.copyState(ref),
      store.operations.ofTask(ref, operationsShown),
    ]);
    const request = JSON.parse(requestJson);
    const { control } = connectedTo(context, ref.connection).platform;
    const needsConfirm = control?.needsConfirm(request) ?? false;
    return { task, request, needsConfirm, copy, operations, fresh, gone: goneAt };
  }),

  subtasks: api.tasks.subtasks.use(may('task.read')).handler(async ({ input, context }) => {
    const ref = refOf(context, input);
    await knownTask(context, ref);
    const { subtasks } = context.services.store;
    const { outcome, target, code, message, q, sort, direction, limit, cursor } = input;
    // Only failures can lack a code or a text in a way that means something.
    const outcomes: readonly Outcome[] | null =
      outcome !== undefined ? [outcome] : code === '' || message === '' ? failedOutcomes : null;
    const [{ rows, ...position }, copy] = await Promise.all([
      subtasks.page(ref, {
        limit,
        sort,
        direction,
        ...(outcomes === null ? {} : { outcomes }),
        ...(target === undefined ? {} : { target }),
        ...(code === undefined ? {} : { code: code === '' ? null : code }),
        ...(message === undefined ? {} : { message: message === '' ? null : message }),
        ...(q === undefined ? {} : { q }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      subtasks.copyState(ref),
    ]);
    return { subtasks: rows, ...position, copy };
  }),

  failures: api.tasks.failures.use(may('task.read')).handler(async ({ input, context }) => {
    const ref = refOf(context, input);
    await knownTask(context, ref);
    const { subtasks } = context.services.store;
    const [groups, copy] = await Promise.all([subtasks.failureGroups(ref, failureSamples), subtasks.copyState(ref)]);
    return { groups, copy };
  }),

  samples: api.tasks.samples.use(may('task.read')).handler(async ({ input, context }) => {
    const ref = refOf(context, input);
    await knownTask(context, ref);
    return { samples: await context.services.store.samples.list(ref, samplesShown) };
  }),

  retry: api.tasks.retry
    .use(may('task.retry'))
    .use(withKey())
    .handler(async ({ input, context, errors }) => {
      const ref = refOf(context, input);
      const bodyDigest = digestOf('retry', uncounted(input));
      const before = await begunBefore(context, bodyDigest);
      if (before !== null) return before;
      const task = await lookToChange(ref, context);
      const reason = whyNotRetry(task);
      if (reason !== null) throw errors.refused({ data: { reason } });
      const deviceIds = await devicesToRetry(context, task, input.which);
      if (deviceIds.length === 0) throw errors.refused({ data: { reason: 'no_device_failed' } });
      return beginRetry(context, task, { bodyDigest, deviceIds });
    }),
};

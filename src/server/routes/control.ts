import { randomUUID } from 'node:crypto';
import {
  type RefusalReason,
  stoppableOutcomes,
  whyNotConfirm,
  whyNotDelete,
  whyNotStop,
} from '#shared/domain/actions.ts';
import { counterOf } from '#shared/domain/counting.ts';
import type { ConfirmSelection, ControlSelection, Operation, OperationKind } from '#shared/domain/operation.ts';
import type { Task, TaskRef } from '#shared/domain/task.ts';
import { refusal } from '#server/http/errors.ts';
import { api, may, withKey } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';
import { type Asking, begin, begunBefore, digestOf, uncounted } from './asked-once.ts';
import { chunksOf } from './chunks.ts';
import { lookToChange, lookWithin, present, readDevices } from './fresh-look.ts';

/** A brake waits for a slow platform no longer than this before it goes by what is stored. */
const brakeLookMs = 1_500;

type At = { connection: string; taskId: string };
/** What is asked of the platform: `chunks` of devices, or one empty chunk for the task as a whole. */
type Extent = { chunks: string[][]; devices: number };

/** Writes down what is done to a task, once: asked again with the same key it answers what was begun. */
async function act(
  context: Asking,
  input: At & { which?: ControlSelection | ConfirmSelection },
  kind: Extract<OperationKind, 'stop' | 'confirm' | 'delete'>,
  {
    look,
    whyNot,
    extent,
  }: {
    look: (ref: TaskRef) => Promise<Task>;
    whyNot: (task: Task) => RefusalReason | null;
    extent: (task: Task, callSize: number) => Promise<Extent> | Extent;
  },
): Promise<Operation> {
  const { platform, id: connection } = connectedTo(context, input.connection);
  const bodyDigest = digestOf(kind, uncounted(input));
  const before = await begunBefore(context, bodyDigest);
  if (before !== null) return before;
  if (platform.control === undefined) throw refusal('refused', { reason: 'platform_cannot' });
  const task = await look({ connection, id: input.taskId });
  const reason = whyNot(task);
  if (reason !== null) throw refusal('refused', { reason });
  const { chunks, devices } = await extent(task, platform.capabilities.retryChunk);
  return begin(context, {
    connection,
    id: randomUUID(),
    kind,
    taskId: task.id,
    taskName: task.name,
    bodyDigest,
    payloadJson: JSON.stringify({ taskId: task.id }),
    chunks,
    devices,
  });
}

function namedDevices(deviceIds: readonly string[], callSize: number): Extent {
  const each = [...new Set(deviceIds)];
  return { chunks: chunksOf(each, callSize), devices: each.length };
}

const countOf = (task: Task, outcomes: readonly (keyof typeof counterOf)[]): number =>
  outcomes.reduce((sum, outcome) => sum + task.counts[counterOf[outcome]], 0);

export const control = {
  stop: api.control.stop
    .use(may('task.stop'))
    .use(withKey())
    .handler(({ input, context }) =>
      act(context, input, 'stop', {
        look: async (ref) => present(await lookWithin(brakeLookMs, ref, context)),
        whyNot: whyNotStop,
        extent: (task, callSize) =>
          input.which.by === 'all'
            ? { chunks: [[]], devices: countOf(task, stoppableOutcomes) }
            : namedDevices(input.which.deviceIds, callSize),
      }),
    ),

  confirm: api.control.confirm
    .use(may('task.confirm'))
    .use(withKey())
    .handler(({ input, context }) =>
      act(context, input, 'confirm', {
        look: (ref) => lookToChange(ref, context),
        whyNot: whyNotConfirm,
        extent: async (task, callSize) => {
          if (input.which.by === 'devices') return namedDevices(input.which.deviceIds, callSize);
          await readDevices(context, task, ['waiting']);
          const { atMost } = input.which;
          const waiting = await context.services.store.subtasks.deviceIds(task, {
            outcomes: ['waiting'],
            ...(atMost === undefined ? {} : { atMost }),
          });
          if (waiting.length === 0) throw refusal('refused', { reason: 'no_device_waits' });
          return namedDevices(waiting, callSize);
        },
      }),
    ),

  delete: api.control.delete
    .use(may('task.delete'))
    .use(withKey())
    .handler(({ input, context }) =>
      act(context, input, 'delete', {
        look: (ref) => lookToChange(ref, context),
        whyNot: whyNotDelete,
        extent: (task) => ({ chunks: [[]], devices: task.counts.total }),
      }),
    ),
};

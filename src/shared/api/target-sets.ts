import { z } from 'zod';
import { SomeDeviceIds } from '#shared/domain/device-ids.ts';
import { FailureSelection } from '#shared/domain/failures.ts';
import { TargetSet, TargetSetId } from '#shared/domain/target-set.ts';
import { Outcome, TaskId } from '#shared/domain/task.ts';
import { connectionInput, procedure } from './procedure.ts';

const base = '/connections/{connection}/target-sets' as const;
const id = TargetSetId;

/** Where the devices of a new list come from. */
export const TargetSetOrigin = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('devices'), deviceIds: SomeDeviceIds }),
  z.strictObject({ by: z.literal('failures'), which: FailureSelection }),
  /** What another list has, without some of it. */
  z.strictObject({ by: z.literal('set'), setId: TargetSetId, except: SomeDeviceIds }),
  /** Devices of a task, by how it went for them. */
  z.strictObject({
    by: z.literal('task'),
    taskId: TaskId,
    outcomes: z.array(Outcome).min(1).max(Outcome.options.length),
  }),
]);

/** Lists of devices that one page hands to another: kept for a week, for people who may start tasks. */
export const targetSets = {
  add: procedure
    .route({ method: 'POST', path: base, summary: 'Keep a list of devices', successStatus: 201 })
    .input(
      connectionInput.extend({
        from: TargetSetOrigin,
      }),
    )
    .output(TargetSet),
  read: procedure
    .route({ method: 'GET', path: `${base}/{targetSetId}`, summary: 'How many devices a list has, and until when' })
    .input(connectionInput.extend({ targetSetId: id }))
    .output(TargetSet),
  matches: procedure
    .route({
      method: 'GET',
      path: `${base}/{targetSetId}/matches`,
      summary: 'Device ids of a list that have a text in them, 200 a page',
    })
    .input(
      connectionInput.extend({
        targetSetId: id,
        q: z.string().max(128).default(''),
        /** Matches before the page, counted from 0. */
        from: z.coerce.number().pipe(z.int().min(0).max(1_000_000)).default(0),
      }),
    )
    .output(z.object({ deviceIds: z.array(z.string()), total: z.int().min(0) })),
  devices: procedure
    .route({ method: 'GET', path: `${base}/{targetSetId}/devices`, summary: 'The device ids of a list, 10,000 a page' })
    .input(
      connectionInput.extend({
        targetSetId: id,
        /** Counted from 0. */
        page: z.coerce.number().pipe(z.int().min(0).max(100)).default(0),
      }),
    )
    .output(z.object({ deviceIds: z.array(z.string()), nextPage: z.int().nullable() })),
};

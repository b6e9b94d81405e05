import { z } from 'zod';
import { SomeDeviceIds } from '#shared/domain/device-ids.ts';
import { FailureSelection } from '#shared/domain/failures.ts';
import { TargetSet } from '#shared/domain/target-set.ts';
import { connectionInput, procedure } from './procedure.ts';

const base = '/connections/{connection}/target-sets' as const;
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** Lists of devices that one page hands to another: kept for a week, for people who may start tasks. */
export const targetSets = {
  add: procedure
    .route({ method: 'POST', path: base, summary: 'Keep a list of devices', successStatus: 201 })
    .input(
      connectionInput.extend({
        from: z.discriminatedUnion('by', [
          z.strictObject({ by: z.literal('devices'), deviceIds: SomeDeviceIds }),
          z.strictObject({ by: z.literal('failures'), which: FailureSelection }),
        ]),
      }),
    )
    .output(TargetSet),
  read: procedure
    .route({ method: 'GET', path: `${base}/{targetSetId}`, summary: 'How many devices a list has, and until when' })
    .input(connectionInput.extend({ targetSetId: id }))
    .output(TargetSet),
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

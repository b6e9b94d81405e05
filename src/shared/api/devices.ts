import { z } from 'zod';
import { DeviceCard, DeviceTask, FoundDevice, InventoryAnswer } from '#shared/domain/device.ts';
import { DeviceId } from '#shared/domain/task.ts';
import { connectionInput, cursor, limit, procedure } from './procedure.ts';

const one = '/connections/{connection}/devices/{deviceId}' as const;
const deviceInput = connectionInput.extend({ deviceId: DeviceId });

export const devices = {
  find: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/device-search',
      summary: 'Devices by id, node id or name from the inventory, and by the beginning of an id from the copies',
    })
    .input(connectionInput.extend({ q: z.string().trim().min(1).max(256) }))
    .output(z.object({ devices: z.array(FoundDevice), inventory: InventoryAnswer })),
  read: procedure
    .route({ method: 'GET', path: one, summary: 'One device as the inventory tells it' })
    .input(deviceInput)
    .output(z.object({ device: DeviceCard.nullable(), inventory: InventoryAnswer })),
  tasks: procedure
    .route({
      method: 'GET',
      path: `${one}/tasks`,
      summary: 'Every task a device is or was in, the last made first, with what was seen there',
    })
    .input(deviceInput.extend({ limit, cursor }))
    .output(
      z.object({
        tasks: z.array(DeviceTask),
        total: z.int().min(0),
        from: z.int().min(0),
        nextCursor: z.string().nullable(),
        previousCursor: z.string().nullable(),
      }),
    ),
};

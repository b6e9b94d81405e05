import { z } from 'zod';
import type { DeviceCommand } from '#server/platform/port-commands.ts';

const text = z.string().min(1);
const Command = z.object({
  platformName: text,
  targets: z.discriminatedUnion('source', [
    z.object({ source: z.literal('devices'), deviceIds: z.array(text).min(1) }),
    z.object({
      source: z.literal('type'),
      deviceType: text,
      manufacturerId: z.string().exactOptional(),
      model: z.string().exactOptional(),
    }),
    z.object({ source: z.literal('area'), location: text }),
    z.object({ source: z.literal('groups_by_name'), names: z.array(text).min(1) }),
    z.object({ source: z.literal('groups_by_id'), ids: z.array(text).min(1) }),
    z.object({ source: z.literal('all') }),
  ]),
  command: z.object({ serviceId: text, name: text, parameters: z.record(z.string(), z.json()) }),
  timeout: z.int(),
  resends: z.int().nullable(),
  callbackUrl: z.string().nullable(),
  groupTag: z.string().nullable(),
  tags: z.array(z.object({ name: text, value: text })),
});
const Payload = z.object({ deviceCommand: Command });

/** What an operation that sends a device command stores as its payload. */
export const writtenCommand = (deviceCommand: DeviceCommand): string => JSON.stringify({ deviceCommand });

/**
 * The device command of an operation; null where its payload is another one. Throws when it is half of one, so that nothing half
 * understood is sent.
 */
export function readCommand(payloadJson: string): DeviceCommand | null {
  const payload: unknown = JSON.parse(payloadJson);
  const isOne = typeof payload === 'object' && payload !== null && Object.hasOwn(payload, 'deviceCommand');
  return isOne ? Payload.parse(payload).deviceCommand : null;
}

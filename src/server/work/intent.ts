import { z } from 'zod';
import { JsonObject } from '#shared/domain/document.ts';
import { RetryPolicy } from '#shared/domain/task.ts';
import type { CreateIntent } from '#server/platform/port.ts';

const text = z.string().min(1);
const devices = z.object({ source: z.literal('devices'), deviceIds: z.array(text).min(1) });
const groups = z.object({ source: z.literal('groups'), groupIds: z.array(text).min(1) });
const file = z.object({ source: z.literal('file'), fileId: text });
const named = z.discriminatedUnion('source', [devices, groups]);

const any = { platformName: text, spaceId: text, startsAt: z.int().nullable(), retry: RetryPolicy.nullable() };
const command = z.object({ serviceId: text.nullable(), name: text.nullable(), parameters: JsonObject });
const message = z.object({
  content: z.union([z.string(), JsonObject]),
  name: z.string().exactOptional(),
  encoding: z.enum(['none', 'base64']).exactOptional(),
  format: z.enum(['standard', 'raw']).exactOptional(),
  topic: z.object({ kind: z.enum(['own', 'full']), name: text }).exactOptional(),
  ttlMinutes: z.int().exactOptional(),
  properties: z
    .object({
      correlationData: z.string().exactOptional(),
      responseTopic: z.string().exactOptional(),
      user: z.array(z.object({ key: z.string(), value: z.string() })).exactOptional(),
    })
    .exactOptional(),
});

const Intent = z.discriminatedUnion('kind', [
  z.object({
    ...any,
    kind: z.enum(['firmwareUpgrade', 'softwareUpgrade', 'moduleUpgrade']),
    targets: named,
    packageId: text,
    needsConfirm: z.boolean().exactOptional(),
    gatewayMode: z.boolean().exactOptional(),
    extra: JsonObject.exactOptional(),
  }),
  z.object({ ...any, kind: z.literal('createCommands'), targets: named, command }),
  z.object({
    ...any,
    kind: z.literal('createAsyncCommands'),
    targets: named,
    command,
    keepForSeconds: z.int().nullable(),
  }),
  z.object({ ...any, kind: z.literal('createMessages'), targets: named, message }),
  z.object({
    ...any,
    kind: z.literal('updateDeviceShadows'),
    targets: named,
    shadows: z.array(z.object({ serviceId: text, desired: JsonObject, version: z.int().exactOptional() })).min(1),
  }),
  z.object({
    ...any,
    kind: z.enum(['deleteDevices', 'freezeDevices', 'unfreezeDevices']),
    targets: z.discriminatedUnion('source', [devices, groups, file]),
  }),
  z.object({ ...any, kind: z.enum(['createDevices', 'updateDevices']), targets: file }),
]);

/** What an operation that creates a task stored as its payload; throws when it is not that, so that nothing half understood is sent. */
export const readIntent = (payloadJson: string): CreateIntent => Intent.parse(JSON.parse(payloadJson));

import { z } from 'zod';
import { Device } from './catalogue.ts';
import { Outcome, TaskId, TaskState } from './task.ts';

/** All that the platform's inventory tells of a device. Times are epoch milliseconds. */
export const DeviceCard = Device.extend({
  spaceId: z.string().nullable(),
  description: z.string().nullable(),
  /** Behind another device, or connected by itself. */
  connection: z.enum(['direct', 'behind_gateway', 'other']),
  gatewayId: z.string().nullable(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  modules: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
  registeredAt: z.int().nullable(),
  firstSeenAt: z.int().nullable(),
  statusSince: z.int().nullable(),
}).meta({ id: 'DeviceCard' });
export type DeviceCard = z.infer<typeof DeviceCard>;

/** What the inventory said: it may not exist, not know the device, or not answer just now. */
export const InventoryAnswer = z.enum(['found', 'unknown_device', 'unavailable', 'none']);
export type InventoryAnswer = z.infer<typeof InventoryAnswer>;

/** A device that a search found. `device` is null where only the copies of tasks know it. */
export const FoundDevice = z
  .object({
    id: z.string(),
    device: Device.nullable(),
    /** Tasks of the connection it is or was in. */
    tasks: z.int().min(0),
  })
  .meta({ id: 'FoundDevice' });
export type FoundDevice = z.infer<typeof FoundDevice>;

/** One change of a device in a task, as the console saw it. */
export const DeviceChange = z
  .object({
    at: z.int(),
    /** The change came after this time; null where nothing was seen before. */
    notBefore: z.int().nullable(),
    outcome: Outcome,
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    attempt: z.int().min(1),
  })
  .meta({ id: 'DeviceChange' });
export type DeviceChange = z.infer<typeof DeviceChange>;

/** A task that a device is or was in, and how it went there. */
export const DeviceTask = z
  .object({
    taskId: TaskId,
    taskName: z.string(),
    kind: z.string(),
    taskState: TaskState,
    rawTaskState: z.string(),
    createdAt: z.int(),
    outcome: Outcome,
    rawOutcome: z.string(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    attempts: z.int().min(1),
    since: z.int(),
    notBefore: z.int().nullable(),
    /** When the outcome was last seen unchanged. */
    seenAt: z.int(),
    /** Oldest first; the newest ones where there are very many. */
    changes: z.array(DeviceChange),
  })
  .meta({ id: 'DeviceTask' });
export type DeviceTask = z.infer<typeof DeviceTask>;

/** Changes that a page tells of one device in one task. */
export const mostChangesShown = 100;

import { z } from 'zod';

/** A resource space. */
export const Space = z.object({ id: z.string(), name: z.string(), isDefault: z.boolean() }).meta({ id: 'Space' });
export type Space = z.infer<typeof Space>;

export const Product = z
  .object({
    id: z.string(),
    name: z.string(),
    deviceType: z.string().nullable(),
    protocol: z.string().nullable(),
  })
  .meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;

/** A firmware, software or module package. An empty `sourceVersions` means that any version may be upgraded. */
export const Package = z
  .object({
    id: z.string(),
    kind: z.enum(['firmware', 'software', 'module']),
    productId: z.string(),
    productName: z.string().nullable(),
    version: z.string(),
    sourceVersions: z.array(z.string()),
    description: z.string().nullable(),
    createdAt: z.int().nullable(),
  })
  .meta({ id: 'Package' });
export type Package = z.infer<typeof Package>;

export const Group = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    dynamic: z.boolean(),
    devices: z.int().min(0),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;

export const DeviceStatus = z.enum(['online', 'offline', 'abnormal', 'inactive', 'frozen', 'other']);
export type DeviceStatus = z.infer<typeof DeviceStatus>;

export const Device = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    nodeId: z.string().nullable(),
    productId: z.string(),
    productName: z.string().nullable(),
    status: DeviceStatus,
    firmwareVersion: z.string().nullable(),
    softwareVersion: z.string().nullable(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

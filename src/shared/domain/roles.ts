import { z } from 'zod';

export const Role = z.enum(['operations', 'support', 'manager', 'admin']);
export type Role = z.infer<typeof Role>;

/** Everything a procedure may ask for. A procedure without one cannot be registered. */
export const permissions = {
  'task.read': ['operations', 'support', 'manager', 'admin'],
  'task.create': ['operations'],
  'task.retry': ['operations', 'support'],
  /** Devices that somebody stopped on purpose. */
  'task.retryStopped': ['operations'],
  'task.stop': ['operations'],
  'task.confirm': ['operations'],
  'task.delete': ['operations'],
  'error.note': ['operations', 'support'],
  'task.note': ['operations', 'support'],
  'catalogue.read': ['operations', 'support', 'admin'],
  'connection.read': ['operations', 'support', 'manager', 'admin'],
  'events.read': ['operations', 'support', 'manager', 'admin'],
  'person.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

/** Whether a role holds a permission. Admins hold no right over devices: separation of duties. */
export const holds = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role);

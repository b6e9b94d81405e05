import { z } from 'zod';

/** What a look before the start can find about single devices. `unchanged`: it is already as the task would make it. */
export const FindingKind = z.enum([
  'missing',
  'exists',
  'unchanged',
  'frozen',
  'offline',
  'targeted',
  'has_version',
  'version_not_supported',
  'other_product',
]);
export type FindingKind = z.infer<typeof FindingKind>;

/** Findings that a person has to have seen before the start: the task cannot do there what it is meant to. */
const serious: ReadonlySet<FindingKind> = new Set([
  'missing',
  'exists',
  'targeted',
  'version_not_supported',
  'other_product',
]);
export const isSerious = (kind: FindingKind): boolean => serious.has(kind);

/** What is known of a task's devices before it starts. Nothing is changed by asking. */
export const Preflight = z
  .object({
    /** Devices the task reaches; of groups what the platform says of their size. */
    devices: z.int().min(0),
    /** Devices whose state on the platform was looked at: all of them, or as many as can be asked about in a while. */
    checked: z.int().min(0),
    /** Only those that are there. Every device, in the order of the list. */
    findings: z.array(z.object({ kind: FindingKind, deviceIds: z.array(z.string()) })),
    /** Tasks of the space that run, of those the platform processes at once; null where that is not known. */
    slots: z.object({ used: z.int().min(0), of: z.int().min(1) }).nullable(),
  })
  .meta({ id: 'Preflight' });
export type Preflight = z.infer<typeof Preflight>;

import { z } from 'zod';
import { Outcome } from '#shared/domain/task.ts';
import type { DeviceFilter } from './device-selection.ts';

export const taskTabs = ['overview', 'devices', 'failures', 'document', 'history'] as const;
export type TaskTab = (typeof taskTabs)[number];

/** How the address writes "failures without a code": it has no way to write an empty value. */
export const withoutCode = 'none';

const text = (most: number) => z.string().max(most).optional().catch(undefined);

/** Everything that changes what the task page shows; a field that makes no sense is passed over. */
export const TaskSearch = z.object({
  tab: z.enum(taskTabs).default('overview').catch('overview'),
  outcome: Outcome.optional().catch(undefined),
  /** An error code, or `withoutCode`. */
  code: text(128),
  /** Part of a device id. */
  q: text(128),
  cursor: text(512),
  /** The operation whose results are open. */
  operation: text(64),
});
export type TaskSearch = z.infer<typeof TaskSearch>;

export const filterOf = ({ outcome, code, q }: TaskSearch): DeviceFilter => ({
  outcome,
  code: code === withoutCode ? '' : code,
  q,
});

/** The address after the filter changed: the devices are shown from their first page. */
export const narrowed = (search: TaskSearch, filter: DeviceFilter): TaskSearch => ({
  ...search,
  tab: 'devices',
  outcome: filter.outcome,
  code: filter.code === '' ? withoutCode : filter.code,
  q: filter.q === '' ? undefined : filter.q,
  cursor: undefined,
});

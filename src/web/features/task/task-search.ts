import { z } from 'zod';
import { Outcome, SubtaskSort } from '#shared/domain/task.ts';
import type { DeviceFilter } from './device-selection.ts';

export const taskTabs = ['overview', 'devices', 'failures', 'document', 'history'] as const;

/** How the address writes "failures without a code" or text: it has no way to write an empty value. */
export const withoutCode = 'none';

const deviceSorts = SubtaskSort.options.flatMap((sort) => [sort, `-${sort}` as const]);
export type DeviceSort = (typeof deviceSorts)[number];

const text = (most: number) => z.string().max(most).optional().catch(undefined);

/** Everything that changes what the task page shows; a field that makes no sense is passed over. */
export const TaskSearch = z.object({
  tab: z.enum(taskTabs).default('overview').catch('overview'),
  outcome: Outcome.optional().catch(undefined),
  /** An error code, or `withoutCode`. */
  code: text(128),
  /** The pattern of an error text, or `withoutCode`. */
  message: text(400),
  /** Part of a device id or of an error text. */
  q: text(128),
  /** What the devices are sorted by, `-` before it for the other direction. */
  sort: z.enum(deviceSorts).optional().catch(undefined),
  cursor: text(1_024),
  /** The operation whose results are open. */
  operation: text(64),
});
export type TaskSearch = z.infer<typeof TaskSearch>;

export const filterOf = ({ outcome, code, message, q }: TaskSearch): DeviceFilter => ({
  outcome,
  code: code === withoutCode ? '' : code,
  message: message === withoutCode ? '' : message,
  q,
});

/** The address after the filter changed: the devices are shown from their first page. */
export const narrowed = (search: TaskSearch, filter: DeviceFilter): TaskSearch => ({
  ...search,
  tab: 'devices',
  outcome: filter.outcome,
  code: filter.code === '' ? withoutCode : filter.code,
  message: filter.message === '' ? withoutCode : filter.message,
  q: filter.q === '' ? undefined : filter.q,
  cursor: undefined,
});

/** A sort as the server is asked for it; by device id where none is chosen. */
export function orderOf(sort: DeviceSort | undefined): { sort?: SubtaskSort; direction?: 'up' | 'down' } {
  if (sort === undefined) return {};
  const by = SubtaskSort.options.find((option) => sort.endsWith(option)) ?? 'device';
  return { sort: by, direction: sort.startsWith('-') ? 'down' : 'up' };
}

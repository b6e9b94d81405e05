import { z } from 'zod';
import { type Direction, TaskFilter, TaskSort, textSorts } from '#shared/domain/task-filter.ts';
import { TaskState } from '#shared/domain/task.ts';

const text = (most: number) => z.string().trim().min(1).max(most).optional().catch(undefined);
const words = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.split(',') : value),
    z.array(z.string().trim().min(1).max(64)).min(1).max(50),
  )
  .optional()
  .catch(undefined);
const states = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.split(',') : value),
    z
      .array(z.string())
      .transform((chosen) => TaskState.options.filter((state) => chosen.includes(state)))
      .pipe(z.array(TaskState).min(1)),
  )
  .optional()
  .catch(undefined);
const isDay = (value: string) => {
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
};
/** A day as `2026-11-20`, or `today`; whole days of the reader's own zone. */
export const Day = z.union([
  z.literal('today'),
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .refine(isDay),
]);
const day = Day.optional().catch(undefined);
export const Rate = z.coerce.number().pipe(z.number().min(0).max(100));
export const DeviceCount = z.coerce.number().pipe(z.int().min(0).max(1_000_000));
const rate = Rate.optional().catch(undefined);
const devices = DeviceCount.optional().catch(undefined);
const sorts = TaskSort.options.flatMap((sort) => [sort, `-${sort}`] as const);
const newestFirst = '-created';

/** Everything that changes what the list shows, as its address writes it. A field that makes no sense is passed over. */
export const TasksSearch = z.object({
  q: text(128),
  kind: words,
  state: states,
  space: words,
  creator: words,
  package: words,
  group: words,
  owner: words,
  tag: words,
  createdFrom: day,
  createdTo: day,
  successFrom: rate,
  successTo: rate,
  failedFrom: devices,
  failedTo: devices,
  failedSince: day,
  attention: z.literal('yes').optional().catch(undefined),
  /** A column; with a minus the largest, last or newest comes first. */
  sort: z.enum(sorts).default(newestFirst).catch(newestFirst),
  limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(50).catch(50),
  cursor: text(512),
  /** The view it came from, a preset's name or an id. */
  view: text(64),
});
export type TasksSearch = z.infer<typeof TasksSearch>;

/** What an address leaves out. */
export const searchDefaults = { sort: newestFirst, limit: 50 } as const;
/** The whole list. Every field is named, so that it takes the place of any other search. */
export const plainSearch: TasksSearch = {
  ...Object.fromEntries(Object.keys(TasksSearch.shape).map((name) => [name, undefined])),
  ...TasksSearch.parse({}),
};

const notFilters: ReadonlySet<string> = new Set(['sort', 'limit', 'cursor', 'view']);
export const isFiltered = (search: TasksSearch): boolean =>
  Object.entries(search).some(([name, value]) => value !== undefined && !notFilters.has(name));

/** The search without its filter; order and page size stay. */
export const cleared = ({ sort, limit }: TasksSearch): TasksSearch => ({ ...plainSearch, sort, limit });

export const orderOf = ({ sort }: TasksSearch): { sort: TaskSort; direction: Direction } => {
  const isDown = sort.startsWith('-');
  return { sort: TaskSort.parse(isDown ? sort.slice(1) : sort), direction: isDown ? 'down' : 'up' };
};

/** The order after a click on a column's name: what is largest first for numbers and times, then the other way. */
export function nextSort(search: TasksSearch, sort: TaskSort): TasksSearch['sort'] {
  const present = orderOf(search);
  const startsDown = !textSorts.some((one) => one === sort);
  const isDown = present.sort === sort ? present.direction === 'up' : startsDown;
  return isDown ? `-${sort}` : sort;
}

const dayMs = 86_400_000;
/** The first or the last millisecond of a day in this browser's zone. */
function instantOf(value: string, end: 'first' | 'last', now: number): number {
  const start = value === 'today' ? new Date(now) : new Date(`${value}T12:00:00`);
  start.setHours(0, 0, 0, 0);
  if (end === 'first') return start.getTime();
  // A day of the change to or from summer time is not 24 hours long.
  const next = new Date(start.getTime() + 1.5 * dayMs);
  next.setHours(0, 0, 0, 0);
  return next.getTime() - 1;
}

/** The filter as the server takes it. `now` tells which day is today. */
export function filterOf(search: TasksSearch, now: number): TaskFilter {
  const { createdFrom, createdTo, failedSince, sort: _s, limit: _l, cursor: _c, view: _v, ...same } = search;
  const set = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined));
  return TaskFilter.parse({
    ...set,
    ...(createdFrom === undefined ? {} : { createdFrom: instantOf(createdFrom, 'first', now) }),
    ...(createdTo === undefined ? {} : { createdTo: instantOf(createdTo, 'last', now) }),
    ...(failedSince === undefined ? {} : { failedSince: instantOf(failedSince, 'first', now) }),
  });
}

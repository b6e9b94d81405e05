import { z } from 'zod';
import { honestPercent, settledDevices } from './counting.ts';
import { isStuck } from './progress.ts';
import { type Counts, type Task, TaskState } from './task.ts';
import { isOneTooMany } from './twins.ts';

/** Text as searches compare it. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Several values: a list, or text with commas between them. */
const several = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .union([
      z.array(item).min(1).max(50),
      z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(item).min(1).max(50)),
    ])
    .optional();
const word = z.string().min(1).max(64);
const at = z.coerce.number().pipe(z.int()).optional();
const percent = z.coerce.number().pipe(z.number().min(0).max(100)).optional();
const devices = z.coerce.number().pipe(z.int().min(0)).optional();

/** Who made a task: a person's name, or one of these two words. */
export const anyOrigin = { me: 'me', elsewhere: 'elsewhere' } as const;

/**
 * Which tasks a list shows: every field that is set must match; of several values one is enough. Times are epoch milliseconds,
 * both ends included; rates are percent of all devices of the task.
 */
export const TaskFilter = z.strictObject({
  /** Part of the name, the platform's name, the id, the note, an owner, a tag or the ticket. */
  q: z.string().max(128).optional(),
  kind: several(word),
  state: several(TaskState),
  space: several(word),
  /** Names of people, `me`, or `elsewhere` for tasks made outside this console. */
  creator: several(word),
  package: several(word),
  group: several(word),
  owner: several(word),
  tag: several(word),
  createdFrom: at,
  createdTo: at,
  successFrom: percent,
  successTo: percent,
  failedFrom: devices,
  failedTo: devices,
  /** The number of failed devices has grown since then. */
  failedSince: at,
  attention: z.literal('yes').optional(),
});
export type TaskFilter = z.infer<typeof TaskFilter>;

/** Fields whose values can be listed. */
export const TaskField = z.enum(['kind', 'space', 'creator', 'package', 'group', 'owner', 'tag']);
export type TaskField = z.infer<typeof TaskField>;

/** What a list can be sorted by. Equal ones stand newest first. */
export const TaskSort = z.enum([
  'name',
  'kind',
  'state',
  'progress',
  'success',
  'failed',
  'created',
  'starts',
  'by',
  'owner',
  'tags',
  'note',
  'ticket',
  'space',
]);
export type TaskSort = z.infer<typeof TaskSort>;
export const Direction = z.enum(['up', 'down']);
export type Direction = z.infer<typeof Direction>;

/** What is sorted as text, of which only the beginning decides. What has none stands where the greatest text would. */
export const textSorts = ['name', 'kind', 'state', 'by', 'owner', 'tags', 'note', 'ticket', 'space'] as const;
export const sortedCharacters = 40;
export const beyondText = '\u{10FFFF}';

const permille = (part: number, whole: number) => Math.round(honestPercent(part, whole) * 10);
/** Succeeded of all devices, in tenths of a percent as pages show it; -1 while a task has no devices. */
export const successPermille = (counts: Counts): number =>
  counts.total === 0 ? -1 : permille(counts.succeeded, counts.total);
/** Settled of all devices, in the same way. */
export const progressPermille = (counts: Counts): number =>
  counts.total === 0 ? -1 : permille(settledDevices(counts), counts.total);
/** When a task starts or started: one without a schedule starts when it is created. */
export const startOf = (task: Pick<Task, 'startsAt' | 'createdAt'>): number => task.startsAt ?? task.createdAt;

/** Somebody should look at it: devices failed, the task did, nothing happens in it any more, or it is one too many. */
export const needsAttention = (task: Pick<Task, 'state' | 'counts' | 'changedAt' | 'twin'>, now: number): boolean =>
  task.state === 'failed' || task.counts.failed > 0 || isOneTooMany(task) || isStuck(task, task.changedAt, now);

type Words = Pick<Task, 'id' | 'name' | 'platformName' | 'annotation'>;
/** Everything that free text is looked for in, folded. */
export const searchText = ({ id, name, platformName, annotation: { note, owner, tags, ticket } }: Words): string =>
  folded([...new Set([name, platformName]), id, note, owner ?? '', ...tags, ticket ?? ''].join('\n'));

/** `me` as the name of the person who asks. */
export const creatorsOf = (creator: readonly string[], me: string): string[] => [
  ...new Set(creator.map((name) => (name === anyOrigin.me ? me : name))),
];

const isIn = (value: string | null, wanted: readonly string[] | undefined) =>
  wanted === undefined || (value !== null && wanted.includes(value));
const meets = (values: readonly string[], wanted: readonly string[] | undefined) =>
  wanted === undefined || values.some((value) => wanted.includes(value));
const isWithin = (value: number | null, from: number | undefined, to: number | undefined) =>
  (from === undefined && to === undefined) ||
  (value !== null && value >= (from ?? -Infinity) && value <= (to ?? Infinity));

/**
 * Whether a list with this filter shows the task. The store answers the same question in SQL. `me` is the asker's name, `now` the
 * time in epoch milliseconds.
 */
export function matches(task: Task, filter: TaskFilter, me: string, now: number): boolean {
  const words = folded(filter.q?.trim() ?? '');
  const creator = filter.creator && creatorsOf(filter.creator, me);
  const success = successPermille(task.counts);
  const tenths = (rate: number | undefined) => (rate === undefined ? undefined : Math.round(rate * 10));
  return (
    (words === '' || searchText(task).includes(words)) &&
    isIn(task.kind, filter.kind) &&
    isIn(task.state, filter.state) &&
    isIn(task.spaceId, filter.space) &&
    isIn(task.createdBy ?? anyOrigin.elsewhere, creator) &&
    meets(task.packageIds, filter.package) &&
    meets(task.groupIds, filter.group) &&
    isIn(task.annotation.owner, filter.owner) &&
    meets(task.annotation.tags, filter.tag) &&
    isWithin(task.createdAt, filter.createdFrom, filter.createdTo) &&
    isWithin(success < 0 ? null : success, tenths(filter.successFrom), tenths(filter.successTo)) &&
    isWithin(task.counts.failed, filter.failedFrom, filter.failedTo) &&
    isWithin(task.failedAt, filter.failedSince, undefined) &&
    (filter.attention === undefined || needsAttention(task, now))
  );
}

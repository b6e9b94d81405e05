import { z } from 'zod';
import { DeviceIds, mostDeviceIds } from './device-ids.ts';
import { JsonObject, TaskDocument } from './document.ts';
import {
  documentFields,
  documentLimits,
  documentProblemCodes,
  documentProblems,
  isWholeUpTo,
} from './document-problems.ts';
import { knownKinds, rulesOf } from './kinds.ts';
import { WorkbookId, workbookProblems } from './workbook.ts';
import { TargetSetId } from './target-set.ts';

/** Limits of CreateBatchTask and of the console's own name scheme. */
export const limits = {
  devices: mostDeviceIds,
  retryChunk: 100,
  /** Groups of a task; the platform names no limit of its own. */
  groups: 100,
  /** Tasks of a resource space that the platform processes at once. */
  runningTasks: 10,
  /** 128 on the platform, less 18 that the console keeps for the part that makes a name unique. */
  label: 110,
  scheduleDays: 7,
  retryCount: 5,
  retryIntervalMinutes: 1440,
  /** Above this many devices a person types the count before anything is sent; for grave kinds every count is typed. */
  typedCountAbove: 1_000,
} as const;

/** A task's name: Chinese characters, letters, digits and `_`; no spaces, no hyphens. (CreateBatchTask, task_name) */
export const namePattern = /^[\p{Script=Han}A-Za-z0-9_]+$/u;

/** What is wrong with what a person entered: closed codes, worded by the catalogues. */
export const inputProblems = [
  'name_missing',
  'name_too_long',
  'name_has_illegal_character',
  'space_missing',
  'no_devices',
  'too_many_devices',
  'device_id_illegal',
  'no_groups',
  'too_many_groups',
  'targets_of_another_kind',
  'package_of_another_product',
  'package_of_another_kind',
  'retry_count_without_interval',
  'retry_interval_without_count',
  'retry_count_out_of_range',
  'retry_interval_out_of_range',
  'schedule_in_the_past',
  'schedule_too_far',
  'count_not_confirmed',
  'gateway_mode_not_offered',
  'confirmation_not_offered',
  'extra_not_offered',
  'extra_too_long',
  'device_of_another_product',
  /** A list that was kept for somebody, and is another's, or has expired. */
  'target_set_gone',
  'too_many_conditions',
  'product_missing',
  /** Text that only the form holds; the server is sent JSON. */
  'json_invalid',
  'json_not_object',
  ...workbookProblems,
  ...documentProblemCodes,
] as const;
export type InputProblem = (typeof inputProblems)[number];

/** Exactly one source: the platform would silently use the first of several. (CreateBatchTask: targets, targets_filter) */
export const Targets = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('devices'),
    deviceIds: DeviceIds,
  }),
  z.strictObject({
    source: z.literal('groups'),
    groupIds: z.array(z.string().regex(/^[A-Za-z0-9_-]{1,36}$/)).max(1_000),
  }),
  /** A list that the console keeps: the server puts the devices in its place before anything else is done. */
  z.strictObject({ source: z.literal('set'), setId: TargetSetId }),
  /** An uploaded workbook that the console keeps, and gives to the platform when the task is made. (document_source) */
  z.strictObject({ source: z.literal('file'), workbookId: WorkbookId.or(z.literal('')) }),
]);
export type Targets = z.infer<typeof Targets>;

/** Options that only some kinds have. */
export const TaskOptions = z.strictObject({
  /** Devices behind a gateway are told of the task and of how many of them there are. */
  gatewayMode: z.boolean(),
  /** Every device waits until a person confirms. */
  needsConfirm: z.boolean(),
  /** Passed on to the devices; null passes nothing on. */
  extra: JsonObject.nullable(),
});
export type TaskOptions = z.infer<typeof TaskOptions>;
export const noOptions: TaskOptions = { gatewayMode: false, needsConfirm: false, extra: null };

/**
 * What a person asks for when starting a task of any kind. Shapes are checked here; the rules of `problemsOf` are checked by the
 * browser while typing and by the server again.
 */
export const NewTask = z
  .strictObject({
    kind: z.enum(knownKinds),
    name: z.string().max(256),
    spaceId: z.string().regex(/^[A-Za-z0-9_-]{0,36}$/),
    targets: Targets,
    document: TaskDocument,
    options: TaskOptions,
    /** Epoch milliseconds; null starts at once. */
    startsAt: z.int().nullable(),
    /** Both or neither of the two. */
    retry: z.strictObject({ count: z.int().nullable(), intervalMinutes: z.int().nullable() }),
    /** The number of devices as typed by the person, needed above `limits.typedCountAbove`. */
    confirmedCount: z.int().nullable(),
  })
  .meta({ id: 'NewTask' });
export type NewTask = z.infer<typeof NewTask>;
/** The same with its devices or groups named: what a kept list stands for has been put in its place. */
export type NamedTask = Omit<NewTask, 'targets'> & {
  targets: Exclude<Targets, { source: 'set' | 'file' }> | { source: 'file'; workbookId: string; rows: number };
};

export const problemFields = [
  'name',
  'space',
  'targets',
  ...documentFields,
  'gatewayMode',
  'needsConfirm',
  'extra',
  'start',
  'retryCount',
  'retryInterval',
  'confirm',
] as const;
/** `at` names what exactly the problem is about, where the field alone does not: a parameter, a service, a row. */
export type Problem = { field: (typeof problemFields)[number]; code: InputProblem; at?: string };

/** The name's problem, or null. */
export function nameProblem(name: string): InputProblem | null {
  if (name.length === 0) return 'name_missing';
  if (!namePattern.test(name.normalize('NFC'))) return 'name_has_illegal_character';
  return [...name].length > limits.label ? 'name_too_long' : null;
}

/** The start time's problem at `now` (both epoch milliseconds), or null. (CreateBatchTask, schedule_time: within 7 days) */
export function startProblem(startsAt: number | null, now: number): InputProblem | null {
  if (startsAt === null) return null;
  if (startsAt <= now) return 'schedule_in_the_past';
  return startsAt > now + limits.scheduleDays * 86_400_000 ? 'schedule_too_far' : null;
}

/** Problems of the automatic retry: both values or neither, count 0-5, interval 0-1440 minutes. (CreateBatchTask, task_policy) */
export function retryProblems({ count, intervalMinutes }: NewTask['retry']): Problem[] {
  const problems: Problem[] = [];
  if (count !== null && intervalMinutes === null)
    problems.push({ field: 'retryInterval', code: 'retry_count_without_interval' });
  if (count === null && intervalMinutes !== null)
    problems.push({ field: 'retryCount', code: 'retry_interval_without_count' });
  if (count !== null && !isWholeUpTo(count, limits.retryCount))
    problems.push({ field: 'retryCount', code: 'retry_count_out_of_range' });
  if (intervalMinutes !== null && !isWholeUpTo(intervalMinutes, limits.retryIntervalMinutes))
    problems.push({ field: 'retryInterval', code: 'retry_interval_out_of_range' });
  return problems;
}

const groupsProblem = (groups: number): InputProblem | null =>
  groups === 0 ? 'no_groups' : groups > limits.groups ? 'too_many_groups' : null;

export function targetsProblem(targets: Targets): InputProblem | null {
  if (targets.source === 'groups') return groupsProblem(targets.groupIds.length);
  if (targets.source === 'set') return null;
  if (targets.source === 'file') return targets.workbookId === '' ? 'workbook_missing' : null;
  if (targets.deviceIds.length === 0) return 'no_devices';
  return targets.deviceIds.length > limits.devices ? 'too_many_devices' : null;
}

/** Whether the person types the count before the button works. Group targets are counted by `groupDevices`. */
export const needsTypedCount = (kind: string, devices: number): boolean =>
  rulesOf(kind).isGrave || devices > limits.typedCountAbove;

function optionProblems({ kind, options }: Pick<NewTask, 'kind' | 'options'>): Problem[] {
  const { canConfirm, passesOn } = rulesOf(kind);
  const problems: Problem[] = [];
  if (options.gatewayMode && !passesOn) problems.push({ field: 'gatewayMode', code: 'gateway_mode_not_offered' });
  if (options.needsConfirm && !canConfirm) problems.push({ field: 'needsConfirm', code: 'confirmation_not_offered' });
  if (options.extra === null) return problems;
  if (!passesOn) problems.push({ field: 'extra', code: 'extra_not_offered' });
  if ([...JSON.stringify(options.extra)].length > documentLimits.extra)
    problems.push({ field: 'extra', code: 'extra_too_long' });
  return problems;
}

const sourceProblem = ({ kind, targets }: Pick<NewTask, 'kind' | 'targets'>): InputProblem | null =>
  rulesOf(kind).targets.includes(targets.source === 'set' ? 'devices' : targets.source)
    ? targetsProblem(targets)
    : 'targets_of_another_kind';

/** Every problem of a request at `now`. An empty list means that it may be sent. */
export function problemsOf(input: NewTask, now: number, devices: number): Problem[] {
  const problems: Problem[] = [];
  const add = (field: Problem['field'], code: InputProblem | null) => code !== null && problems.push({ field, code });
  add('name', nameProblem(input.name));
  add('space', input.spaceId === '' ? 'space_missing' : null);
  add('targets', sourceProblem(input));
  problems.push(...documentProblems(input.kind, input.document), ...optionProblems(input));
  add('start', startProblem(input.startsAt, now));
  problems.push(...retryProblems(input.retry));
  add(
    'confirm',
    needsTypedCount(input.kind, devices) && input.confirmedCount !== devices ? 'count_not_confirmed' : null,
  );
  return problems;
}

import type { BroughtTask, CopiedDevices, NotCarried } from '#shared/domain/brought.ts';
import { skewToShow } from '#shared/domain/connection.ts';
import { counterOf } from '#shared/domain/counting.ts';
import { limits } from '#shared/domain/create.ts';
import type { CommandTargets } from '#shared/domain/device-command.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import { failedOutcomes, Outcome, type Task } from '#shared/domain/task.ts';
import type { Connected } from '#server/context.ts';
import type { RequestContext, SignedIn } from '#server/http/request-context.ts';
import { PlatformError } from '#server/platform/port.ts';
import type { ReadTargets, ReadTask } from '#server/platform/port-intents.ts';
import type { StoredTask } from '#server/store/task-store.ts';
import { copiedDevices, readDevices } from './fresh-look.ts';
import { keepDevices } from './named-targets.ts';

type Asking = RequestContext & SignedIn;
type KeptSet = Extract<BroughtTask['targets'], { source: 'set' }>;
const longestAt = 200;

/** Devices as a list that a draft can name; `taskIds` are those that they were taken from. */
export async function keptSet(
  context: Asking,
  of: Connected,
  deviceIds: readonly string[],
  taskIds: readonly string[],
): Promise<KeptSet> {
  const { id, devices } = await keepDevices(context, of.id, { deviceIds, taskIds });
  return { source: 'set', setId: id, devices };
}

/** What the platform answers, or null where it cannot be asked now: the draft's own checks ask again before anything is sent. */
const ifAnswered = async <T>(asking: Promise<T>): Promise<T | null> =>
  asking.catch((error: unknown) => {
    if (error instanceof PlatformError) return null;
    throw error;
  });

/** A request in the form that a draft is made of, without its devices and without what is not there any more. */
export async function broughtTask(
  { catalogue, services }: Asking,
  of: Connected,
  read: ReadTask,
): Promise<{ task: BroughtTask; notes: NotCarried[] }> {
  const { kind, name, document, options, retry } = read;
  const notes = [...read.notCarried];
  const note = (code: NotCarried['code'], at: string | null = null) =>
    notes.push({ code, at: at === null ? null : at.slice(0, longestAt) });

  const spaces = await ifAnswered(catalogue.spaces(of));
  const isKnown = read.spaceId !== '' && (spaces === null || spaces.some(({ id }) => id === read.spaceId));
  const spaceId = isKnown ? read.spaceId : '';
  if (!isKnown) note(read.spaceId === '' ? 'space_unknown' : 'space_gone', read.spaceId || null);

  const packageOf = async (): Promise<typeof document> => {
    const { packageKind } = rulesOf(kind);
    if (document.type !== 'package' || document.packageId === '' || packageKind === null || !isKnown) return document;
    const packages = await ifAnswered(catalogue.packages(of, { spaceId, kind: packageKind }));
    if (packages === null || packages.some(({ id }) => id === document.packageId)) return document;
    note('package_gone', document.packageId);
    return { type: 'package', packageId: '' };
  };
  const groupsOf = async (groupIds: readonly string[]): Promise<BroughtTask['targets']> => {
    const there = isKnown ? await ifAnswered(catalogue.groups(of, spaceId)) : null;
    const left = groupIds.filter((id) => there === null || there.some((group) => group.id === id));
    const gone = groupIds.filter((id) => !left.includes(id));
    if (gone.length > 0) note('groups_gone', gone.join(', '));
    return left.length === 0 ? null : { source: 'groups', groupIds: left };
  };

  // A start is judged by the clock that will start it.
  const now = services.clock.now() + (skewToShow(of.platform.health()) ?? 0);
  const isPast = read.startsAt !== null && read.startsAt <= now;
  if (isPast) note('start_in_the_past');
  const targets =
    read.targets?.source === 'groups'
      ? await groupsOf(read.targets.groupIds)
      : read.targets?.source === 'file'
        ? { source: 'file' as const }
        : null;
  const startsAt = isPast ? null : read.startsAt;
  const task: BroughtTask = {
    is: 'task',
    kind,
    name,
    spaceId,
    document: await packageOf(),
    options,
    startsAt,
    retry,
    targets,
    notCarried: [],
  };
  return { task, notes };
}

type Copying = { context: Asking; of: Connected; seen: StoredTask; devices: CopiedDevices };

const outcomesOf: Record<'all' | 'failed' | 'not_succeeded', readonly Outcome[]> = {
  all: Outcome.options,
  failed: failedOutcomes,
  not_succeeded: Outcome.options.filter((outcome) => outcome !== 'succeeded' && outcome !== 'removed'),
};

const countedAs = ({ counts }: Task, which: keyof typeof outcomesOf): number =>
  which === 'all'
    ? counts.total
    : outcomesOf[which].reduce((sum, outcome) => sum + (outcome === 'other' ? 0 : counts[counterOf[outcome]]), 0);

/** Devices of a task by the console's copy. What the copy lacks because the platform cannot be asked is noted. */
async function devicesOf(
  { context, seen: { task, goneAt } }: Copying,
  which: keyof typeof outcomesOf,
): Promise<{ deviceIds: string[]; notes: NotCarried[] }> {
  const outcomes = outcomesOf[which];
  if (goneAt === null) await ifAnswered(readDevices(context, task, outcomes));
  const all = countedAs(task, which);
  const known = await copiedDevices(context, task, outcomes);
  if (known > limits.devices) return { deviceIds: [], notes: [{ code: 'too_many_devices', at: null, known, all }] };
  const deviceIds = await context.services.store.subtasks.deviceIds(task, { outcomes });
  if (deviceIds.length >= all && deviceIds.length > 0) return { deviceIds, notes: [] };
  const code = deviceIds.length === 0 ? 'devices_missing' : 'devices_incomplete';
  return { deviceIds, notes: [{ code, at: null, known: deviceIds.length, all }] };
}

/** Whom the copy of a task is for: `named` where the request says it, `set` where its devices were kept. */
export async function copiedTargets(
  copying: Copying,
  read: ReadTask,
): Promise<{ named: ReadTargets | null; set: KeptSet | null; first?: string | undefined; notes: NotCarried[] }> {
  const { context, of, seen, devices } = copying;
  const nobody = { named: null, set: null, notes: [] };
  if (!rulesOf(read.kind).targets.some((source) => source === 'devices')) {
    const isTold = read.notCarried.some(({ code }) => code === 'file_again');
    return { ...nobody, named: { source: 'file' }, notes: isTold ? [] : [{ code: 'file_again', at: null }] };
  }
  if (devices === 'none') return nobody;
  if (devices === 'groups') {
    const groupIds = read.targets?.source === 'groups' ? read.targets.groupIds : seen.task.groupIds;
    return { ...nobody, named: { source: 'groups', groupIds } };
  }
  const { deviceIds, notes } = await devicesOf(copying, devices);
  if (deviceIds.length === 0) return { ...nobody, notes };
  return { named: null, set: await keptSet(context, of, deviceIds, [seen.task.id]), first: deviceIds[0], notes };
}

/** The same for a device command, whose form takes its devices by name. */
export async function copiedCommandTargets(
  copying: Copying,
  asRead: CommandTargets,
): Promise<{ targets: CommandTargets; notes: NotCarried[] }> {
  const { devices } = copying;
  if (devices === 'none') return { targets: { source: 'devices', deviceIds: [] }, notes: [] };
  const isNamed = asRead.source !== 'devices' || asRead.deviceIds.length > 0;
  if (devices === 'groups' || (devices === 'all' && isNamed)) return { targets: asRead, notes: [] };
  const { deviceIds, notes } = await devicesOf(copying, devices);
  return { targets: { source: 'devices', deviceIds }, notes };
}

/** Each space may take several calls; somebody waits for them. */
const searchMs = 4_000;

/**
 * The space of a task that was opened before any list showed it: the only one, or the one that has what the task names. Empty where
 * that cannot be found out, or not soon.
 */
export async function spaceOfCopy(
  { context: { catalogue, services }, of, seen: { task } }: Copying,
  { kind, document }: ReadTask,
  deviceId: string | undefined,
): Promise<string> {
  if (task.spaceId !== null) return task.spaceId;
  const spaces = (await ifAnswered(catalogue.spaces(of))) ?? [];
  const { packageKind } = rulesOf(kind);
  const packageId = document.type === 'package' ? document.packageId : '';
  const has = async (spaceId: string): Promise<boolean> => {
    const [packages, groups, devices] = await Promise.all([
      packageKind === null ? null : ifAnswered(catalogue.packages(of, { spaceId, kind: packageKind })),
      task.groupIds.length === 0 ? null : ifAnswered(catalogue.groups(of, spaceId)),
      deviceId === undefined
        ? null
        : ifAnswered(catalogue.devices(of, { spaceId, q: deviceId, marker: null, limit: 10 })),
    ]);
    return (
      (packages?.some(({ id }) => id === packageId) ?? false) ||
      (groups?.some(({ id }) => task.groupIds.includes(id)) ?? false) ||
      (devices?.rows.some(({ id }) => id === deviceId) ?? false)
    );
  };
  if (spaces.length === 1) return spaces[0]?.id ?? '';
  const until = services.clock.now() + searchMs;
  for (const { id } of spaces) {
    if (services.clock.now() > until) break;
    if (await has(id)) return id;
  }
  return '';
}

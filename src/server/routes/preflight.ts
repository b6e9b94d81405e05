import type { Device, Package } from '#shared/domain/catalogue.ts';
import { limits, type NamedTask } from '#shared/domain/create.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import { FindingKind, type Preflight } from '#shared/domain/preflight.ts';
import type { TaskState } from '#shared/domain/task.ts';
import type { Connected } from '#server/context.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext, type SignedIn } from '#server/http/request-context.ts';
import { type Call, PlatformError } from '#server/platform/port.ts';
import { devicesOfSet, named } from './named-targets.ts';
import { examine, withoutDuplicates } from './new-task.ts';

const call: Call = { lane: 'reader' };
/** Devices that are asked about one by one: each is a call of the platform. */
const mostAsked = 60;
const askedAtOnce = 6;
/** Pages of a space or product, as long as all of them are no more than this. */
const mostPages = 40;
const pageRows = 50;
/** Tasks that take one of the space's places. */
const running: TaskState[] = ['initializing', 'processing', 'stopping', 'other'];

/** Evenly spread, so that a list of two halves is not taken for one of them. */
function spread(ids: readonly string[], most: number): string[] {
  if (ids.length <= most) return [...ids];
  return Array.from({ length: most }, (_, nth) => ids[Math.floor((nth * ids.length) / most)] ?? '');
}

/** What was learnt of each device that was looked at; null: there is no such device. */
type Looked = Map<string, Device | null>;

async function lookOneByOne(of: Connected, ids: readonly string[]): Promise<Looked> {
  const { inventory } = of.platform;
  const looked: Looked = new Map();
  if (inventory === undefined) return looked;
  const rest = ids.values();
  const worker = async () => {
    for (const id of rest) {
      try {
        looked.set(id, await inventory.showDevice(id, call));
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        // One that cannot be read just now counts as not looked at.
        if (error.code === 'not_found') looked.set(id, null);
      }
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, worker));
  return looked;
}

/** All devices of the space, or null where that would be more pages than a look before the start is worth. */
async function lookAtSpace(of: Connected, spaceId: string, ids: readonly string[]): Promise<Looked | null> {
  const { inventory } = of.platform;
  if (inventory === undefined) return null;
  const found = new Map<string, Device>();
  let marker: string | null = null;
  do {
    const page = await inventory.findDevices({ filter: { spaceId }, marker, limit: pageRows }, call);
    if (page.total > mostPages * pageRows) return null;
    for (const device of page.rows) found.set(device.id, device);
    marker = page.marker;
  } while (marker !== null);
  return new Map(ids.map((id) => [id, found.get(id) ?? null]));
}

async function look(of: Connected, spaceId: string, ids: readonly string[]): Promise<Looked> {
  if (ids.length <= mostAsked) return lookOneByOne(of, ids);
  return (await lookAtSpace(of, spaceId, ids)) ?? lookOneByOne(of, spread(ids, mostAsked));
}

/** What stands in the way at one device, as far as the platform tells it. */
function findingsAt(device: Device | null, { kind }: NamedTask, pack: Package | null): FindingKind[] {
  if (kind === 'createDevices') return device === null ? [] : ['exists'];
  if (device === null) return ['missing'];
  const isFrozen = device.status === 'frozen';
  if ((kind === 'freezeDevices' && isFrozen) || (kind === 'unfreezeDevices' && !isFrozen)) return ['unchanged'];
  // What the platform does by itself reaches every device.
  if (rulesOf(kind).document === 'none') return [];
  const findings: FindingKind[] = [];
  if (isFrozen) findings.push('frozen');
  if (device.status === 'offline' || device.status === 'inactive') findings.push('offline');
  if (pack === null) return findings;
  if (device.productId !== pack.productId) findings.push('other_product');
  const version =
    pack.kind === 'firmware' ? device.firmwareVersion : pack.kind === 'software' ? device.softwareVersion : null;
  if (version === null) return findings;
  if (version === pack.version) findings.push('has_version');
  else if (pack.sourceVersions.length > 0 && !pack.sourceVersions.includes(version))
    findings.push('version_not_supported');
  return findings;
}

async function packageOf(context: RequestContext, of: Connected, input: NamedTask): Promise<Package | null> {
  const { kind, document, spaceId } = input;
  const wanted = rulesOf(kind).packageKind;
  if (document.type !== 'package' || wanted === null) return null;
  const packages = await context.catalogue.packages(of, { spaceId, kind: wanted });
  return packages.find(({ id }) => id === document.packageId) ?? null;
}

async function slotsOf(context: RequestContext, of: Connected, spaceId: string): Promise<Preflight['slots']> {
  if (of.platform.capabilities.listedKinds.length === 0) return null;
  const { store } = context.services;
  const { total } = await store.tasks.list({ connection: of.id, space: [spaceId], state: running, limit: 1 });
  return { used: Math.min(total, limits.runningTasks), of: limits.runningTasks };
}

/** The devices that can be looked at: none of groups, nor of a workbook whose list has expired before it. */
async function listed(context: RequestContext & SignedIn, of: Connected, { targets }: NamedTask): Promise<string[]> {
  if (targets.source === 'devices') return targets.deviceIds;
  return targets.source === 'file' ? ((await devicesOfSet(context, of.id, targets.workbookId)) ?? []) : [];
}

export const preflight = api.tasks.preflight.use(may('task.create')).handler(async ({ input, context, errors }) => {
  const { connection, ...asked } = input;
  const of = connectedTo(context, connection);
  const request = withoutDuplicates(await named(context, of, asked));
  const now = context.services.clock.now();
  const examined = await examine({ of, catalogue: context.catalogue, input: request }, now);
  const problems = examined.problems.filter(({ field }) => field !== 'confirm');
  if (problems.length > 0) throw errors.invalid({ data: { problems } });

  const ids = await listed(context, of, request);
  const [looked, pack, underway, slots] = await Promise.all([
    look(of, request.spaceId, ids),
    packageOf(context, of, request),
    context.services.store.devices.underway(of.id, ids),
    slotsOf(context, of, request.spaceId),
  ]);
  const found = new Map<FindingKind, string[]>();
  const add = (kind: FindingKind, id: string) => {
    const known = found.get(kind);
    if (known === undefined) found.set(kind, [id]);
    else known.push(id);
  };
  const busy = new Set(underway.map(({ deviceId }) => deviceId));
  found.set(
    'targeted',
    ids.filter((id) => busy.has(id)),
  );
  for (const id of ids) {
    const device = looked.get(id);
    if (device !== undefined) for (const kind of findingsAt(device, request, pack)) add(kind, id);
  }
  const findings = FindingKind.options.flatMap((kind) => {
    const deviceIds = found.get(kind) ?? [];
    return deviceIds.length === 0 ? [] : [{ kind, deviceIds }];
  });
  return { devices: examined.devices, checked: looked.size, findings, slots };
});

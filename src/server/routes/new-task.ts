import { type NewTask, type Problem, problemsOf } from '#shared/domain/create.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Connected } from '#server/context.ts';
import type { CreateIntent } from '#server/platform/port.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import { platformNameOf } from './platform-name.ts';

/** The request with each device once, in the order given. */
export function withoutDuplicates(input: NewTask): NewTask {
  const { targets } = input;
  return {
    ...input,
    targets:
      targets.source === 'devices'
        ? { ...targets, deviceIds: [...new Set(targets.deviceIds)] }
        : { ...targets, groupIds: [...new Set(targets.groupIds)] },
  };
}

/** Which of the targets' devices are looked up: each costs several calls, and a list of the wrong product is wrong everywhere. */
const sampleOf = (deviceIds: readonly string[]): string[] => {
  const middle = deviceIds[Math.floor(deviceIds.length / 2)];
  return [...new Set([deviceIds[0], middle, deviceIds.at(-1)])].filter((id) => id !== undefined);
};

type Asked = { of: Connected; catalogue: CatalogueCache; input: NewTask };

/** Devices that the request reaches, and the problem with its groups where one of them is not there. */
async function countDevices({ of, catalogue, input }: Asked): Promise<{ devices: number; problems: Problem[] }> {
  const { targets, spaceId } = input;
  if (targets.source === 'devices') return { devices: targets.deviceIds.length, problems: [] };
  if (spaceId === '' || targets.groupIds.length === 0) return { devices: 0, problems: [] };
  const groups = new Map((await catalogue.groups(of, spaceId)).map((group) => [group.id, group.devices]));
  const devices = targets.groupIds.reduce((sum, id) => sum + (groups.get(id) ?? 0), 0);
  const gone = targets.groupIds.some((id) => !groups.has(id));
  return { devices, problems: gone ? [{ field: 'targets', code: 'no_groups' }] : [] };
}

/** The problem with the package, as far as the platform's catalogue and a few of the devices tell; the platform has the last word. */
async function packageProblem({ of, catalogue, input }: Asked): Promise<Problem | null> {
  const { kind, spaceId, packageId, targets } = input;
  if (spaceId === '' || packageId === '') return null;
  const wanted = rulesOf(kind).packageKind === 'software' ? 'software' : 'firmware';
  const chosen = (await catalogue.packages(of, { spaceId, kind: wanted })).find(({ id }) => id === packageId);
  if (chosen === undefined) {
    const other = wanted === 'software' ? 'firmware' : 'software';
    const isOther = (await catalogue.packages(of, { spaceId, kind: other })).some(({ id }) => id === packageId);
    return { field: 'package', code: isOther ? 'package_of_another_kind' : 'package_missing' };
  }
  if (targets.source !== 'devices') return null;
  const pages = await Promise.all(
    sampleOf(targets.deviceIds).map(async (id) => {
      const page = await catalogue.devices(of, { spaceId, q: id, marker: null, limit: 10 });
      return page.rows.find((device) => device.id === id);
    }),
  );
  const stranger = pages.some((device) => device !== undefined && device.productId !== chosen.productId);
  return stranger ? { field: 'package', code: 'package_of_another_product' } : null;
}

/** Every problem of a request without duplicates, and how many devices it reaches. Rejects with the platform's error. */
export async function examine(asked: Asked, now: number): Promise<{ devices: number; problems: Problem[] }> {
  const counted = await countDevices(asked);
  const problems = [...problemsOf(asked.input, now, counted.devices), ...counted.problems];
  // The platform is asked about the package only once the rest is right.
  if (problems.some(({ field }) => field !== 'confirm')) return { devices: counted.devices, problems };
  const problem = await packageProblem(asked);
  return { devices: counted.devices, problems: problem === null ? problems : [problem, ...problems] };
}

/** What the courier will send for a request without problems. */
export function intentOf(input: NewTask, personId: string, idempotencyKey: string): CreateIntent {
  const { kind, name, spaceId, targets, packageId, startsAt, retry } = input;
  const { count, intervalMinutes } = retry;
  return {
    kind,
    platformName: platformNameOf(name, personId, idempotencyKey),
    spaceId,
    targets,
    packageId,
    startsAt,
    retry: count === null || intervalMinutes === null ? null : { count, intervalMinutes },
  };
}

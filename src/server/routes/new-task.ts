import { skewToShow } from '#shared/domain/connection.ts';
import { type NamedTask, type Problem, problemsOf } from '#shared/domain/create.ts';
import { modelProblems } from '#shared/domain/document-problems.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { Connected } from '#server/context.ts';
import { PlatformError } from '#server/platform/port.ts';
import type { CatalogueCache } from './catalogue-cache.ts';

/** The request with each device once, in the order given. */
export function withoutDuplicates(input: NamedTask): NamedTask {
  const { targets } = input;
  if (targets.source === 'file') return input;
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

type Asked = { of: Connected; catalogue: CatalogueCache; input: NamedTask };

/** Devices that the request reaches, and the problem with its groups where one of them is not there. */
async function countDevices({ of, catalogue, input }: Asked): Promise<{ devices: number; problems: Problem[] }> {
  const { targets, spaceId } = input;
  if (targets.source === 'devices') return { devices: targets.deviceIds.length, problems: [] };
  if (targets.source === 'file') return { devices: targets.rows, problems: [] };
  if (spaceId === '' || targets.groupIds.length === 0) return { devices: 0, problems: [] };
  const groups = new Map((await catalogue.groups(of, spaceId)).map((group) => [group.id, group.devices]));
  const devices = targets.groupIds.reduce((sum, id) => sum + (groups.get(id) ?? 0), 0);
  const gone = targets.groupIds.some((id) => !groups.has(id));
  return { devices, problems: gone ? [{ field: 'targets', code: 'no_groups' }] : [] };
}

const packageKinds = ['firmware', 'software', 'module'] as const;

/** The problem with the package, as far as the platform's catalogue and a few of the devices tell; the platform has the last word. */
async function packageProblems(asked: Asked, packageId: string): Promise<Problem[]> {
  const { of, catalogue, input } = asked;
  const { kind, spaceId } = input;
  const wanted = rulesOf(kind).packageKind;
  if (wanted === null) return [];
  const chosen = (await catalogue.packages(of, { spaceId, kind: wanted })).find(({ id }) => id === packageId);
  if (chosen !== undefined) {
    const strange = await hasDeviceOfAnother(asked, chosen.productId);
    return strange ? [{ field: 'package', code: 'package_of_another_product' }] : [];
  }
  for (const other of packageKinds) {
    if (other === wanted) continue;
    const isOther = (await catalogue.packages(of, { spaceId, kind: other })).some(({ id }) => id === packageId);
    if (isOther) return [{ field: 'package', code: 'package_of_another_kind' }];
  }
  return [{ field: 'package', code: 'package_missing' }];
}

/** Problems of a document that was made for a product: under its model, and with a few of the devices. */
async function productProblems(asked: Asked, productId: string): Promise<Problem[]> {
  const { of, catalogue, input } = asked;
  try {
    const product = await catalogue.product(of, { spaceId: input.spaceId, productId });
    const problems: Problem[] = modelProblems(input.kind, input.document, product);
    if (await hasDeviceOfAnother(asked, productId))
      problems.push({ field: 'targets', code: 'device_of_another_product' });
    return problems;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found')
      return [{ field: 'service', code: 'product_missing' }];
    throw error;
  }
}

async function hasDeviceOfAnother({ of, catalogue, input }: Asked, productId: string): Promise<boolean> {
  const { spaceId, targets } = input;
  if (targets.source !== 'devices') return false;
  const found = await Promise.all(
    sampleOf(targets.deviceIds).map(async (id) => {
      const page = await catalogue.devices(of, { spaceId, q: id, marker: null, limit: 10 });
      return page.rows.find((device) => device.id === id);
    }),
  );
  return found.some((device) => device !== undefined && device.productId !== productId);
}

/** What only the platform's catalogue can tell of the document. */
async function documentProblems(asked: Asked): Promise<Problem[]> {
  const { document } = asked.input;
  switch (document.type) {
    case 'package':
      return packageProblems(asked, document.packageId);
    case 'command':
    case 'async_command':
      return document.command.productId === null ? [] : productProblems(asked, document.command.productId);
    case 'shadow':
      return document.productId === null ? [] : productProblems(asked, document.productId);
    case 'message':
    case 'none':
      return [];
  }
}

/** Every problem of a request without duplicates, and how many devices it reaches. Rejects with the platform's error. */
export async function examine(asked: Asked, now: number): Promise<{ devices: number; problems: Problem[] }> {
  const counted = await countDevices(asked);
  // A start is judged by the clock that will start it.
  const platformNow = now + (skewToShow(asked.of.platform.health()) ?? 0);
  const problems = [...problemsOf(asked.input, platformNow, counted.devices), ...counted.problems];
  // The platform is asked about the document only once the rest is right.
  if (problems.some(({ field }) => field !== 'confirm')) return { devices: counted.devices, problems };
  return { devices: counted.devices, problems: [...(await documentProblems(asked)), ...problems] };
}

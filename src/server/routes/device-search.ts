import { type DeviceSearch, type Walk, whyNotSearch } from '#shared/domain/device-search.ts';
import type { Connected } from '#server/context.ts';
import type { Clock } from '#server/clock.ts';
import { refusal } from '#server/http/errors.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';
import { type Call, PlatformError } from '#server/platform/port.ts';
import type { DeviceSearch as Asked, Inventory } from '#server/platform/port-inventory.ts';

const call: Call = { lane: 'reader' };
const pageRows = 50;
/** After this long a walk answers with what it has, and goes on when it is asked again. */
const walkMs = 4_000;
const walkPages = 40;

/** A platform without an inventory has nothing to search in. */
function inventoryOf({ platform }: Connected): Inventory {
  if (platform.inventory === undefined) throw new PlatformError('not_found');
  return platform.inventory;
}

function askedOf({ tagKey, tagValue, ...search }: DeviceSearch): Asked {
  const problem = whyNotSearch({ ...search, tagKey, tagValue });
  if (problem !== null) throw refusal('invalid', { problems: [{ field: 'targets', code: problem }] });
  const { spaceId, ...rest } = search;
  const given: Partial<Asked> = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    spaceId,
    ...given,
    ...(tagKey === undefined ? {} : { tag: { key: tagKey, value: tagValue ?? '' } }),
  };
}

async function walk(of: Connected, { members, ...search }: Walk, from: string | null, clock: Clock) {
  const inventory = inventoryOf(of);
  const { groupId } = search;
  const page = (marker: string | null): Promise<{ rows: { id: string }[]; marker: string | null }> =>
    members === 'yes' && groupId !== undefined
      ? inventory.groupMembers({ groupId, marker, limit: pageRows }, call)
      : inventory.searchDevices({ search: askedOf(search), marker, limit: pageRows }, call);
  const deviceIds: string[] = [];
  const until = clock.now() + walkMs;
  let marker = from;
  for (let pages = 0; pages < walkPages; pages += 1) {
    const next = await page(marker);
    deviceIds.push(...next.rows.map(({ id }) => id));
    marker = next.marker;
    if (marker === null || clock.now() >= until) break;
  }
  return { deviceIds, nextCursor: marker };
}

export const deviceSearch = {
  search: api.catalogue.search.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const { connection, cursor, ...search } = input;
    const inventory = inventoryOf(connectedTo(context, connection));
    const asked = { search: askedOf(search), marker: cursor ?? null, limit: pageRows };
    const { rows, marker } = await inventory.searchDevices(asked, call);
    return { devices: rows, nextCursor: marker };
  }),

  count: api.catalogue.count.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const { connection, ...search } = input;
    return { devices: await inventoryOf(connectedTo(context, connection)).countDevices(askedOf(search), call) };
  }),

  walk: api.catalogue.walk.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const { connection, cursor, ...asked } = input;
    return walk(connectedTo(context, connection), asked, cursor ?? null, context.services.clock);
  }),
};

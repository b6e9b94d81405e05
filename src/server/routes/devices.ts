import type { Device } from '#shared/domain/catalogue.ts';
import { type DeviceCard, type FoundDevice, type InventoryAnswer, mostChangesShown } from '#shared/domain/device.ts';
import { DeviceId } from '#shared/domain/task.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';
import { type Call, PlatformError } from '#server/platform/port.ts';
import type { Inventory } from '#server/platform/port-inventory.ts';

const call: Call = { lane: 'reader' };
const mostFound = 50;

/** What was found, or why not: a platform that does not know or does not answer hides nothing that the copies know. */
async function asked<T>(ask: () => Promise<T>): Promise<{ value: T | null; inventory: InventoryAnswer }> {
  try {
    return { value: await ask(), inventory: 'found' };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // A value that no device can have is refused.
    const isUnknown = error.code === 'not_found' || error.code === 'refused';
    return { value: null, inventory: isUnknown ? 'unknown_device' : 'unavailable' };
  }
}

/** Devices that the inventory knows by this id, node id or name. */
async function inInventory(
  inventory: Inventory,
  q: string,
): Promise<{ devices: Device[]; inventory: InventoryAnswer }> {
  const page = { marker: null, limit: mostFound };
  const answers = await Promise.all([
    asked(async () => (DeviceId.safeParse(q).success ? [await inventory.showDevice(q, call)] : [])),
    asked(async () => (await inventory.findDevices({ ...page, filter: { nodeId: q } }, call)).rows),
    asked(async () => (await inventory.findDevices({ ...page, filter: { name: q } }, call)).rows),
  ]);
  const devices = answers.flatMap(({ value }): Device[] => value ?? []);
  const broken = answers.some((answer) => answer.inventory === 'unavailable');
  return { devices, inventory: broken ? 'unavailable' : devices.length > 0 ? 'found' : 'unknown_device' };
}

// A detail carries more than the contract of a list promises.
const briefOf = (device: Device): Device => ({
  id: device.id,
  name: device.name,
  nodeId: device.nodeId,
  productId: device.productId,
  productName: device.productName,
  status: device.status,
  firmwareVersion: device.firmwareVersion,
  softwareVersion: device.softwareVersion,
});

export const devices = {
  find: api.devices.find.use(may('task.read')).handler(async ({ input, context }) => {
    const { id: connection, platform } = connectedTo(context, input.connection);
    const { devices: copies } = context.services.store;
    const { q } = input;
    const nothing = { devices: [], inventory: 'none' as const };
    const [known, found] = await Promise.all([
      DeviceId.safeParse(q).success ? copies.startingWith(connection, q, mostFound) : [],
      platform.inventory === undefined ? nothing : inInventory(platform.inventory, q),
    ]);
    const byId = new Map(found.devices.map((device) => [device.id, briefOf(device)]));
    const ids = [...new Set([...byId.keys(), ...known.map(({ id }) => id)])].slice(0, mostFound);
    const tasks = await copies.taskCounts(connection, ids);
    return {
      devices: ids.map((id): FoundDevice => ({ id, device: byId.get(id) ?? null, tasks: tasks.get(id) ?? 0 })),
      inventory: found.inventory,
    };
  }),

  read: api.devices.read.use(may('task.read')).handler(async ({ input, context }) => {
    const { inventory } = connectedTo(context, input.connection).platform;
    if (inventory === undefined) return { device: null, inventory: 'none' as const };
    const { value, inventory: answer } = await asked(() => inventory.showDevice(input.deviceId, call));
    if (value === null) return { device: null, inventory: answer };
    const { spaceId, description, connection, gatewayId, tags, modules, registeredAt, firstSeenAt, statusSince } =
      value;
    const device: DeviceCard = {
      ...briefOf(value),
      spaceId,
      description,
      connection,
      gatewayId,
      tags,
      modules,
      registeredAt,
      firstSeenAt,
      statusSince,
    };
    return { device, inventory: answer };
  }),

  tasks: api.devices.tasks.use(may('task.read')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const { deviceId, limit, cursor } = input;
    const { rows, ...position } = await context.services.store.devices.tasksOf(connection, deviceId, {
      limit,
      changes: mostChangesShown,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { tasks: rows, ...position };
  }),
};

/** Devices, groups, products and packages in detail, and what changes them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from './port.ts';
import type { DeviceSearch } from './port-inventory.ts';
import { startPlatform, type TestPlatform } from './test-simulator.ts';

const reader: Call = { lane: 'reader' };
const mutation: Call = { lane: 'mutation' };
let started: TestPlatform;
beforeAll(() => {
  started = startPlatform();
});
afterAll(() => started.stop());

async function start() {
  const { platform, calls } = started;
  const { inventory } = platform;
  if (inventory === undefined) throw new Error('it has no inventory');
  const spaceId = (await platform.listSpaces(reader)).find((space) => space.isDefault)?.id ?? '';
  const products = await platform.listProducts(spaceId, reader);
  const meter = products.find((product) => product.name === '智能水表_WM20')?.id ?? '';
  /** Calls of a kind from now on. */
  const callsFromHere = (kind: string) => {
    const before = calls(kind);
    return () => calls(kind) - before;
  };
  return { ...started, inventory, spaceId, meter, callsFromHere };
}

test('a device is shown whole, but for its credentials', async () => {
  const { platform, inventory, spaceId, meter, callsFromHere } = await start();
  const shown = callsFromHere('device');
  const { rows } = await platform.listDevices({ spaceId, productId: meter, marker: null, limit: 1 }, reader);
  const [device] = rows;
  if (device === undefined) throw new Error('there is no device');
  const detail = await inventory.showDevice(device.id, reader);
  expect(detail).toMatchObject({ ...device, spaceId, connection: 'direct', gatewayId: null });
  expect(detail.registeredAt).toBeGreaterThan(0);
  expect(JSON.stringify(detail)).not.toMatch(/secret|auth/i);
  await expect(inventory.showDevice('nobody', reader)).rejects.toMatchObject({ code: 'not_found' });
  await expect(inventory.showDevice('a/b', reader)).rejects.toMatchObject({ code: 'not_found' });
  expect(shown()).toBe(2);
});

test('devices are filtered by each of the documented filters', async () => {
  const { platform, inventory, spaceId, meter } = await start();
  const { rows } = await platform.listDevices({ spaceId, productId: meter, marker: null, limit: 2 }, reader);
  const [device] = rows;
  if (!device?.nodeId || !device.name) throw new Error('the device has no names');
  const { registeredAt } = await inventory.showDevice(device.id, reader);
  const found = async (filter: Parameters<typeof inventory.findDevices>[0]['filter']) =>
    (await inventory.findDevices({ filter, marker: null, limit: 50 }, reader)).rows;
  for (const filter of [
    { spaceId, nodeId: device.nodeId },
    { productId: meter, name: device.name },
    { nodeId: device.nodeId, registeredFrom: registeredAt ?? 0, registeredTo: (registeredAt ?? 0) + 1_000 },
  ]) {
    expect(await found(filter)).toContainEqual(device);
  }
  expect(await found({ nodeId: device.nodeId, registeredTo: (registeredAt ?? 0) - 1_000 })).toEqual([]);
});

test('devices behind a gateway are found by it, and say so', async () => {
  const { inventory, spaceId } = await start();
  const child = async (marker: string | null): Promise<string> => {
    const page = await inventory.searchDevices({ search: { spaceId, status: 'online' }, marker, limit: 50 }, reader);
    const details = await Promise.all(page.rows.map((row) => inventory.showDevice(row.id, reader)));
    const behind = details.find((detail) => detail.connection === 'behind_gateway');
    if (behind !== undefined) return behind.gatewayId ?? '';
    if (page.marker === null) throw new Error('nobody is behind a gateway');
    return child(page.marker);
  };
  const gatewayId = await child(null);
  const filter = { spaceId, gatewayId, everyLevel: true };
  const { rows, total } = await inventory.findDevices({ filter, marker: null, limit: 50 }, reader);
  expect(total).toBeGreaterThan(0);
  expect((await inventory.showDevice(rows[0]?.id ?? '', reader)).gatewayId).toBe(gatewayId);
});

test('a search walks every match once, newest first, one call a second', async () => {
  const { inventory, spaceId, meter, clock, log } = await start();
  const search: DeviceSearch = { spaceId, productId: meter, status: 'frozen' };
  const count = await inventory.countDevices(search, reader);
  const ids: string[] = [];
  const before = clock.now();
  let pages = 0;
  for (let marker: string | null = null; ; pages += 1) {
    const page: Awaited<ReturnType<typeof inventory.searchDevices>> = await inventory.searchDevices(
      { search, marker, limit: 20 },
      reader,
    );
    ids.push(...page.rows.map((row) => row.id));
    if (page.marker === null) break;
    marker = page.marker;
  }
  expect(ids).toHaveLength(count);
  expect(new Set(ids).size).toBe(count);
  expect(clock.now() - before).toBe((pages + 1) * 1_000);
  expect(log.filter((entry) => entry.kind === 'search' && entry.status !== 200)).toEqual([]);
});

test.each<[string, Partial<DeviceSearch>]>([
  ['a quote', { firmwareVersion: "1' or '1' = '1" }],
  ['a short prefix', { namePrefix: 'abc' }],
  ['a wildcard of its own', { namePrefix: 'abc%d' }],
  ['six conditions', { productId: 'p', status: 'online', groupId: 'g', tag: { key: 'k', value: 'v' } }],
  ['too long a statement', { productId: 'p'.repeat(120), groupId: 'g'.repeat(120), firmwareVersion: 'v'.repeat(120) }],
])('a search with %s is refused here', async (_, more) => {
  const { inventory, spaceId, callsFromHere } = await start();
  const searched = callsFromHere('search');
  const search = { spaceId, ...more };
  await expect(inventory.searchDevices({ search, marker: null, limit: 1 }, reader)).rejects.toMatchObject({
    code: 'refused',
  });
  expect(searched()).toBe(0);
});

test('members of a group are walked, and a device knows its groups', async () => {
  const { platform, inventory, spaceId } = await start();
  const group = (await platform.listGroups(spaceId, reader)).find((one) => one.name === '实验室台架');
  const groupId = group?.id ?? '';
  const page = await inventory.groupMembers({ groupId, marker: null, limit: 20 }, reader);
  const rest = await inventory.groupMembers({ groupId, marker: page.marker, limit: 20 }, reader);
  expect([page.total, page.rows.length, rest.rows.length, rest.marker]).toEqual([25, 20, 5, null]);
  expect(await inventory.groupsOf(page.rows[0]?.id ?? '', reader)).toContain(groupId);
  await expect(inventory.groupMembers({ groupId: '../x', marker: null, limit: 1 }, reader)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a device is frozen, thawed and deleted; deleting it again is success as well', async () => {
  const { platform, inventory, spaceId, meter } = await start();
  const { rows } = await platform.listDevices({ spaceId, productId: meter, marker: null, limit: 1 }, reader);
  const id = rows[0]?.id ?? '';
  expect(await inventory.setFrozen(id, true, mutation)).toMatchObject({ kind: 'done', value: null });
  expect((await inventory.showDevice(id, reader)).status).toBe('frozen');
  expect(await inventory.setFrozen(id, false, mutation)).toMatchObject({ kind: 'done' });
  expect((await inventory.showDevice(id, reader)).status).not.toBe('frozen');
  expect(await inventory.deleteDevice(id, mutation)).toMatchObject({ kind: 'done' });
  await expect(inventory.showDevice(id, reader)).rejects.toMatchObject({ code: 'not_found' });
  expect(await inventory.deleteDevice(id, mutation)).toMatchObject({ kind: 'done' });
  await expect(inventory.deleteDevice('a/b', mutation)).rejects.toThrow(RangeError);
});

test('a product tells what its commands and properties can carry, bounds as exact as they were written', async () => {
  const { inventory, spaceId, meter } = await start();
  const product = await inventory.showProduct({ productId: meter, spaceId }, reader);
  expect(product).toMatchObject({ id: meter, spaceId, protocol: 'MQTT' });
  const values = product.services.flatMap((service) => [
    ...service.properties,
    ...service.commands.flatMap((command) => command.parameters),
  ]);
  expect(values.length).toBeGreaterThan(3);
  expect(values.some((value) => value.min !== null && value.max !== null)).toBe(true);
  expect(product.services.some((service) => service.commands.length > 0)).toBe(true);
  const properties = product.services.flatMap((service) => service.properties);
  expect(new Set(properties.map((property) => property.writable))).toEqual(new Set([true, false]));
  await expect(inventory.showProduct({ productId: 'nothing', spaceId }, reader)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a package is shown with its file', async () => {
  const { platform, inventory, spaceId } = await start();
  const [first] = await platform.listPackages({ spaceId, kind: 'firmware' }, reader);
  if (first === undefined) throw new Error('there is no package');
  const detail = await inventory.showPackage(first.id, reader);
  expect(detail).toMatchObject({ ...first, spaceId });
  expect(detail.file?.key).toMatch(/\./);
});

test('a package is created from a file in object storage, and deleted; a second time is success as well', async () => {
  const { platform, inventory, spaceId, meter } = await start();
  const file = { region: 'cn-north-4', bucket: 'firmware', key: 'meter/9.9.9.bin', sha256: 'ab'.repeat(32) };
  const asked = {
    spaceId,
    kind: 'firmware' as const,
    productId: meter,
    moduleName: null,
    version: '9.9.9',
    sourceVersions: ['2.5.0'],
    description: 'a test',
    deviceInfo: null,
    file,
  };
  const written = await inventory.createPackage(asked, mutation);
  if (written.kind !== 'done') throw new Error(`not created: ${JSON.stringify(written)}`);
  const { id } = written.value;
  expect(await inventory.showPackage(id, reader)).toMatchObject(asked);
  expect((await platform.listPackages({ spaceId, kind: 'firmware' }, reader)).map((one) => one.id)).toContain(id);
  expect(await inventory.deletePackage(id, mutation)).toMatchObject({ kind: 'done' });
  await expect(inventory.showPackage(id, reader)).rejects.toMatchObject({ code: 'not_found' });
  expect(await inventory.deletePackage(id, mutation)).toMatchObject({ kind: 'done' });
  await expect(inventory.createPackage({ ...asked, moduleName: 'modem' }, mutation)).rejects.toThrow(RangeError);
});

test('modules of a product are created, listed and deleted', async () => {
  const { inventory, spaceId, meter } = await start();
  const named = { spaceId, productId: meter, name: 'radio_9' };
  const written = await inventory.createModule(named, mutation);
  if (written.kind !== 'done') throw new Error(`not created: ${JSON.stringify(written)}`);
  expect(written.value).toMatchObject({ productId: meter, name: 'radio_9' });
  const ids = async () =>
    (await inventory.listModules({ spaceId, productId: meter }, reader)).map((module) => module.id);
  expect(await ids()).toContain(written.value.id);
  expect(await inventory.deleteModule(written.value.id, mutation)).toMatchObject({ kind: 'done' });
  expect(await ids()).not.toContain(written.value.id);
  await expect(inventory.createModule({ ...named, name: 'a b' }, mutation)).rejects.toThrow(RangeError);
});

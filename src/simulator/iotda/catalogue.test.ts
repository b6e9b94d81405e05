/** Platform contract A.9-A.13: devices, search, groups, products, packages, spaces. */
import { ListDevicesResponse } from '#wire/iotda/devices.ts';
import { ListDeviceGroupsResponse, ShowDevicesInGroupResponse } from '#wire/iotda/groups.ts';
import { ListOtaPackagesResponse } from '#wire/iotda/packages.ts';
import { ListProductsResponse } from '#wire/iotda/products.ts';
import { ShowApplicationsResponse } from '#wire/iotda/spaces.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import { expect, test } from 'vitest';
import { startSimulator } from '#simulator/test-client.ts';

const platform = startSimulator();
const { call, products, spaces, groups, world } = platform;
const get = async (path: string, query = {}) => (await call('GET', path, { query })).body;
const code = async (path: string, query = {}) => (await get(path, query)).error_code;

test('A.9: there are at least 40,000 devices, and the wire schemas read them', async () => {
  const body = await get('/devices', { limit: 50 });
  expect(ListDevicesResponse.parse(body).devices).toHaveLength(50);
  expect(body.page.count).toBeGreaterThanOrEqual(40_000);
});

test('A.9: devices filter by product, space, node, name, gateway and registration', async () => {
  const [meter = ''] = platform.meters(5, 1);
  const device = await get(`/devices/${meter}`);
  const found = async (query: object) => (await get('/devices', query)).page.count;
  expect(await found({ product_id: products[1]?.productId })).toBe(3000);
  expect(await found({ app_id: spaces[1]?.appId })).toBe(5000);
  expect(await found({ node_id: device.node_id })).toBe(1);
  expect(await found({ device_name: device.device_name })).toBe(1);
  expect(await found({ device_name: '没有这个设备' })).toBe(0);
  const sensor = await get(`/devices/${products[3]?.productId}_PS5-1000001`);
  expect([sensor.node_type, sensor.gateway_id === sensor.device_id]).toEqual(['ENDPOINT', false]);
  const children = await get('/devices', { gateway_id: sensor.gateway_id, is_cascade_query: true, limit: 50 });
  expect(children.devices.map((one: { device_id: string }) => one.device_id)).toContain(sensor.device_id);
  const until = await found({ end_time: device.create_time });
  const from = await found({ start_time: device.create_time });
  expect([until > 0, from > 0, until + from >= world.fleet.size]).toEqual([true, true, true]);
});

test('A.9: a direct device is its own gateway, and only ShowDevice tells its secret', async () => {
  const [meter = ''] = platform.meters(0, 1);
  const device = await get(`/devices/${meter}`);
  expect(device).toMatchObject({
    device_id: meter,
    gateway_id: meter,
    node_type: 'GATEWAY',
    auth_info: { secret: expect.stringMatching(/^[0-9a-f]{32}$/) },
    create_time: expect.stringMatching(/^\d{8}T\d{6}Z$/),
  });
  expect(JSON.stringify(await get('/devices', { node_id: device.node_id }))).not.toContain(device.auth_info.secret);
});

test.each([
  [{ limit: 51 }, 'IOTDA.000017'],
  [{ node_id: 'a b' }, 'IOTDA.000006'],
  [{ device_name: 'a b' }, 'IOTDA.000006'],
  [{ product_id: '' }, 'IOTDA.000006'],
  [{ is_cascade_query: 'true' }, 'IOTDA.000006'],
  [{ app_id: 'unknown' }, 'IOTDA.001000'],
  [{ start_time: '2026-01-01' }, 'IOTDA.000009'],
  [{ start_time: formatBasicTime(2000), end_time: formatBasicTime(1000) }, 'IOTDA.000010'],
])('A.9: devices with %o are refused with %s', async (query, expected) => {
  expect(await code('/devices', query)).toBe(expected);
});

test('I: what does not exist answers 404, a space 403', async () => {
  expect(await code('/devices/nobody')).toBe('IOTDA.014000');
  expect((await call('GET', '/apps/nobody')).status).toBe(403);
  for (const path of ['/products/x', '/device-group/0', '/device-group/0/devices', '/ota-upgrades/packages/x']) {
    expect((await call('GET', path)).status).toBe(404);
  }
  expect([(await call('GET', '/nothing')).status, await code('/nothing')]).toEqual([404, 'APIGW.0101']);
});

test('A.13: spaces: all, the default one, the others, one', async () => {
  const names = async (query = {}) =>
    ShowApplicationsResponse.parse(await get('/apps', query)).applications.map((space) => space.app_name);
  expect(await names()).toEqual(['DefaultApp_utility', '南湖供热']);
  expect(await names({ default_app: true })).toEqual(['DefaultApp_utility']);
  expect(await names({ default_app: false })).toEqual(['南湖供热']);
  expect((await get(`/apps/${spaces[1]?.appId}`)).app_name).toBe('南湖供热');
});

test('A.11: products: a list without the service model, one with it', async () => {
  const list = ListProductsResponse.parse(await get('/products', { app_id: spaces[0]?.appId }));
  expect(new Set(list.products.map((product) => product.protocol_type))).toEqual(new Set(['CoAP', 'MQTT', 'Modbus']));
  expect(list.products).toHaveLength(4);
  expect(list.products[0]).not.toHaveProperty('service_capabilities');
  const meter = await get(`/products/${products[0]?.productId}`);
  expect(meter.service_capabilities[0].commands[0].command_name).toBe('ON_OFF');
  expect((await get('/products', { product_name: products[0]?.name })).page.count).toBe(1);
});

test('A.12: packages: the type is required; product, version and space filter', async () => {
  const list = async (query: object) =>
    ListOtaPackagesResponse.parse(await get('/ota-upgrades/packages', query)).packages;
  expect(await code('/ota-upgrades/packages')).toBe('IOTDA.000006');
  const firmware = await list({ package_type: 'firmwarePackage' });
  expect(firmware.map((one) => one.version)[0]).toBe('2.6.0-rc1');
  expect(await list({ package_type: 'softwarePackage', product_id: products[1]?.productId })).toHaveLength(2);
  expect(await list({ package_type: 'firmwarePackage', version: '2.5.0', app_id: spaces[0]?.appId })).toHaveLength(1);
  expect(await list({ package_type: 'modulePackage' })).toMatchObject([{ module_name: 'modem', version: '1.1.0' }]);
  expect(firmware[0]).not.toHaveProperty('file_location');
  const one = await get(`/ota-upgrades/packages/${firmware[0]?.package_id}`);
  expect(one.file_location.obs_location.region_name).toBe('cn-north-4');
});

test('A.11: the service model of a product is whole, every data type among its parameters', async () => {
  const { service_capabilities: services } = await get(`/products/${products[1]?.productId}`);
  expect(services[0]).toMatchObject({
    service_id: 'Gateway',
    option: 'Master',
    properties: [{ property_name: 'signal', method: 'R', min: '-120' }, { method: 'RW' }],
    events: [{ event_type: 'doorOpened' }],
  });
  const configure = services[0].commands.find(
    (one: { command_name: string }) => one.command_name === 'CONFIGURE_UPLINK',
  );
  expect(configure.responses[0].response_name).toBe('CONFIGURE_UPLINK_RESPONSE');
  const types = configure.paras.map((para: { data_type: string }) => para.data_type);
  expect(types).toEqual(['string', 'boolean', 'long', 'decimal', 'DateTime', 'string list', 'jsonObject']);
});

test('A.10: groups: both types, their members, and the rule of a dynamic one', async () => {
  const list = ListDeviceGroupsResponse.parse(await get('/device-group', { limit: 50 }));
  expect(list.device_groups).toHaveLength(groups.length);
  expect((await get('/device-group', { name: '实验室台架' })).page.count).toBe(1);
  expect((await get('/device-group', { group_type: 'DYNAMIC' })).page.count).toBe(2);
  for (const group of list.device_groups) {
    const members = ShowDevicesInGroupResponse.parse(
      await get(`/device-group/${group.group_id}/devices`, { limit: 50 }),
    );
    expect(members.page?.count).toBeGreaterThan(20);
    expect(Object.keys(members.devices[0] ?? {})).toEqual(['device_id', 'node_id', 'device_name', 'product_id']);
  }
  const dynamic = groups.find((group) => group.name === 'Meters_on_2_3_0');
  expect((await get(`/device-group/${dynamic?.groupId}`)).dynamic_group_rule).toContain("fw_version = '2.3.0'");
});

test('A.9: search: counts, conditions, order and fields', async () => {
  const search = async (sql: string) => {
    platform.clock.advance('1 s');
    return (await call('POST', '/search/query-devices', { body: { sql } })).body;
  };
  const gateway = products[1]?.productId;
  expect((await search(`select count(*) from device where product_id = '${gateway}'`)).count).toBe(3000);
  expect(
    (await search("select count(*) from device where node_id like 'GW3-1002%' or node_id like 'SL1-1002%'")).count,
  ).toBe(1001);
  const both = `product_id = '${gateway}' and fw_version in ('3.1.4', '3.2.0')`;
  expect((await search(`select count(*) from device where ${both}`)).count).toBe(3000);
  expect((await search(`select count(*) from device where ${both} and status != 'ONLINE'`)).count).toBeLessThan(1000);
  expect(
    (await search("select count(*) from device where tag_key = 'ring' and tag_value = 'canary'")).count,
  ).toBeGreaterThan(500);

  const { devices } = await search(`select device_id,marker from device where ${both} order by marker desc limit 2,3`);
  expect(devices.map((one: { device_id: string }) => one.device_id)).toEqual(
    [2998, 2997, 2996].map((serial) => `${gateway}_GW3-${1_000_000 + serial}`),
  );
  expect(Object.keys(devices[0])).toEqual(['device_id', 'marker']);
  expect((await search('select * from device')).devices).toHaveLength(10);
});

test.each([
  'delete from device',
  'select secret from device',
  'select * from device limit 51',
  'select * from device limit 501,10',
  "select * from device where name = 'a'",
  "select * from device where device_name like 'abc%'",
  "select * from device where status < 'A'",
  "select * from device where tag_key in ('a')",
  'select * from device where status =',
  "select * from device where (status = 'ONLINE')",
  `select * from device where ${Array(6).fill("status = 'A'").join(' or ')}`,
  `select * from device where node_id = '${'x'.repeat(400)}'`,
])('A.9: search refuses %s', async (sql) => {
  platform.clock.advance('1 s');
  const { status, body } = await call('POST', '/search/query-devices', { body: { sql } });
  expect([status, body.error_code]).toEqual([400, 'IOTDA.000006']);
});

test('A.9: search answers once a second', async () => {
  platform.clock.advance('1 s');
  const ask = async () =>
    (await call('POST', '/search/query-devices', { body: { sql: 'select * from device' } })).status;
  expect([await ask(), await ask()]).toEqual([200, 429]);
  platform.clock.advance('1 s');
  expect(await ask()).toBe(200);
});

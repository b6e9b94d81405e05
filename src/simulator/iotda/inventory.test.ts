/** Platform contract A.9, A.10, A.12, A.14: what can be changed besides tasks. */
import { ListDeviceGroupsByDeviceResponse } from '#wire/iotda/groups.ts';
import { ListOtaModulesResponse, OtaModuleInfo } from '#wire/iotda/modules.ts';
import { CreateOtaPackage, ShowOtaPackageResponse } from '#wire/iotda/packages.ts';
import { expect, test } from 'vitest';
import { startSimulator, type TestSimulator } from '#simulator/test-client.ts';

const codeOf = async (answer: ReturnType<TestSimulator['call']>) => {
  const { status, body } = await answer;
  return [status, body.error_code];
};

function packageBody({ spaces, products }: TestSimulator, more: object = {}) {
  return {
    app_id: spaces[0]?.appId,
    package_type: 'firmwarePackage',
    product_id: products[0]?.productId,
    version: '3.0.0',
    support_source_versions: ['2.4.0'],
    description: 'spring',
    custom_info: 'slow',
    file_location: { obs_location: { region_name: 'cn-north-4', bucket_name: 'builds', object_key: 'wm20/3.0.0.bin' } },
    ...more,
  };
}

test('A.14: a direct device is frozen and unfrozen with 204; one behind a gateway cannot be', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = ''] = platform.meters(0, 1);
  const status = async () => (await platform.call('GET', `/devices/${meter}`)).body.status;
  expect(await platform.call('POST', `/devices/${meter}/freeze`)).toMatchObject({ status: 204, body: '' });
  expect(await status()).toBe('FROZEN');
  expect((await platform.call('POST', `/devices/${meter}/unfreeze`)).status).toBe(204);
  expect(await status()).toBe('ONLINE');
  const sensor = `${platform.products[3]?.productId}_PS5-1000001`;
  expect(await codeOf(platform.call('POST', `/devices/${sensor}/freeze`))).toEqual([400, 'IOTDA.000006']);
  expect(await codeOf(platform.call('POST', '/devices/nobody/freeze'))).toEqual([404, 'IOTDA.014000']);
});

test('A.14: a gateway with sub-devices cannot be deleted, and can be when the last is gone', async () => {
  const platform = startSimulator();
  const sensor = `${platform.products[3]?.productId}_PS5-1000001`;
  const { gateway_id } = (await platform.call('GET', `/devices/${sensor}`)).body;
  const children = (await platform.call('GET', '/devices', { query: { gateway_id, limit: 50 } })).body.devices;
  expect(await codeOf(platform.call('DELETE', `/devices/${gateway_id}`))).toEqual([403, 'IOTDA.014024']);
  for (const { device_id } of children) {
    expect((await platform.call('DELETE', `/devices/${device_id}`)).status).toBe(204);
  }
  expect((await platform.call('DELETE', `/devices/${gateway_id}`)).status).toBe(204);
  expect(await codeOf(platform.call('GET', `/devices/${gateway_id}`))).toEqual([404, 'IOTDA.014000']);
  expect(await codeOf(platform.call('DELETE', `/devices/${gateway_id}`))).toEqual([404, 'IOTDA.014000']);
});

test('A.10: the groups a device belongs to', async () => {
  const platform = startSimulator();
  const [meter = ''] = platform.meters(0, 1);
  const { body } = await platform.call('POST', `/devices/${meter}/list-device-group`);
  const names = ListDeviceGroupsByDeviceResponse.parse(body).device_groups.map((group) => group.name);
  expect(names).toContain('实验室台架');
  expect(names).not.toContain('All_gateways');
});

test('A.12: a package is created with 201, shown with its file, listed without it, installed, and deleted with 204', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const body = packageBody(platform);
  expect(CreateOtaPackage.safeParse(body).success).toBe(true);
  const created = await platform.call('POST', '/ota-upgrades/packages', { body });
  expect(created.status).toBe(201);
  const { package_id: packageId } = ShowOtaPackageResponse.parse(created.body);
  expect(created.body).toMatchObject({ ...body, product_name: '智能水表_WM20', create_time: '20261121T080000Z' });
  expect((await platform.call('GET', `/ota-upgrades/packages/${packageId}`)).body).toEqual(created.body);
  const query = { package_type: 'firmwarePackage', version: '3.0.0' };
  const list = async () => (await platform.call('GET', '/ota-upgrades/packages', { query })).body;
  const { file_location: _, ...listed } = created.body;
  expect((await list()).packages).toEqual([listed]);

  const document = { package_ids: [packageId] };
  const taskId = await platform.createUpgrade({ document }, platform.meters(0, 40));
  platform.world.advance('1 min');
  expect((await platform.call('DELETE', `/ota-upgrades/packages/${packageId}`)).status).toBe(204);
  expect(await codeOf(platform.call('GET', `/ota-upgrades/packages/${packageId}`))).toEqual([404, 'IOTDA.014295']);
  expect((await list()).packages).toEqual([]);
  expect(
    await codeOf(platform.call('POST', '/batchtasks', { body: { ...platform.upgradeBody(['a']), document } })),
  ).toEqual([400, 'IOTDA.000006']);
  platform.world.advance('30 min');
  expect((await platform.show(taskId)).batchtask.task_progress.success).toBeGreaterThan(10);
});

const table = startSimulator({ scenario: 'quiet-fleet' });

test.each([
  [{ package_type: 'firmware' }, 'IOTDA.000006'],
  [{ package_type: undefined }, 'IOTDA.000006'],
  [{ product_id: 'nothing' }, 'IOTDA.014294'],
  [{ app_id: 'nothing' }, 'IOTDA.001000'],
  [{ app_id: undefined }, 'IOTDA.000006'],
  [{ version: 'a b' }, 'IOTDA.000006'],
  [{ version: '2.5.0' }, 'IOTDA.014301'],
  [{ support_source_versions: Array(21).fill('1') }, 'IOTDA.000006'],
  [{ support_source_versions: ['a b'] }, 'IOTDA.000006'],
  [{ description: 'x'.repeat(1025) }, 'IOTDA.000006'],
  [{ custom_info: 'x'.repeat(4097) }, 'IOTDA.000006'],
  [{ module_name: 'modem' }, 'IOTDA.000006'],
  [{ package_type: 'modulePackage' }, 'IOTDA.000006'],
  [{ package_type: 'modulePackage', module_name: 'pump' }, 'IOTDA.014297'],
  [{ file_location: {} }, 'IOTDA.000006'],
  [{ file_location: { obs_location: { region_name: 'a', bucket_name: 'ab', object_key: 'a.bin' } } }, 'IOTDA.000006'],
  [{ file_location: { obs_location: { region_name: 'a', bucket_name: 'abc', object_key: 'a.doc' } } }, 'IOTDA.000006'],
  [
    { file_location: { obs_location: { region_name: 'a', bucket_name: 'abc', object_key: 'a.bin', sign: 'abc' } } },
    'IOTDA.000006',
  ],
])('A.12: a package with %o is refused with %s', async (more, code) => {
  const { body } = await table.call('POST', '/ota-upgrades/packages', { body: packageBody(table, more) });
  expect(body.error_code).toBe(code);
});

test('A.12: modules are listed by space, created, changed and deleted; ten a product', async () => {
  const platform = startSimulator();
  const { call, products, spaces } = platform;
  const path = '/ota-upgrades/modules';
  const list = async () => (await call('GET', path, { query: { app_id: spaces[0]?.appId, limit: 50 } })).body;
  expect(await codeOf(call('GET', path))).toEqual([400, 'IOTDA.000006']);
  expect(ListOtaModulesResponse.parse(await list()).modules).toMatchObject([{ module_name: 'modem' }]);

  const body = {
    app_id: spaces[0]?.appId,
    product_id: products[1]?.productId,
    module_name: 'radio',
    alias_name: 'LoRa',
  };
  const created = await call('POST', path, { body });
  expect([created.status, OtaModuleInfo.parse(created.body)]).toEqual([201, expect.objectContaining(body)]);
  const one = `${path}/${created.body.module_id}`;
  expect((await call('PUT', one, { body: { description: 'on the roof' } })).body).toMatchObject({
    module_name: 'radio',
    alias_name: 'LoRa',
    description: 'on the roof',
  });
  expect((await call('GET', one)).body.description).toBe('on the roof');
  expect(await codeOf(call('POST', path, { body }))).toEqual([400, 'IOTDA.014298']);
  for (let module = 2; module < 10; module += 1) {
    expect((await call('POST', path, { body: { ...body, module_name: `m${module}` } })).status).toBe(201);
  }
  expect(await codeOf(call('POST', path, { body: { ...body, module_name: 'm10' } }))).toEqual([403, 'IOTDA.014299']);
  expect((await call('DELETE', one)).status).toBe(204);
  expect(await codeOf(call('GET', one))).toEqual([404, 'IOTDA.014297']);
  expect((await list()).page.count).toBe(9);
});

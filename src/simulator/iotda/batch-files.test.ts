/** Platform contract A.8: batch-task files, and the tasks whose rows come from them (A.1 `document_source`, C). */
import { BatchTaskFile, ListBatchTaskFilesResponse } from '#wire/iotda/batch-files.ts';
import { expect, test } from 'vitest';
import { workbook, zip } from '#simulator/files/test-workbook.ts';
import { startSimulator, type TestSimulator } from '#simulator/test-client.ts';

const small = workbook([['device_id'], ['somebody']]);

const upload = (platform: TestSimulator, name: string, bytes = small) =>
  platform.call('POST', '/batchtask-files', { file: { name, bytes } });

/** Uploads these rows, runs a task of this type from them to its end and answers its subtasks by target. */
async function run(platform: TestSimulator, task_type: string, rows: string[][]) {
  const { body: file } = await upload(platform, `${task_type}_${platform.clock.now()}.xlsx`, workbook(rows));
  const body = { app_id: platform.spaces[0]?.appId, task_name: 'bulk', task_type, document_source: file.file_id };
  const created = await platform.call('POST', '/batchtasks', { body });
  expect([created.status, created.body.error_code]).toEqual([201, undefined]);
  platform.clock.advance('5 min');
  const { batchtask, task_details } = await platform.show(created.body.task_id, { limit: 50 });
  type Detail = { target: string; status: string; output?: string; error?: { error_code: string } };
  const details = new Map((task_details as Detail[]).map((detail) => [detail.target, detail]));
  return { batchtask, details, codes: [...details.values()].map((one) => one.error?.error_code ?? one.status) };
}

test('A.8: an upload is answered 201 with ID, name and time, listed without paging, deleted with 204', async () => {
  const platform = startSimulator();
  const { status, body } = await upload(platform, '水表.xlsx');
  expect([status, BatchTaskFile.safeParse(body).success]).toEqual([201, true]);
  expect(body).toEqual({
    file_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    file_name: '水表.xlsx',
    upload_time: '20261121T080000Z',
  });
  const list = async () => (await platform.call('GET', '/batchtask-files')).body;
  expect(ListBatchTaskFilesResponse.parse(await list())).toEqual({ files: [body] });
  const path = `/batchtask-files/${body.file_id}`;
  expect(await platform.call('DELETE', path)).toMatchObject({ status: 204, body: '' });
  expect(await platform.call('DELETE', path)).toMatchObject({ status: 404, body: { error_code: 'IOTDA.014600' } });
  expect(await list()).toEqual({ files: [] });
});

test('A.8: names are unique, ten files are kept, each for one hour', async () => {
  const platform = startSimulator();
  expect((await upload(platform, '0.xlsx')).status).toBe(201);
  expect(await upload(platform, '0.xlsx')).toMatchObject({ status: 400, body: { error_code: 'IOTDA.014602' } });
  platform.clock.advance('30 min');
  for (let file = 1; file < 10; file += 1) expect((await upload(platform, `${file}.xlsx`)).status).toBe(201);
  expect(await upload(platform, '10.xlsx')).toMatchObject({ status: 403, body: { error_code: 'IOTDA.014604' } });
  platform.clock.advance('30 min');
  expect((await platform.call('GET', '/batchtask-files')).body.files).toHaveLength(9);
  expect((await upload(platform, '0.xlsx')).status).toBe(201);
});

test.each([
  ['a text', 'a.xlsx', new TextEncoder().encode('device_id'), 'IOTDA.000006'],
  ['a zip that is cut short', 'a.xlsx', small.slice(0, 200), 'IOTDA.000006'],
  ['a zip without a sheet', 'a.xlsx', zip({ 'a.txt': 'a' }), 'IOTDA.000006'],
  ['another name', 'a.csv', small, 'IOTDA.000006'],
  ['more than ten megabytes', 'a.xlsx', new Uint8Array(10 * 1024 * 1024 + 1), 'IOTDA.014603'],
  ['more than 30,000 rows', 'a.xlsx', workbook(Array(30_002).fill(['x'])), 'IOTDA.014603'],
])('A.8: %s is refused', async (_, name, bytes, code) => {
  expect(await upload(startSimulator(), name, bytes)).toMatchObject({ status: 400, body: { error_code: code } });
});

test('A.8: a body that is no form, or has no part named file, is a bad format', async () => {
  const { call } = startSimulator();
  const code = async (ask: object) => (await call('POST', '/batchtask-files', ask)).body.error_code;
  expect(await code({ body: {} })).toBe('IOTDA.000008');
  expect(await code({ file: { name: 'a.xlsx', bytes: small, part: 'upload' } })).toBe('IOTDA.000008');
});

test('A.8, B.1: createDevices: every row becomes a device, its secret in `output`; a row that cannot fails for its reason', async () => {
  const platform = startSimulator();
  const productId = platform.products[0]?.productId ?? '';
  const { batchtask, details, codes } = await run(platform, 'createDevices', [
    ['product_id', 'node_id', 'device_name', 'secret'],
    [productId, 'WM20-first', '新水表_1', ''],
    [productId, 'WM20-second', '', 'a-secret-of-my-own'],
    [productId, 'WM20-1000001', '', ''],
    ['nothing', 'WM20-third', '', ''],
    [productId, 'not a node', '', ''],
  ]);
  expect(batchtask).toMatchObject({ status: 'PartialSuccess', task_progress: { total: 5, success: 2, fail: 3 } });
  expect(codes).toEqual(['IOTDA.000006', 'IOTDA.014294', 'IOTDA.014031', 'Success', 'Success']);
  const first = `${productId}_WM20-first`;
  const output = JSON.parse(details.get(first)?.output ?? '');
  expect(output).toEqual({
    app_id: platform.spaces[0]?.appId,
    device_id: first,
    secret: expect.stringMatching(/^[0-9a-f]{32}$/),
    fingerprint: '',
  });
  expect(details.get(`${productId}_WM20-second`)?.output).toContain('a-secret-of-my-own');
  const shown = (await platform.call('GET', `/devices/${first}`)).body;
  expect(shown).toMatchObject({ device_name: '新水表_1', status: 'INACTIVE', auth_info: { secret: output.secret } });
  const listed = (await platform.call('GET', '/devices', { query: { limit: 2 } })).body;
  expect(listed.devices.map((one: { node_id: string }) => one.node_id)).toEqual(['WM20-second', 'WM20-first']);
});

test('A.8: a device that was deleted can be registered again, as another one', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = ''] = platform.meters(0, 1);
  expect((await run(platform, 'deleteDevices', [['device_id'], [meter], [meter]])).codes).toEqual(['Success']);
  expect((await platform.call('GET', `/devices/${meter}`)).status).toBe(404);
  const [productId = '', nodeId = ''] = meter.split('_');
  expect((await run(platform, 'createDevices', [[productId, nodeId]])).codes).toEqual(['Success']);
  expect((await platform.call('GET', `/devices/${meter}`)).body).toMatchObject({
    status: 'INACTIVE',
    device_name: nodeId,
  });
  expect((await run(platform, 'freezeDevices', [[meter]])).codes).toEqual(['Success']);
  expect((await platform.call('GET', `/devices/${meter}`)).body.status).toBe('FROZEN');
});

test('A.8, B.1: updateDevices, freezeDevices, unfreezeDevices, changeGateway and deleteDevices do what their rows say', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = '', other = ''] = platform.meters(0, 2);
  const device = async (id: string) => (await platform.call('GET', `/devices/${id}`)).body;
  const updated = await run(platform, 'updateDevices', [
    ['Device ID*', 'device_name', 'description'],
    [meter, 'renamed', 'behind the door'],
    ['nobody', 'x', ''],
  ]);
  expect(updated.codes).toEqual(['IOTDA.014000', 'Success']);
  expect(await device(meter)).toMatchObject({ device_name: 'renamed', description: 'behind the door' });
  await run(platform, 'freezeDevices', [[meter], [other]]);
  expect([(await device(meter)).status, (await device(other)).status]).toEqual(['FROZEN', 'FROZEN']);
  await run(platform, 'unfreezeDevices', [[meter]]);
  expect([(await device(meter)).status, (await device(other)).status]).toEqual(['ONLINE', 'FROZEN']);

  const sensor = `${platform.products[3]?.productId}_PS5-1000001`;
  const before = (await device(sensor)).gateway_id;
  const after = `${platform.products[1]?.productId}_GW3-1002999`;
  expect((await run(platform, 'deleteDevices', [[before]])).codes).toEqual(['IOTDA.014024']);
  expect((await run(platform, 'changeGateway', [[sensor, after]])).codes).toEqual(['Success']);
  expect((await device(sensor)).gateway_id).toBe(after);
});

test('A.8: a file without rows, and one of the older kind, end their task without subtasks', async () => {
  const platform = startSimulator();
  const { batchtask } = await run(platform, 'deleteDevices', [['device_id']]);
  expect(batchtask).toMatchObject({ status: 'Fail', status_desc: expect.any(String), task_progress: { total: 0 } });
  const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]);
  expect((await upload(platform, 'old.xls', old)).status).toBe(201);
});

test('A.8: only tasks of devices take a file, and only one that still exists', async () => {
  const platform = startSimulator();
  const { file_id } = (await upload(platform, 'a.xlsx')).body;
  const create = async (task_type: string) => {
    const body = { ...platform.upgradeBody([]), targets: undefined, task_type, document_source: file_id };
    return (await platform.call('POST', '/batchtasks', { body })).body.error_code;
  };
  expect(await create('firmwareUpgrade')).toBe('IOTDA.000006');
  expect(await create('freezeDevices')).toBeUndefined();
  platform.clock.advance('1 h');
  expect(await create('freezeDevices')).toBe('IOTDA.014600');
});

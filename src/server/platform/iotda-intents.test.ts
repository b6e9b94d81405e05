/** Every kind of task as it is sent: against the rules of the wire, and accepted by the simulated platform. */
import { afterEach, expect, test } from 'vitest';
import { knownKinds } from '#shared/domain/kinds.ts';
import { workbook } from '#simulator/files/test-workbook.ts';
import { CreateBatchTask, taskTypes } from '#wire/iotda/batch-tasks.ts';
import { assertSendable, createBody } from './iotda-intents.ts';
import type { Call } from './port.ts';
import type { CreateIntent } from './port-intents.ts';
import { startPlatform, type TestPlatform } from './test-simulator.ts';

const reader: Call = { lane: 'reader' };
const mutation: Call = { lane: 'mutation' };
const running: TestPlatform[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

const any = { platformName: 'any_name', spaceId: 'space', startsAt: null, retry: null };
const devices = { source: 'devices' as const, deviceIds: ['d1', 'd2'] };
const groups = { source: 'groups' as const, groupIds: ['0a-1'] };
const file = { source: 'file' as const, fileId: 'f-1' };

const sent: [CreateIntent, Partial<CreateBatchTask>][] = [
  [
    { ...any, kind: 'firmwareUpgrade', targets: devices, packageId: 'p', gatewayMode: true, extra: { why: 'test' } },
    { targets: ['d1', 'd2'], document: { package_ids: ['p'] }, task_mode: 'GATEWAY', task_ext_info: { why: 'test' } },
  ],
  [
    { ...any, kind: 'softwareUpgrade', targets: groups, packageId: 'p', retry: { count: 2, intervalMinutes: 5 } },
    {
      targets_filter: { group_ids: ['0a-1'] },
      document: { package_ids: ['p'] },
      task_policy: { retry_count: 2, retry_interval: 5 },
    },
  ],
  [
    { ...any, kind: 'moduleUpgrade', targets: devices, packageId: 'p', needsConfirm: true },
    { targets: ['d1', 'd2'], document: { package_ids: ['p'] }, need_confirm: true },
  ],
  [
    {
      ...any,
      kind: 'createCommands',
      targets: devices,
      command: { serviceId: 's', name: 'OPEN', parameters: { a: 1 } },
    },
    { targets: ['d1', 'd2'], document: { service_id: 's', command_name: 'OPEN', paras: { a: 1 } } },
  ],
  [
    {
      ...any,
      kind: 'createAsyncCommands',
      targets: groups,
      command: { serviceId: null, name: null, parameters: {} },
      keepForSeconds: 60,
    },
    {
      targets_filter: { group_ids: ['0a-1'] },
      document: { paras: {}, send_strategy: 'delay', expire_time: 60 },
    },
  ],
  [
    {
      ...any,
      kind: 'createMessages',
      targets: devices,
      message: { content: 'hi', name: 'n', encoding: 'none', format: 'raw', topic: { kind: 'own', name: 't' } },
    },
    {
      targets: ['d1', 'd2'],
      document: { message: 'hi', name: 'n', encoding: 'none', payload_format: 'raw', topic: 't' },
    },
  ],
  [
    {
      ...any,
      kind: 'updateDeviceShadows',
      targets: devices,
      shadows: [{ serviceId: 's', desired: { level: 3, old: null }, version: 2 }],
    },
    {
      targets: ['d1', 'd2'],
      document: { shadow: [{ service_id: 's', desired: { level: 3, old: null }, version: 2 }] },
    },
  ],
  [{ ...any, kind: 'deleteDevices', targets: devices }, { targets: ['d1', 'd2'] }],
  [{ ...any, kind: 'freezeDevices', targets: groups }, { targets_filter: { group_ids: ['0a-1'] } }],
  [{ ...any, kind: 'unfreezeDevices', targets: file }, { document_source: 'f-1' }],
  [{ ...any, kind: 'createDevices', targets: file }, { document_source: 'f-1' }],
  [{ ...any, kind: 'updateDevices', targets: file }, { document_source: 'f-1' }],
];

test.each(sent)('$kind is said with exactly the documented fields', (intent, body) => {
  const made = createBody(intent, 'package_ids');
  expect(made).toEqual({ app_id: 'space', task_name: 'any_name', task_type: intent.kind, ...body });
  expect(CreateBatchTask.parse(made)).toEqual(made);
  expect(() => assertSendable(intent, made)).not.toThrow();
});

test('there is one of each kind the console knows, which are those the platform can list', () => {
  expect(new Set(sent.map(([{ kind }]) => kind))).toEqual(new Set(knownKinds));
  // `changeGateway` is on some of the vendor's pages only, and in none of its SDKs.
  expect(new Set([...knownKinds, 'changeGateway'])).toEqual(new Set(taskTypes));
});

test.each<[string, CreateIntent]>([
  ['nobody', { ...any, kind: 'deleteDevices', targets: { source: 'devices', deviceIds: [] } }],
  ['no group', { ...any, kind: 'freezeDevices', targets: { source: 'groups', groupIds: [] } }],
  [
    'six services',
    {
      ...any,
      kind: 'updateDeviceShadows',
      targets: devices,
      shadows: Array.from({ length: 6 }, (_, index) => ({ serviceId: `s${index}`, desired: {} })),
    },
  ],
  [
    'a raw message in base64',
    {
      ...any,
      kind: 'createMessages',
      targets: devices,
      message: { content: 'aGk=', encoding: 'base64', format: 'raw' },
    },
  ],
])('a task for %s never leaves the console', async (_, intent) => {
  const started = startPlatform();
  running.push(started);
  await expect(started.platform.createTask(intent, mutation)).rejects.toThrow(RangeError);
  expect(started.calls('create')).toBe(0);
});

test('the simulated platform takes what is made of every kind it can run', async () => {
  const started = startPlatform();
  running.push(started);
  const { platform, world } = started;
  const spaceId = (await platform.listSpaces(reader)).find((space) => space.isDefault)?.id ?? '';
  const upload = async (rows: string[][]) => {
    const written = await platform.workbooks?.upload(
      { name: `${rows.flat().length}.xlsx`, content: workbook(rows) },
      mutation,
    );
    if (written?.kind !== 'done') throw new Error('not uploaded');
    return { source: 'file' as const, fileId: written.value.id };
  };
  const created = await platform.createTask(
    {
      ...any,
      spaceId,
      kind: 'createDevices',
      targets: await upload([
        ['product_id', 'node_id'],
        [await firstProduct(started, spaceId), 'brand-new-1'],
      ]),
    },
    mutation,
  );
  expect(created).toMatchObject({ kind: 'done', value: { kind: 'createDevices' } });
  world.advance('5 min');
  const taskId = created.kind === 'done' ? created.value.id : '';
  const { task, subtasks } = await platform.showTask({ taskId }, reader);
  expect(task).toMatchObject({ state: 'succeeded', counts: { total: 1, succeeded: 1 } });
  // The answer held the secret of the new device.
  expect(subtasks.rows[0]?.output).toMatch(/device_id/);
  expect(subtasks.rows[0]?.output).toMatch(/\[removed\]/);
  const { rows } = await platform.listTasks({ kind: 'createDevices', spaceId, marker: null }, reader);
  expect(rows.map(({ id }) => id)).toEqual([taskId]);
});

async function firstProduct({ platform }: TestPlatform, spaceId: string): Promise<string> {
  return (await platform.listProducts(spaceId, reader)).find((product) => product.protocol === 'MQTT')?.id ?? '';
}

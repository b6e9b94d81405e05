/** Platform contract C: the documents of commands, messages and shadows, and what becomes of them on a device. */
import { CommandDocument, AsyncCommandDocument, MessageDocument, ShadowDocument } from '#wire/iotda/documents.ts';
import { expect, test } from 'vitest';
import { startSimulator, type TestSimulator } from '#simulator/test-client.ts';
import { everDevice, tendencies } from '#simulator/world/fleet.ts';
import { patterns } from '#simulator/world/presence.ts';

type Detail = { target: string; status: string; output?: string; error?: { error_code: string } };

async function create(platform: TestSimulator, task_type: string, targets: string[], document: unknown) {
  const body = { app_id: platform.spaces[0]?.appId, task_name: 'bulk', task_type, targets, document };
  return platform.call('POST', '/batchtasks', { body });
}

/** Runs a task to its end; its first subtasks, in the order of the targets. */
async function run(platform: TestSimulator, type: string, targets: string[], document: unknown): Promise<Detail[]> {
  const { status, body } = await create(platform, type, targets, document);
  expect([status, body.error_code]).toEqual([201, undefined]);
  platform.world.advance('5 min');
  const { task_details } = await platform.show(body.task_id, { limit: 50 });
  return (task_details as Detail[]).toReversed();
}
const codes = (details: Detail[]) => details.map((one) => one.error?.error_code ?? one.status);

const devices = ({ products }: TestSimulator) => ({
  gateway: `${products[1]?.productId}_GW3-1000001`,
  sensor: `${products[3]?.productId}_PS5-1000001`,
  lamp: `${products[4]?.productId}_SL1-1000001`,
});

const onOff = { service_id: 'WaterMeter', command_name: 'ON_OFF', paras: { value: 'ON' } };
const dim = { service_id: 'Lamp', command_name: 'DIM', paras: { brightness: 40 }, send_strategy: 'immediately' };
const message = { message: 'hello' };
const shadow = (desired: object, more: object = {}) => ({
  shadow: [{ service_id: 'WaterMeter', desired, ...more }],
});
const services = (count: number) => ({
  shadow: Array.from({ length: count }, (_, at) => ({ service_id: `s${at}`, desired: {} })),
});

const table = startSimulator({ scenario: 'quiet-fleet' });

// The limits of the vendor's tables, each one just inside and just outside.
test.each([
  ['createCommands', onOff, true],
  ['createCommands', { paras: {} }, true],
  ['createCommands', { ...onOff, service_id: 's'.repeat(64), command_name: 'c'.repeat(128) }, true],
  ['createCommands', { ...onOff, service_id: 's'.repeat(65) }, false],
  ['createCommands', { ...onOff, command_name: 'c'.repeat(129) }, false],
  ['createCommands', { service_id: 'WaterMeter' }, false],
  ['createCommands', { paras: 'ON' }, false],
  ['createCommands', null, false],
  ['createAsyncCommands', dim, true],
  ['createAsyncCommands', { ...dim, send_strategy: 'delay', expire_time: 172_800 }, true],
  ['createAsyncCommands', { ...dim, send_strategy: 'delay', expire_time: 172_801 }, false],
  ['createAsyncCommands', { ...dim, expire_time: 60 }, false],
  ['createAsyncCommands', { ...dim, expire_time: 0 }, true],
  ['createAsyncCommands', { ...dim, send_strategy: 'later' }, false],
  ['createAsyncCommands', onOff, false],
  ['createMessages', message, true],
  ['createMessages', { message: { a: 1 }, message_id: 'm'.repeat(100), name: 'n'.repeat(128), topic: 't' }, true],
  ['createMessages', { ...message, ttl: 1440, encoding: 'none', payload_format: 'raw' }, true],
  ['createMessages', {}, false],
  ['createMessages', { message: 7 }, false],
  ['createMessages', { ...message, message_id: 'm'.repeat(101) }, false],
  ['createMessages', { ...message, message_id: 'a b' }, false],
  ['createMessages', { ...message, name: 'n'.repeat(129) }, false],
  ['createMessages', { ...message, encoding: 'hex' }, false],
  ['createMessages', { ...message, encoding: 'base64', payload_format: 'raw' }, false],
  ['createMessages', { ...message, topic: 'a', topic_full_name: 'b' }, false],
  ['createMessages', { ...message, ttl: 7 }, false],
  ['createMessages', { ...message, ttl: 1445 }, false],
  ['updateDeviceShadows', shadow({ reportInterval: 60 }, { version: 0 }), true],
  ['updateDeviceShadows', shadow({}), true],
  ['updateDeviceShadows', shadow({ reportInterval: null }), true],
  ['updateDeviceShadows', services(5), true],
  ['updateDeviceShadows', services(6), false],
  ['updateDeviceShadows', services(0), false],
  ['updateDeviceShadows', { shadow: [{ desired: {} }] }, false],
  ['updateDeviceShadows', { shadow: [{ service_id: 's' }] }, false],
  ['updateDeviceShadows', { shadow: [...services(1).shadow, ...services(1).shadow] }, false],
  ['updateDeviceShadows', shadow({ 'a.b': 1 }), false],
  ['updateDeviceShadows', shadow({ $a: 1 }), false],
  ['updateDeviceShadows', shadow({ text: 'x'.repeat(10_240) }), false],
])('C: %s with %o', async (type, document, accepted) => {
  const { status, body } = await create(table, type, ['a'], document);
  table.world.advance('1 h'); // only ten may run at once
  expect([status, body.error_code]).toEqual(accepted ? [201, undefined] : [400, 'IOTDA.000006']);
  // The schemas of what the console sends were written apart from these rules.
  const schemas = {
    createCommands: CommandDocument,
    createAsyncCommands: AsyncCommandDocument,
    createMessages: MessageDocument,
    updateDeviceShadows: ShadowDocument,
  };
  const schema = Object.entries(schemas).find(([name]) => name === type)?.[1];
  expect(schema?.safeParse(document).success).toBe(accepted);
});

test('C: MQTT 5 properties of a message are held to their limits', async () => {
  const platform = startSimulator();
  const status = async (properties: unknown) =>
    (await create(platform, 'createMessages', ['a'], { ...message, properties })).status;
  const pair = { prop_key: 'k', prop_value: 'v' };
  expect(await status({ correlation_data: 'c', response_topic: 't', user_properties: Array(20).fill(pair) })).toBe(201);
  expect(await status({ user_properties: Array(21).fill(pair) })).toBe(400);
  expect(await status({ user_properties: [{ prop_key: 'k'.repeat(129) }] })).toBe(400);
  expect(await status({ correlation_data: 'c'.repeat(129) })).toBe(400);
  expect(await status('text')).toBe(400);
});

test('C: a command is for MQTT and for the service model of the product; the answer is in `output`', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = ''] = platform.meters(0, 1);
  const { gateway, sensor, lamp } = devices(platform);
  const outcome = async (document: unknown) => codes(await run(platform, 'createCommands', [meter], document))[0];
  const [done, ...others] = await run(platform, 'createCommands', [meter, gateway, sensor, lamp], onOff);
  expect(done?.status).toMatch(/Success|Fail/);
  expect(codes(others)).toEqual(['IOTDA.014238', 'IOTDA.014114', 'IOTDA.014114']);
  expect(await outcome({ ...onOff, command_name: 'OPEN' })).toBe('IOTDA.014238');
  expect(await outcome({ ...onOff, paras: {} })).toBe('IOTDA.014239');
  expect(await outcome({ ...onOff, paras: { value: 'HALF' } })).toBe('IOTDA.014239');
  expect(await outcome({ ...onOff, paras: { value: 'ON', more: 1 } })).toBe('IOTDA.014239');
  const interval = (seconds: unknown) => ({ ...onOff, command_name: 'SET_INTERVAL', paras: { seconds } });
  for (const wrong of ['60', 59, 86_401, 60.5]) expect(await outcome(interval(wrong))).toBe('IOTDA.014239');
  const many = await run(platform, 'createCommands', platform.meters(0, 50), onOff);
  const successes = many.filter((one) => one.status === 'Success');
  expect(successes.length).toBeGreaterThan(40);
  for (const { output } of successes) {
    expect(JSON.parse(output ?? '')).toEqual({
      command_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      response: { result_code: 0, response_name: 'RESULT', paras: {} },
    });
  }
});

test('C: commands: an unanswered one is 014111 after 20 s, one to a device that is away 014016', async () => {
  const platform = startSimulator();
  const { fleet } = platform.world;
  const fits = (pattern: string, tendency: string) => (id: string) => {
    const device = everDevice(fleet, id);
    return patterns[fleet.pattern[device] ?? 0] === pattern && tendencies[fleet.tendency[device] ?? 0] === tendency;
  };
  const meters = platform.meters(0, 20_000);
  const silent = meters.filter(fits('always', 'doomed')).slice(0, 40);
  const timedOut = codes(await run(platform, 'createCommands', silent, onOff));
  expect(timedOut.filter((code) => code === 'IOTDA.014111').length).toBeGreaterThan(20);
  expect(timedOut).toContain('IOTDA.014112');
  expect(codes(await run(platform, 'createCommands', meters.filter(fits('gone', 'sound')).slice(0, 3), onOff))).toEqual(
    Array(3).fill('IOTDA.014016'),
  );
});

test('C: an asynchronous command is for CoAP; with `delay` it waits for the device until it expires', async () => {
  const platform = startSimulator();
  const { fleet } = platform.world;
  const [meter = ''] = platform.meters(0, 1);
  const lamps = Array.from({ length: 2000 }, (_, at) => `${platform.products[4]?.productId}_SL1-${1_000_001 + at}`);
  const lamp = (pattern: string) =>
    lamps.find((id) => {
      const device = everDevice(fleet, id);
      return patterns[fleet.pattern[device] ?? 0] === pattern && !fleet.frozen[device];
    }) ?? '';
  const [always, gone] = [lamp('always'), lamp('gone')];
  expect(codes(await run(platform, 'createAsyncCommands', [meter, always, gone], dim))).toEqual([
    'IOTDA.014114',
    'Success',
    'IOTDA.014016',
  ]);
  const delayed = { ...dim, send_strategy: 'delay', expire_time: 3600 };
  const { body } = await create(platform, 'createAsyncCommands', [gone], delayed);
  const status = async () => codes((await platform.show(body.task_id)).task_details)[0];
  platform.world.advance('50 min');
  expect(await status()).toBe('Processing');
  platform.world.advance('15 min');
  expect(await status()).toBe('IOTDA.014240');
});

test('C: a message ID is taken by a device once', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = '', other = ''] = platform.meters(0, 2);
  const named = { ...message, message_id: 'spring_1' };
  const [first] = await run(platform, 'createMessages', [meter], named);
  expect(JSON.parse(first?.output ?? '')).toEqual({ message_id: 'spring_1', result: { status: 'DELIVERED' } });
  expect(codes(await run(platform, 'createMessages', [meter, other], named))).toEqual(['IOTDA.014241', 'Success']);
  expect(codes(await run(platform, 'createMessages', [meter], message))).toEqual(['Success']);
  expect(codes(await run(platform, 'createMessages', [devices(platform).lamp], message))).toEqual(['IOTDA.014114']);
});

test('C: a shadow takes writable properties of the model, at the version it has', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = ''] = platform.meters(0, 1);
  const set = async (document: unknown) => codes(await run(platform, 'updateDeviceShadows', [meter], document))[0];
  expect(await set(shadow({ reportInterval: 600 }, { version: 0 }))).toBe('Success');
  expect(await set(shadow({ reportInterval: 600 }, { version: 0 }))).toBe('IOTDA.014242');
  expect(await set(shadow({ reportInterval: null }, { version: 1 }))).toBe('Success');
  expect(await set(shadow({ flow: 1 }))).toBe('IOTDA.000029');
  expect(await set(shadow({ colour: 'red' }))).toBe('IOTDA.000029');
  expect(await set(shadow({ reportInterval: 59 }))).toBe('IOTDA.014239');
  expect(await set({ shadow: [{ service_id: 'Lamp', desired: {} }] })).toBe('IOTDA.014238');
  const [last] = await run(platform, 'updateDeviceShadows', [meter], shadow({}));
  expect(JSON.parse(last?.output ?? '')).toEqual({ shadow: [{ service_id: 'WaterMeter', version: 3 }] });
});

test('B.1 moduleUpgrade: the module of the device is at the new version afterwards', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const gateways = Array.from({ length: 20 }, (_, at) => `${platform.products[1]?.productId}_GW3-${1_000_001 + at}`);
  const [meter = ''] = platform.meters(0, 1);
  const document = { package_ids: [platform.packageId(1, '1.1.0')] };
  const body = { ...platform.upgradeBody([...gateways, meter]), task_type: 'moduleUpgrade', document };
  const created = (await platform.call('POST', '/batchtasks', { body })).body;
  platform.world.advance('30 min');
  const { task_details } = await platform.show(created.task_id, { limit: 50 });
  const outcomes = new Map((task_details as Detail[]).map((one) => [one.target, one]));
  expect(outcomes.get(meter)?.error?.error_code).toBe('IOTDA.014236');
  const upgraded = gateways.filter((gateway) => outcomes.get(gateway)?.status === 'Success');
  expect(upgraded.length).toBeGreaterThan(15);
  for (const gateway of gateways) {
    const { modules } = (await platform.call('GET', `/devices/${gateway}`)).body;
    const module_version = upgraded.includes(gateway) ? '1.1.0' : '1.0.4';
    expect(modules).toEqual([{ module_name: 'modem', module_version }]);
  }
});

/** Platform contract A.14: what is sent to a single device; C: the limits of its documents; J: twenty kept commands. */
import { expect, test } from 'vitest';
import { startSimulator, type TestSimulator } from '#simulator/test-client.ts';
import { everDevice, tendencies } from '#simulator/world/fleet.ts';
import { patterns } from '#simulator/world/presence.ts';

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
const onOff = { service_id: 'WaterMeter', command_name: 'ON_OFF', paras: { value: 'ON' } };
const dim = { service_id: 'Lamp', command_name: 'DIM', paras: { brightness: 40 } };
const delayed = { ...dim, send_strategy: 'delay', expire_time: 3600 };

const post = async (platform: TestSimulator, device: string, call: string, body: unknown) => {
  const answer = await platform.call('POST', `/devices/${device}/${call}`, { body });
  return { status: answer.status, body: answer.body };
};
const refused = async (platform: TestSimulator, device: string, call: string, body: unknown) => {
  const answer = await post(platform, device, call, body);
  return [answer.status, answer.body.error_code];
};

const lamps = ({ products }: TestSimulator) =>
  Array.from({ length: 2000 }, (_, at) => `${products[4]?.productId}_SL1-${1_000_001 + at}`);
const patternOf = ({ world: { fleet } }: TestSimulator, id: string) =>
  patterns[fleet.pattern[everDevice(fleet, id)] ?? 0];
const tendencyOf = ({ world: { fleet } }: TestSimulator, id: string) =>
  tendencies[fleet.tendency[everDevice(fleet, id)] ?? 0];

test('A.14: a command is answered by the device; each has an ID of its own', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const sound = platform.meters(0, 200).filter((id) => tendencyOf(platform, id) === 'sound');
  const answers = await Promise.all(sound.slice(0, 30).map((id) => post(platform, id, 'commands', onOff)));
  const done = answers.filter(({ body }) => body.error_code === undefined);
  expect(done.length).toBeGreaterThan(20);
  for (const { status, body } of done) {
    expect([status, body]).toEqual([
      200,
      { command_id: uuid, response: { result_code: 0, response_name: 'RESULT', paras: {} } },
    ]);
  }
  expect(new Set(done.map(({ body }) => body.command_id)).size).toBe(done.length);
});

test('A.14, I: a command without an answer is 200 with an error in it; others are refused', async () => {
  const platform = startSimulator();
  const meters = platform.meters(0, 20_000);
  const doomed = meters.filter((id) => tendencyOf(platform, id) === 'doomed' && patternOf(platform, id) === 'always');
  const answers = await Promise.all(doomed.slice(0, 30).map((id) => post(platform, id, 'commands', onOff)));
  const late = answers.filter(({ body }) => body.error_code === 'IOTDA.014111');
  expect(late.length).toBeGreaterThan(10);
  expect(late.map(({ status }) => status)).toEqual(late.map(() => 200));
  const [gone = ''] = meters.filter((id) => patternOf(platform, id) === 'gone');
  expect(await refused(platform, gone, 'commands', onOff)).toEqual([403, 'IOTDA.014016']);
  const [lamp = ''] = lamps(platform);
  expect(await refused(platform, lamp, 'commands', onOff)).toEqual([400, 'IOTDA.014114']);
  expect(await refused(platform, gone, 'commands', { service_id: 'WaterMeter' })).toEqual([400, 'IOTDA.000006']);
  expect(await refused(platform, 'nobody', 'commands', onOff)).toEqual([404, 'IOTDA.014000']);
});

test('A.14, C: twenty asynchronous commands wait for a device; the next one is refused until one is gone', async () => {
  const platform = startSimulator();
  const gone = lamps(platform).find((id) => patternOf(platform, id) === 'gone') ?? '';
  const first = await post(platform, gone, 'async-commands', delayed);
  expect(first).toEqual({
    status: 200,
    body: { ...delayed, device_id: gone, command_id: uuid, created_time: '20261121T080000Z', status: 'PENDING' },
  });
  for (let nth = 2; nth < 20; nth += 1) {
    expect((await post(platform, gone, 'async-commands', delayed)).status).toBe(200);
  }
  // The twentieth is one of a batch task: they share the room.
  const task = { task_name: 'dim', task_type: 'createAsyncCommands', targets: [gone], document: delayed };
  const run = async () => {
    const { body } = await platform.call('POST', '/batchtasks', { body: task });
    platform.world.advance('1 min');
    const [detail] = (await platform.show(body.task_id)).task_details;
    return detail.error?.error_code ?? detail.status;
  };
  expect(await run()).toBe('Processing');
  expect(await refused(platform, gone, 'async-commands', delayed)).toEqual([403, 'IOTDA.014245']);
  expect(await run()).toBe('IOTDA.014245');
  platform.world.advance('1 h');
  expect((await post(platform, gone, 'async-commands', delayed)).body.status).toBe('PENDING');
  const here = lamps(platform).find((id) => patternOf(platform, id) === 'always') ?? '';
  const now = { ...dim, send_strategy: 'immediately' };
  expect((await post(platform, here, 'async-commands', now)).body.status).toBe('SENT');
  expect(await refused(platform, gone, 'async-commands', now)).toEqual([403, 'IOTDA.014016']);
  expect(await refused(platform, platform.meters(0, 1)[0] ?? '', 'async-commands', now)).toEqual([400, 'IOTDA.014114']);
});

test('A.14, C: a message is taken with 201, and its ID once, also by a task', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = ''] = platform.meters(0, 1);
  const named = { message: 'hello', message_id: 'spring_1' };
  expect(await post(platform, meter, 'messages', named)).toEqual({
    status: 201,
    body: { message_id: 'spring_1', result: { status: 'DELIVERED', created_time: '20261121T080000Z' } },
  });
  expect(await refused(platform, meter, 'messages', named)).toEqual([400, 'IOTDA.014241']);
  const body = { task_name: 'm', task_type: 'createMessages', targets: [meter], document: named };
  const { task_id } = (await platform.call('POST', '/batchtasks', { body })).body;
  platform.world.advance('1 min');
  expect((await platform.show(task_id)).task_details[0].error.error_code).toBe('IOTDA.014241');
  expect((await post(platform, meter, 'messages', { message: 'again' })).body.message_id).toEqual(uuid);
});

test('A.14, C: a shadow is shown as it was set, by a call or by a task: merged, one removed by null, all by {}', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const [meter = ''] = platform.meters(0, 1);
  const put = async (desired: object, more: object = {}) => {
    const body = { shadow: [{ service_id: 'WaterMeter', desired, ...more }] };
    return (await platform.call('PUT', `/devices/${meter}/shadow`, { body })).body;
  };
  const show = async () => (await platform.call('GET', `/devices/${meter}/shadow`)).body;
  const at = (version: number, properties: object) => ({
    device_id: meter,
    shadow: [{ service_id: 'WaterMeter', desired: { properties }, version }],
  });
  expect(await show()).toEqual({ device_id: meter, shadow: [] });
  expect(await put({ reportInterval: 600 }, { version: 0 })).toEqual(at(1, { reportInterval: 600 }));
  expect((await put({ reportInterval: 700 }, { version: 0 })).error_code).toBe('IOTDA.014242');
  expect(await put({ reportInterval: null })).toEqual(at(2, {}));
  const document = { shadow: [{ service_id: 'WaterMeter', desired: { reportInterval: 900 } }] };
  const body = { task_name: 's', task_type: 'updateDeviceShadows', targets: [meter], document };
  await platform.call('POST', '/batchtasks', { body });
  platform.world.advance('1 min');
  expect(await show()).toEqual(at(3, { reportInterval: 900 }));
  expect(await put({})).toEqual(at(4, {}));
  expect((await put({ flow: 1 })).error_code).toBe('IOTDA.000029');
});

test('A.14: a sub-device changes its gateway; the new one then counts it', async () => {
  const platform = startSimulator();
  const sensor = `${platform.products[3]?.productId}_PS5-1000001`;
  const before = (await platform.call('GET', `/devices/${sensor}`)).body.gateway_id;
  const gateway_id = [1, 2]
    .map((nth) => `${platform.products[1]?.productId}_GW3-${1_000_000 + nth}`)
    .find((id) => id !== before);
  expect(await post(platform, sensor, 'change-gateway', { gateway_id })).toEqual({
    status: 200,
    body: { device_id: sensor, gateway_id },
  });
  expect((await platform.call('GET', `/devices/${sensor}`)).body.gateway_id).toBe(gateway_id);
  const query = { gateway_id: gateway_id ?? '', limit: 50 };
  const { devices } = (await platform.call('GET', '/devices', { query })).body;
  expect(devices.map((device: { device_id: string }) => device.device_id)).toContain(sensor);
  expect(await refused(platform, sensor, 'change-gateway', { gateway_id: 'nobody' })).toEqual([404, 'IOTDA.014000']);
  expect(await refused(platform, sensor, 'change-gateway', { gateway_id: sensor })).toEqual([400, 'IOTDA.000006']);
  expect(await refused(platform, sensor, 'change-gateway', {})).toEqual([400, 'IOTDA.000006']);
});

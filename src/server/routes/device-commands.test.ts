/** Device commands as tasks: asked for, sent one at a time, and what becomes of those whose answer was lost. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewDeviceCommand } from '#shared/domain/device-command.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { simulatedNorthbound, type SimulatedNorthbound } from '#server/http/test-northbound.ts';
import { simulated } from '#server/http/test-platform.ts';
import { type Answer, startTestConsole, type TestConsole } from '#server/http/test-support.ts';
import { deviceIdOf } from '#simulator/world/fleet.ts';

let platform: SimulatedNorthbound;
let console: TestConsole;
let operations: string;

beforeEach(async () => {
  platform = simulatedNorthbound();
  const other = simulated('quiet-fleet', platform.clock);
  console = await startTestConsole({ connections: [platform.connected, other.connected], clock: platform.clock });
  operations = await console.as('operations');
});
afterEach(() => console[Symbol.asyncDispose]());

let keys = 0;
const newKey = () => `key-${(keys += 1).toString().padStart(8, '0')}`;
const base = '/api/v1/connections/north';
const post = (path: string, body: unknown, key = newKey()): Promise<Answer> =>
  console.ask('POST', `${base}${path}`, { cookie: operations, body, headers: { 'Idempotency-Key': key } });
const get = (path: string) => console.ask('GET', `${base}${path}`, { cookie: operations, activity: true });

const meters = (count: number) =>
  [...(platform.world.fleet.bySerial[0] ?? [])]
    .slice(0, count)
    .map((device) => deviceIdOf(platform.world.fleet, device));
const request = (change: Partial<NewDeviceCommand> = {}): NewDeviceCommand => ({
  name: 'Open the valves',
  targets: { source: 'devices', deviceIds: meters(3) },
  serviceId: 'WaterMeter',
  command: 'ON_OFF',
  parameters: { value: 'ON' },
  timeoutSeconds: 600,
  resends: 2,
  callbackUrl: '',
  groupTag: '',
  tags: [],
  confirmed: 'ON_OFF',
  ...change,
});
async function begun(change: Partial<NewDeviceCommand> = {}): Promise<Operation> {
  const answer = await post('/device-commands', request(change));
  expect(answer.status).toBe(202);
  return answer.body as Operation;
}
const operation = async ({ id }: Operation) => (await get(`/operations/${id}`)).body as Operation;
const created = () => platform.simulator.log.entries.filter(({ kind, acted }) => kind === 'northbound-create' && acted);

test('pages know which form a connection offers', async () => {
  const { body } = await console.ask('GET', '/api/v1/connections', { cookie: operations });
  expect(body).toMatchObject({
    connections: [
      { id: 'north', lists: false, creates: 'device_commands' },
      { id: 'simulator', lists: true, creates: 'tasks' },
    ],
  });
});

test('the preview is what is sent, word for word; the task is then followed under the name that was given', async () => {
  const key = newKey();
  const [one = '', two = ''] = meters(2);
  const asked = request({
    targets: { source: 'devices', deviceIds: [two, one, two] },
    callbackUrl: 'https://na.example.com/results?token=opensesame',
    tags: [{ name: 'wave', value: 'one' }],
  });
  const preview = await post('/device-commands/preview', { ...asked, confirmed: '' }, key);
  const { platformName, ...shown } = preview.body as { platformName: string; request: object; curl: string };
  expect(platformName).toMatch(/^Open the valves_[a-z2-7]{12}$/);
  expect(shown).toMatchObject({
    devices: 2,
    request: { taskName: platformName, timeout: 600, param: { type: 'DeviceList', deviceList: [two, one] } },
    curl: expect.stringContaining("curl 'https://server.example:8743/iocm/app/batchtask/v1.1.0/tasks'"),
  });
  expect(preview.text).not.toContain('opensesame');
  expect(created()).toEqual([]);

  const first = (await post('/device-commands', asked, key)).body as Operation;
  expect((await post('/device-commands', asked, key)).body).toMatchObject({ id: first.id });
  await console.work.tick('courier');
  const done = await operation(first);
  expect(done).toMatchObject({ state: 'done', taskName: 'Open the valves', progress: { devices: 2, accepted: 2 } });
  expect(created()).toHaveLength(1);
  const { task } = (await get(`/tasks/${done.taskId}`)).body as { task: object };
  expect(task).toMatchObject({
    name: 'Open the valves',
    platformName,
    kind: 'createAsyncCommands',
    createdBy: 'Operations',
    spaceId: null,
    counts: { total: 2 },
  });
  expect((await get('/tasks')).body).toMatchObject({ tasks: [{ id: done.taskId }], creating: [] });
});

test.each<NewDeviceCommand['targets']>([
  { source: 'type', deviceType: 'WaterMeter', manufacturerId: '', model: '' },
  { source: 'type', deviceType: 'StreetLamp', manufacturerId: 'Guangming Lighting', model: 'NB_Street_Lamp' },
  { source: 'area', location: '南湖' },
  { source: 'groups_by_name', names: ['Canary_meters'] },
  { source: 'all' },
])('%j reaches devices that only the platform counts', async (targets) => {
  expect((await post('/device-commands/preview', request({ targets }))).body).toMatchObject({ devices: null });
  const first = await begun({ targets });
  await console.work.tick('courier');
  const { state, taskId } = await operation(first);
  expect(state).toBe('done');
  const { task } = (await get(`/tasks/${taskId}`)).body as { task: { counts: { total: number } } };
  expect(task.counts.total).toBeGreaterThan(0);
});

test('what breaks a rule is said before anything is written down', async () => {
  const wrong = request({ command: '', timeoutSeconds: 9, confirmed: '' });
  const problems = [
    { field: 'command', code: 'command_missing' },
    { field: 'timeout', code: 'timeout_out_of_range' },
  ];
  for (const path of ['/device-commands', '/device-commands/preview'])
    expect(await post(path, wrong)).toMatchObject({ status: 422, body: { code: 'invalid', data: { problems } } });
  const everybody = request({ targets: { source: 'all' }, confirmed: '' });
  expect((await post('/device-commands', everybody)).body).toMatchObject({
    data: { problems: [{ field: 'confirm', code: 'command_not_confirmed' }] },
  });
  expect((await get('/tasks')).body).toMatchObject({ creating: [] });
});

test('a platform that takes no device commands has no such address', async () => {
  const answer = await console.ask('POST', '/api/v1/connections/simulator/device-commands', {
    cookie: operations,
    body: request(),
    headers: { 'Idempotency-Key': newKey() },
  });
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('one task at a time: the second waits, says why, and is sent when the first has ended', async () => {
  await begun();
  await console.work.tick('courier');
  const second = await begun({ name: 'Close the valves' });
  await console.work.tick('courier');
  const waits = { state: 'planned', errorCode: 'another_task_runs', taskId: null };
  expect(await operation(second)).toMatchObject(waits);
  expect((await get('/tasks')).body).toMatchObject({ creating: [{ id: second.id, ...waits }] });
  platform.world.advance('1 h');
  await console.clock.advance(30_000);
  await console.work.tick('courier');
  expect(await operation(second)).toMatchObject({ state: 'done', errorCode: null });
  expect(created()).toHaveLength(2);
});

test('a lost answer needs a person, who is told the name to look for; nothing is sent again', async () => {
  platform.world.fault({ match: 'northbound-create', kind: 'reset-after', times: 1 });
  const lost = await begun();
  await console.work.tick('courier');
  expect(await operation(lost)).toMatchObject({ state: 'unknown' });
  await console.work.tick('reconcile');
  const [task] = platform.world.commandTasks.values();
  expect(await operation(lost)).toMatchObject({
    state: 'needs_person',
    errorCode: 'cannot_look',
    errorMessage: task?.order.name,
  });
  await console.clock.advance(3_600_000);
  await console.work.tick('courier');
  await console.work.tick('reconcile');
  expect(created()).toHaveLength(1);
});

test('a lost answer is settled by the task that somebody has opened by its ID', async () => {
  platform.world.fault({ match: 'northbound-create', kind: 'reset-after', times: 1 });
  const lost = await begun();
  await console.work.tick('courier');
  const [task] = platform.world.commandTasks.values();
  expect((await get(`/tasks/${task?.taskId}`)).body).toMatchObject({ task: { createdBy: null } });
  await console.work.tick('reconcile');
  expect(await operation(lost)).toMatchObject({ state: 'done', taskId: task?.taskId });
  expect((await get(`/tasks/${task?.taskId}`)).body).toMatchObject({
    task: { name: 'Open the valves', createdBy: 'Operations' },
  });
});

test('a name that exists can only be this request: it is not sent again, and the person is told so', async () => {
  const key = newKey();
  const { platformName } = (await post('/device-commands/preview', request(), key)).body as { platformName: string };
  const { fleet } = platform.world;
  platform.world.command({
    name: platformName,
    type: 'DeviceCmd',
    timeoutSeconds: 10,
    param: {},
    tags: [],
    items: { devices: [...(fleet.bySerial[0] ?? [])].slice(0, 1), strangers: [] },
  });
  platform.world.advance('1 h');
  const again = (await post('/device-commands', request(), key)).body as Operation;
  await console.work.tick('courier');
  await console.work.tick('reconcile');
  expect(await operation(again)).toMatchObject({
    state: 'needs_person',
    errorCode: 'name_exists',
    errorMessage: platformName,
  });
});

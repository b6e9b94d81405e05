import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '#shared/domain/create.ts';
import type { Operation } from '#shared/domain/operation.ts';
import type { FailureBundle } from '#shared/domain/failures.ts';
import type { TargetSet } from '#shared/domain/target-set.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';

const base = '/api/v1/connections/simulator';

let platform: SimulatedPlatform;
let console: TestConsole;
let cookie: string;
let failed: string[];

beforeAll(async () => {
  platform = simulated('half-failed');
  console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  cookie = await console.as('operations');
  const { taskId } = platform;
  await get(`/tasks/${taskId}`);
  await console.work.tick('harvest');
  failed = await console.services.store.subtasks.deviceIds(
    { connection: 'simulator', id: taskId },
    { outcomes: ['failed'] },
  );
});
afterAll(() => console[Symbol.asyncDispose]());

let keys = 0;
const newKey = () => `failures-${(keys += 1).toString().padStart(4, '0')}`;
const get = async (path: string) => (await console.ask('GET', `${base}${path}`, { cookie })).body as object;
const post = (path: string, body: unknown, key = newKey()) =>
  console.ask('POST', `${base}${path}`, { cookie, body, headers: { 'Idempotency-Key': key } });
const rowsOf = (deviceIds: readonly string[]) => ({
  by: 'rows',
  rows: deviceIds.map((deviceId) => ({ taskId: platform.taskId, deviceId })),
});

test('the groups add up to the failures, and each lists its own', async () => {
  expect(failed.length).toBeGreaterThan(500);
  const { groups } = (await get('/failures/groups')) as { groups: FailureBundle[] };
  expect(groups.reduce((sum, group) => sum + group.failures, 0)).toBe(failed.length);
  for (const group of groups.slice(0, 3)) {
    const page = (await get(`/failures?code=${group.code}&limit=1`)) as { total: number };
    expect(page.total).toBe(group.failures);
  }
});

test('the groups say how old they are: as the last look at what can still change, else as the answer', async () => {
  const age = async () => {
    const { asOf, uncopied } = (await get('/failures/groups')) as { asOf: number; uncopied: number };
    return { age: console.clock.now() - asOf, uncopied };
  };
  // The task has ended and was copied since.
  await console.clock.advance(60_000);
  expect(await age()).toEqual({ age: 0, uncopied: 0 });
  const ref = { connection: 'simulator', id: platform.taskId };
  const { at } = await console.services.store.subtasks.copyState(ref);
  await console.services.store.subtasks.setCopyState(ref, { at: 1_000 });
  expect(await age()).toEqual({ age: console.clock.now() - 1_000, uncopied: 0 });
  await console.services.store.subtasks.setCopyState(ref, { at: at ?? 0 });
});

test('the failures of a group as a file', async () => {
  const { groups } = (await get('/failures/groups')) as { groups: FailureBundle[] };
  const [group] = groups;
  const file = `${base}/exports/failures?code=${group?.code}&format=raw`;
  const lines = (await console.ask('GET', file, { cookie })).text.split('\r\n').slice(0, -1);
  expect(lines[0]).toBe('deviceId,taskId,taskName,kind,taskState,outcome,errorCode,errorMessage,attempts,since');
  expect(lines).toHaveLength(1 + (group?.failures ?? 0));
  expect(lines[1]?.split(',').slice(1, 2)).toEqual([platform.taskId]);
  expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(group?.failures);
  expect((await console.ask('GET', `${base}/exports/failures?outcome=failed`, { cookie })).status).toBe(400);
});

test('the plan says what would be done in each task, and asks the platform nothing', async () => {
  const calls = platform.calls();
  const { body } = await post('/failures/plan', { which: { by: 'filter', filter: {} } });
  expect(body).toMatchObject({
    tasks: [{ taskId: platform.taskId, devices: failed.length, reason: null }],
    moreTasks: 0,
    moreFailures: 0,
    at: console.clock.now(),
  });
  expect(platform.calls()).toBe(calls);
});

test('a retry is begun once for a key, of exactly the devices that are still failed', async () => {
  const [one = '', two = '', three = ''] = failed;
  const succeeded = platform.deviceIds(1_200).find((id) => !failed.includes(id)) ?? '';
  const body = { which: rowsOf([one, two, succeeded]), taskIds: [platform.taskId] };
  const key = newKey();
  const [first, again] = [await post('/failures/retry', body, key), await post('/failures/retry', body, key)];
  expect(first.status).toBe(202);
  const operations = (answer: typeof first) => (answer.body as { operations: Operation[] }).operations;
  expect(operations(first)).toMatchObject([{ kind: 'retry', taskId: platform.taskId, progress: { devices: 2 } }]);
  expect(operations(again).map(({ id }) => id)).toEqual(operations(first).map(({ id }) => id));
  expect(await post('/failures/retry', { ...body, which: rowsOf([three]) }, key)).toMatchObject({
    body: { code: 'idempotency_key_reused' },
  });
  expect(await post('/failures/retry', body)).toMatchObject({
    status: 409,
    body: { code: 'refused', data: { reason: 'already_underway' } },
  });
  const gone = { which: rowsOf([succeeded]), taskIds: [platform.taskId] };
  expect(await post('/failures/retry', gone)).toMatchObject({ body: { data: { reason: 'no_device_failed' } } });
});

test('what failed after the plan is not in it', async () => {
  const which = { by: 'filter', filter: { to: 1 } };
  expect((await post('/failures/plan', { which })).body).toMatchObject({ tasks: [], tasksWithout: 0 });
  expect(await post('/failures/retry', { which, taskIds: [platform.taskId] })).toMatchObject({ status: 409 });
});

test('a group becomes a list for the wizard, each device once, for a week', async () => {
  const { body } = await post('/target-sets', { from: { by: 'failures', which: { by: 'filter', filter: {} } } });
  const set = body as TargetSet;
  expect(set).toMatchObject({ devices: failed.length, by: 'Operations' });
  expect(await get(`/target-sets/${set.id}/devices`)).toEqual({ deviceIds: failed, nextPage: null });
  const twice = await post('/target-sets', { from: { by: 'devices', deviceIds: ['a', 'b', 'a'] } });
  expect(twice.body).toMatchObject({ devices: 2 });
  expect(await post('/target-sets', { from: { by: 'failures', which: rowsOf(['none']) } })).toMatchObject({
    status: 422,
    body: { data: { problems: [{ field: 'targets', code: 'no_devices' }] } },
  });
  await console.clock.advance(8 * 86_400_000);
  cookie = await console.as('operations');
  expect(await get(`/target-sets/${set.id}`)).toMatchObject({ code: 'not_found' });
});

test('a list of more devices than one may start a task for is refused before they are read', async () => {
  const { failures, subtasks } = console.services.store;
  const { devices } = failures;
  const { countByOutcome } = subtasks;
  const asked: number[] = [];
  const tooMany = limits.devices + 1;
  failures.devices = (_connection, _which, most) => {
    asked.push(most);
    return Promise.resolve(Array.from({ length: most }, (_, n) => `d${n}`));
  };
  subtasks.countByOutcome = () => Promise.resolve({ failed: tooMany });
  const refused = { status: 422, body: { data: { problems: [{ field: 'targets', code: 'too_many_devices' }] } } };
  const of = (from: object) => post('/target-sets', { from });
  expect(await of({ by: 'failures', which: { by: 'filter', filter: {} } })).toMatchObject(refused);
  expect(await of({ by: 'task', taskId: platform.taskId, outcomes: ['failed'] })).toMatchObject(refused);
  expect(asked).toEqual([tooMany]);
  Object.assign(failures, { devices });
  Object.assign(subtasks, { countByOutcome });
});

test('a device is found by its id, its node id and the beginning of its id', async () => {
  const [deviceId = ''] = failed;
  const nodeId = deviceId.slice(deviceId.indexOf('_') + 1);
  const found = async (q: string) =>
    (await get(`/device-search?q=${q}`)) as { devices: { id: string; device: object | null; tasks: number }[] };
  expect((await found(deviceId)).devices[0]).toMatchObject({ id: deviceId, device: { nodeId }, tasks: 1 });
  expect((await found(nodeId)).devices[0]).toMatchObject({ id: deviceId, device: { nodeId } });
  expect((await found(deviceId.slice(0, -1))).devices.map(({ id }) => id)).toContain(deviceId);
  expect(await found('nothing like it')).toEqual({ devices: [], inventory: 'unknown_device' });
});

test('a device’s card has no secrets, and its tasks tell what was seen', async () => {
  const [deviceId = ''] = failed;
  const card = await get(`/devices/${deviceId}`);
  expect(card).toMatchObject({ inventory: 'found', device: { id: deviceId } });
  expect(JSON.stringify(card)).not.toMatch(/secret/i);
  expect(await get(`/devices/${deviceId}/tasks`)).toMatchObject({
    total: 1,
    tasks: [{ taskId: platform.taskId, outcome: 'failed', attempts: 1, changes: [{ outcome: 'failed', attempt: 1 }] }],
  });
  expect(await get('/devices/nobody')).toEqual({ device: null, inventory: 'unknown_device' });
});

test('a note is read by everybody and changed by those who work on failures', async () => {
  const manager = await console.as('manager');
  const write = (text: string, as = cookie) =>
    console.ask('PATCH', '/api/v1/error-notes', { cookie: as, body: { code: 'IOTDA.1', text } });
  expect((await write('Known.')).body).toMatchObject({ note: { text: 'Known.', by: 'Operations' } });
  expect((await write('No.', manager)).status).toBe(403);
  const notes = await console.ask('GET', '/api/v1/error-notes', { cookie: manager });
  expect(notes.body).toMatchObject({ notes: [{ code: 'IOTDA.1', text: 'Known.' }] });
  expect((await write('')).body).toEqual({ note: null });
});

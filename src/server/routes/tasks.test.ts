import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NewTask, noOptions } from '#shared/domain/create.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { type Answer, startTestConsole, type TestConsole } from '#server/http/test-support.ts';
import type { FaultSpec } from '#simulator/world/faults.ts';
import { findSubtask, setStatus } from '#simulator/world/task.ts';

const base = '/api/v1/connections/simulator';
const minute = 60_000;

let platform: SimulatedPlatform;
let console: TestConsole;
let operations: string;
let support: string;

beforeAll(async () => {
  platform = simulated('half-failed');
  console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  operations = await console.as('operations');
  support = await console.as('support');
});
afterAll(() => console[Symbol.asyncDispose]());

let keys = 0;
const newKey = () => `key-${(keys += 1).toString().padStart(8, '0')}`;

const post = (path: string, body: unknown, key: string | null = newKey(), cookie = operations): Promise<Answer> =>
  console.ask('POST', `${base}${path}`, { cookie, body, headers: key === null ? {} : { 'Idempotency-Key': key } });
const get = (path: string) => console.ask('GET', `${base}${path}`, { cookie: operations, activity: true });

const request = (change: Partial<NewTask> = {}): NewTask => ({
  kind: 'firmwareUpgrade',
  name: '水表_trial',
  spaceId: platform.spaceId,
  targets: { source: 'devices', deviceIds: platform.deviceIds(3, 2_000) },
  document: { type: 'package', packageId: platform.packageId },
  options: noOptions,
  startsAt: null,
  retry: { count: null, intervalMinutes: null },
  confirmedCount: null,
  ...change,
});

/** What the platform was asked to do, by its own log. */
const acts = (kind: string) => platform.simulator.log.entries.filter((entry) => entry.kind === kind && entry.acted);

test('the preview is what will be sent, to the letter', async () => {
  const key = newKey();
  const [first = '', second = '', third = ''] = platform.deviceIds(3, 2_000);
  const asked = request({ targets: { source: 'devices', deviceIds: [second, first, second, third, first] } });
  const preview = await post('/tasks/preview', asked, key);
  expect(preview.body).toEqual({
    platformName: expect.stringMatching(/^水表_trial_[a-z2-7]{12}$/),
    devices: 3,
    request: {
      app_id: platform.spaceId,
      task_name: (preview.body as { platformName: string }).platformName,
      task_type: 'firmwareUpgrade',
      targets: [second, first, third],
      document: { package_ids: [platform.packageId] },
    },
    path: '/v5/iot/{project_id}/batchtasks',
  });
  expect(acts('create')).toEqual([]);

  const created = await post('/tasks', asked, key);
  expect(created.status).toBe(202);
  const operation = created.body as Operation;
  expect(operation).toMatchObject({ kind: 'create', state: 'planned', taskId: null, taskName: '水表_trial' });
  expect(operation.progress).toMatchObject({ devices: 3, chunks: 1 });
  const stored = await console.services.store.operations.payload('simulator', operation.id);
  expect(JSON.parse(stored!)).toMatchObject({ platformName: (preview.body as { platformName: string }).platformName });
});

test('the same key and body begin one operation, however often and at once they are sent', async () => {
  const key = newKey();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('/tasks', request(), key)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 202));
  expect(new Set(answers.map(({ body }) => (body as Operation).id)).size).toBe(1);

  const reordered = Object.fromEntries(Object.entries(request()).toReversed());
  expect((await post('/tasks', reordered, key)).body).toMatchObject({ id: (answers[0]!.body as Operation).id });
  const other = await post('/tasks', request({ name: 'other' }), key);
  expect(other.body).toMatchObject({ code: 'idempotency_key_reused', status: 422 });
  const asRetry = await post(
    `/tasks/${platform.taskId}/retry`,
    { which: { by: 'outcome', outcomes: ['failed'] } },
    key,
  );
  expect(asRetry.body).toMatchObject({ code: 'idempotency_key_reused' });
});

test('a repeated request is answered without the platform, also when it would no longer be valid', async () => {
  const key = newKey();
  const asked = request({ startsAt: console.clock.now() + minute });
  const first = await post('/tasks', asked, key);
  await console.clock.advance(2 * minute);
  const calls = platform.calls();
  expect((await post('/tasks', asked, key)).body).toMatchObject({ id: (first.body as Operation).id });
  expect(platform.calls()).toBe(calls);
  expect((await post('/tasks', asked)).body).toMatchObject({
    code: 'invalid',
    data: { problems: [{ field: 'start', code: 'schedule_in_the_past' }] },
  });
});

test('a key belongs to one person, and a device that is being retried is not retried by another', async () => {
  const { store } = console.services;
  await get(`/tasks/${platform.taskId}`);
  const [failed = ''] = await store.subtasks.deviceIds(
    { connection: 'simulator', id: platform.taskId },
    { outcomes: ['failed'] },
  );
  const key = newKey();
  const which = { which: { by: 'devices', deviceIds: [failed] } };
  const one = await post(`/tasks/${platform.taskId}/retry`, which, key, operations);
  const other = await post(`/tasks/${platform.taskId}/retry`, which, key, support);
  expect(one).toMatchObject({ status: 202, body: { by: 'Operations', progress: { devices: 1 } } });
  expect(other).toMatchObject({ status: 409, body: { code: 'refused', data: { reason: 'already_underway' } } });
});

test.each(['', 'short', 'with spaces in it', 'x'.repeat(129), null])('the key %o is no key', async (key) => {
  for (const path of ['/tasks', '/tasks/preview'])
    expect((await post(path, request(), key)).body).toMatchObject({ code: 'idempotency_key_missing', status: 400 });
});

test.each<[string, () => Partial<NewTask>, object]>([
  ['no name', () => ({ name: '' }), { field: 'name', code: 'name_missing' }],
  ['a hyphen in the name', () => ({ name: 'a-b' }), { field: 'name', code: 'name_has_illegal_character' }],
  ['no device', () => ({ targets: { source: 'devices', deviceIds: [] } }), { field: 'targets', code: 'no_devices' }],
  ['no group', () => ({ targets: { source: 'groups', groupIds: [] } }), { field: 'targets', code: 'no_groups' }],
  [
    'a group that is gone',
    () => ({ targets: { source: 'groups', groupIds: ['00000000-0000-4000-a000-000000000000'] } }),
    { field: 'targets', code: 'no_groups' },
  ],
  [
    'a retry count without its interval',
    () => ({ retry: { count: 2, intervalMinutes: null } }),
    { field: 'retryInterval', code: 'retry_count_without_interval' },
  ],
  [
    'eight days ahead',
    () => ({ startsAt: console.clock.now() + 8 * 24 * 60 * minute }),
    { field: 'start', code: 'schedule_too_far' },
  ],
  [
    'no package',
    () => ({ document: { type: 'package' as const, packageId: '' } }),
    { field: 'package', code: 'package_missing' },
  ],
  [
    'a package that is gone',
    () => ({ document: { type: 'package' as const, packageId: 'gone' } }),
    { field: 'package', code: 'package_missing' },
  ],
  [
    'software where firmware is wanted',
    () => ({ document: { type: 'package' as const, packageId: platform.softwareId } }),
    { field: 'package', code: 'package_of_another_kind' },
  ],
  [
    'a package of another product',
    () => ({ document: { type: 'package' as const, packageId: platform.otherProductsPackageId } }),
    { field: 'package', code: 'package_of_another_product' },
  ],
])('%s is refused with a code, and nothing is begun', async (_, change, problem) => {
  const writes = (await console.services.store.operations.audit(1_000)).length;
  for (const path of ['/tasks/preview', '/tasks'])
    expect((await post(path, request(change()))).body).toMatchObject({
      code: 'invalid',
      status: 422,
      data: { problems: [problem] },
    });
  expect(await console.services.store.operations.audit(1_000)).toHaveLength(writes);
});

test('30,001 devices and an illegal character do not get as far as the rules', async () => {
  const tooMany = Array.from({ length: 30_001 }, (_, index) => `device_${index}`);
  const refused = await post('/tasks', request({ targets: { source: 'devices', deviceIds: tooMany } }));
  expect(refused.body).toMatchObject({ code: 'bad_request', data: { fields: ['targets.deviceIds'] } });
  const illegal = await post('/tasks', request({ targets: { source: 'devices', deviceIds: ['a', 'b c'] } }));
  expect(illegal.body).toMatchObject({ code: 'bad_request', data: { fields: ['targets.deviceIds.1'] } });
});

test('above a thousand devices the count must have been typed; the preview does not ask for it yet', async () => {
  const many = { targets: { source: 'devices' as const, deviceIds: platform.deviceIds(1_001) } };
  expect((await post('/tasks/preview', request(many))).body).toMatchObject({ devices: 1_001 });
  const problems = [{ field: 'confirm', code: 'count_not_confirmed' }];
  expect((await post('/tasks', request(many))).body).toMatchObject({ code: 'invalid', data: { problems } });
  expect((await post('/tasks', request({ ...many, confirmedCount: 1_000 }))).body).toMatchObject({
    data: { problems },
  });
  expect((await post('/tasks', request({ ...many, confirmedCount: 1_001 }))).status).toBe(202);
});

test('groups are counted by the platform', async () => {
  const { groups } = (await get(`/groups?spaceId=${platform.spaceId}`)).body as {
    groups: { id: string; devices: number }[];
  };
  const [group] = groups.filter(({ devices }) => devices > 0 && devices < 1_000);
  const targets = { source: 'groups' as const, groupIds: [group!.id, group!.id] };
  expect((await post('/tasks/preview', request({ targets }))).body).toMatchObject({
    devices: group!.devices,
    request: { targets_filter: { group_ids: [group!.id] } },
  });
});

test('an unknown connection, task or operation is not there', async () => {
  const elsewhere = '/api/v1/connections/elsewhere';
  const notFound = { code: 'not_found', status: 404 };
  for (const path of [
    `${elsewhere}/tasks`,
    `${elsewhere}/spaces`,
    `${elsewhere}/tasks/5f1b`,
    `${elsewhere}/operations/x`,
  ])
    expect((await console.ask('GET', path, { cookie: operations })).body).toMatchObject(notFound);
  for (const path of [
    '/tasks/ffff',
    '/tasks/ffff/subtasks',
    '/tasks/ffff/failures',
    '/tasks/ffff/samples',
    '/operations/x',
  ])
    expect((await get(path)).body).toMatchObject(notFound);
});

test('opening a task asks the platform once, whoever opens it at the same time', async () => {
  const calls = platform.calls();
  const answers = await Promise.all(Array.from({ length: 10 }, () => get(`/tasks/${platform.taskId}`)));
  expect(platform.calls()).toBe(calls + 1);
  for (const { body } of answers)
    expect(body).toMatchObject({
      fresh: true,
      task: { id: platform.taskId, state: 'partly_succeeded', createdBy: null },
    });
});

test('a platform that does not answer in four seconds is not waited for: the task is shown as last seen', async () => {
  await get(`/tasks/${platform.taskId}`);
  const release = platform.hold();
  const opening = get(`/tasks/${platform.taskId}`);
  await console.clock.advance(4_000);
  expect((await opening).body).toMatchObject({ fresh: false, task: { id: platform.taskId } });

  const unseen = get('/tasks/abcdef');
  await console.clock.advance(4_000);
  expect((await unseen).body).toMatchObject({ code: 'upstream_unreachable', status: 503 });
  release();
});

test('a task that the platform no longer has is shown as last seen, says so, and cannot be changed', async () => {
  const other = simulated('half-failed', console.clock);
  await using fresh = await startTestConsole({ connections: [other.connected], clock: console.clock });
  const cookie = await fresh.as('operations');
  const path = `${base}/tasks/${other.taskId}`;
  const read = () => fresh.ask('GET', path, { cookie, activity: true });
  expect((await read()).body).toMatchObject({ fresh: true, gone: null });
  const [task] = other.world.tasks.values();
  other.world.act({ kind: 'delete', task: task!.no });
  const at = console.clock.now();
  expect((await read()).body).toMatchObject({ fresh: true, gone: at, task: { id: other.taskId } });
  await console.clock.advance(minute);
  expect((await read()).body).toMatchObject({ fresh: true, gone: at });
  expect((await fresh.ask('GET', `${base}/tasks`, { cookie })).body).toMatchObject({ total: 0, tasks: [] });
  expect((await fresh.ask('GET', `${path}/failures`, { cookie })).status).toBe(200);

  const ask = (to: string, body: unknown) =>
    fresh.ask('POST', to, { cookie, body, headers: { 'Idempotency-Key': newKey() } });
  const refused = { code: 'refused', status: 409, data: { reason: 'task_gone' } };
  const failed = { by: 'outcome', outcomes: ['failed'] };
  expect((await ask(`${path}/retry`, { which: failed })).body).toMatchObject(refused);

  const release = other.hold();
  const opening = read();
  await console.clock.advance(4_000);
  expect((await opening).body).toMatchObject({ fresh: false, gone: at });
  release();
});

test('support retries what has failed, and nothing that somebody stopped on purpose', async () => {
  const other = simulated('half-failed', console.clock);
  await using fresh = await startTestConsole({ connections: [other.connected], clock: console.clock });
  const path = `${base}/tasks/${other.taskId}`;
  const cookie = await fresh.as('support');
  await fresh.ask('GET', path, { cookie });
  await fresh.work.tick('harvest');
  const { subtasks } = fresh.services.store;
  const ref = { connection: 'simulator', id: other.taskId };
  const [failed = '', stopped = ''] = await subtasks.deviceIds(ref, { outcomes: ['failed'] });
  const [task] = other.world.tasks.values();
  setStatus(task!.rows, findSubtask(other.world.fleet, task!.rows, stopped), 'Stopped');
  const ask = (which: unknown) =>
    fresh.ask('POST', `${path}/retry`, { cookie, body: { which }, headers: { 'Idempotency-Key': newKey() } });
  const refused = { status: 409, body: { code: 'refused', data: { reason: 'not_permitted' } } };
  expect(await ask({ by: 'outcome', outcomes: ['failed', 'stopped'] })).toMatchObject(refused);
  expect(await ask({ by: 'devices', deviceIds: [failed, stopped] })).toMatchObject(refused);
  expect((await ask({ by: 'devices', deviceIds: [failed] })).status).toBe(202);
});

/** Lets time pass until the answer is there: the adapter waits between its attempts. */
async function inTime(answer: Promise<Answer>): Promise<Answer> {
  const waiting = Symbol('waiting');
  for (let seconds = 0; seconds < 120; seconds += 1) {
    const first = await Promise.race([answer, Promise.resolve(waiting)]);
    if (first !== waiting) return answer;
    await console.clock.advance(1_000);
  }
  throw new Error('no answer within two minutes');
}

test.each<[FaultSpec, object]>([
  [
    { match: 'any', kind: 'status', status: 403, code: 'IOTDA.000007', message: 'no right' },
    { code: 'upstream_misconfigured', status: 503, data: { state: 'no_permission' } },
  ],
  [
    { match: 'any', kind: 'status', status: 401, code: 'APIGW.0301', message: 'who?' },
    { code: 'upstream_misconfigured', status: 503, data: { state: 'credentials_rejected' } },
  ],
  [
    { match: 'any', kind: 'throttle', retryAfter: 60 },
    { code: 'upstream_busy', status: 503, data: { retryAfterSeconds: 60 } },
  ],
  [
    { match: 'any', kind: 'html' },
    { code: 'upstream_garbled', status: 502 },
  ],
  [
    { match: 'any', kind: 'reset-before' },
    { code: 'upstream_unreachable', status: 503 },
  ],
  [
    { match: 'any', kind: 'status', status: 500, code: 'IOTDA.000001', message: 'x'.repeat(400) },
    { code: 'upstream_refused', status: 502, data: { upstreamCode: 'IOTDA.000001', upstreamMessage: 'x'.repeat(300) } },
  ],
])('a platform that answers %o is told apart, and a task it showed before still opens', async (fault, error) => {
  const other = simulated('half-failed', console.clock);
  await using away = await startTestConsole({ connections: [other.connected], clock: console.clock });
  const cookie = await away.as('operations');
  const ask = (path: string) => inTime(away.ask('GET', `${base}${path}`, { cookie, activity: true }));
  expect((await ask(`/tasks/${other.taskId}`)).body).toMatchObject({ fresh: true });
  other.world.fault(fault);
  expect((await ask('/spaces')).body).toMatchObject(error);
  expect((await ask(`/tasks/${other.taskId}`)).body).toMatchObject({ fresh: false, task: { id: other.taskId } });
});

test('retrying by outcome takes exactly the failed devices, in chunks of a hundred, less the ones left out', async () => {
  const { store } = console.services;
  const ref = { connection: 'simulator', id: platform.taskId };
  const { body } = await get(`/tasks/${platform.taskId}`);
  const { failed } = (body as { task: { counts: { failed: number } } }).task.counts;
  const failing = await store.subtasks.deviceIds(ref, { outcomes: ['failed'] });
  const [left = ''] = failing;
  // An earlier test has one of them under way.
  const less = await post(`/tasks/${platform.taskId}/retry`, {
    which: { by: 'outcome', outcomes: ['failed'], except: [left] },
  });
  const { devices, chunks } = (less.body as Operation).progress;
  expect(failed - devices).toBeLessThanOrEqual(2);
  expect(chunks).toBe(Math.ceil(devices / 100));
  const { results } = (await get(`/operations/${(less.body as Operation).id}/results?limit=200`)).body as {
    results: { deviceId: string }[];
  };
  const taken = results.map(({ deviceId }) => deviceId);
  expect(taken).not.toContain(left);
  expect(failing.slice(2, 190)).toEqual(expect.arrayContaining(taken.slice(2, 180)));
});

test('two retries at the same time share the devices: each is taken by one of them', async () => {
  const other = simulated('half-failed', console.clock);
  await using fresh = await startTestConsole({ connections: [other.connected], clock: console.clock });
  const cookie = await fresh.as('operations');
  const ask = (body: unknown) =>
    fresh.ask('POST', `${base}/tasks/${other.taskId}/retry`, {
      cookie,
      body,
      headers: { 'Idempotency-Key': newKey() },
    });
  const which = { which: { by: 'outcome', outcomes: ['failed'] } };
  const answers = await Promise.all([ask(which), ask(which)]);
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([202, 409]);
  expect((await ask(which)).body).toMatchObject({ code: 'refused', data: { reason: 'already_underway' } });
});

test('retrying named devices leaves out those that did not fail, and refuses when none did', async () => {
  const other = simulated('half-failed', console.clock);
  await using fresh = await startTestConsole({ connections: [other.connected], clock: console.clock });
  const cookie = await fresh.as('support');
  const retry = (deviceIds: string[]) =>
    fresh.ask('POST', `${base}/tasks/${other.taskId}/retry`, {
      cookie,
      body: { which: { by: 'devices', deviceIds } },
      headers: { 'Idempotency-Key': newKey() },
    });
  await retry(['not_of_this_task']);
  const ref = { connection: 'simulator', id: other.taskId };
  const { subtasks } = fresh.services.store;
  const [failed = ''] = await subtasks.deviceIds(ref, { outcomes: ['failed'] });
  const outcomes = await subtasks.outcomesOf(ref, other.deviceIds(1_200));
  const strangers = other.deviceIds(1_200).filter((id) => outcomes.get(id) !== 'failed');

  const some = await retry([strangers[0]!, failed, failed, 'not_of_this_task']);
  expect(some.body).toMatchObject({ progress: { devices: 1, chunks: 1 }, by: 'Support' });
  const none = await retry([strangers[0]!, 'not_of_this_task']);
  expect(none.body).toMatchObject({ code: 'refused', status: 409, data: { reason: 'no_device_failed' } });
  const noneNamed = await retry([]);
  expect(noneNamed.body).toMatchObject({ code: 'bad_request', data: { fields: ['which.deviceIds'] } });
});

test('a task in which nothing may be retried refuses with the reason of the rule', async () => {
  const starts = console.clock.now() + 60 * minute;
  const key = newKey();
  const created = await post('/tasks', request({ name: 'later', startsAt: starts }), key);
  for (let turns = 0; turns < 20; turns += 1) await console.work.tick('courier');
  const operation = (await get(`/operations/${(created.body as Operation).id}`)).body as Operation;
  expect(operation.state).toBe('done');
  const refused = await post(`/tasks/${operation.taskId}/retry`, { which: { by: 'outcome', outcomes: ['failed'] } });
  expect(refused.body).toMatchObject({ code: 'refused', status: 409, data: { reason: 'task_not_started' } });
});

test('devices are found by outcome, code and part of their id, and failures are grouped', async () => {
  const { body } = await get(`/tasks/${platform.taskId}/failures`);
  const { groups } = body as { groups: { code: string | null; devices: number; sampleDeviceIds: string[] }[] };
  expect(groups.map(({ devices }) => devices)).toEqual(groups.map(({ devices }) => devices).toSorted((a, b) => b - a));
  const [largest] = groups;
  const page = await get(`/tasks/${platform.taskId}/subtasks?outcome=failed&code=${largest!.code}&limit=5`);
  expect(page.body).toMatchObject({ total: largest!.devices, from: 0, previousCursor: null });
  const [device] = largest!.sampleDeviceIds;
  expect((await get(`/tasks/${platform.taskId}/subtasks?target=${device}`)).body).toMatchObject({ total: 1 });
  const last = await get(`/tasks/${platform.taskId}/subtasks?limit=7&cursor=last`);
  expect(last.body).toMatchObject({ nextCursor: null });
  for (const query of ['limit=0', 'limit=201', 'limit=x', 'outcome=lost', 'other=1'])
    expect((await get(`/tasks/${platform.taskId}/subtasks?${query}`)).body).toMatchObject({ code: 'bad_request' });
});

test('what was begun is published, and the list shows it until the task is there', async () => {
  const events: string[] = [];
  const stop = console.services.events.listen((_, event) => events.push(event.type));
  const created = await post('/tasks', request({ name: 'announced' }));
  stop();
  expect(events).toEqual(['operation']);
  const { creating } = (await get('/tasks')).body as { creating: Operation[] };
  expect(creating.map(({ id }) => id)).toContain((created.body as Operation).id);
});

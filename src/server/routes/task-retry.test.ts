import { expect, test } from 'vitest';
import type { Operation } from '#shared/domain/operation.ts';
import { simulated } from '#server/http/test-platform.ts';
import { startTestConsole } from '#server/http/test-support.ts';
import { findSubtask, setStatus } from '#simulator/world/task.ts';
import { base, minute, openTaskRoutes } from './test-tasks.ts';

const { platform, console, operations, support, newKey, post, get, request } = await openTaskRoutes();

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

test('a retry takes no more devices than the person was told of, and its repetition with another number is the same', async () => {
  const other = simulated('half-failed', console.clock);
  await using fresh = await startTestConsole({ connections: [other.connected], clock: console.clock });
  const cookie = await fresh.as('support');
  const key = newKey();
  const ask = (atMost: number) =>
    fresh.ask('POST', `${base}/tasks/${other.taskId}/retry`, {
      cookie,
      body: { which: { by: 'outcome', outcomes: ['failed'], atMost } },
      headers: { 'Idempotency-Key': key },
    });
  const told = await ask(7);
  expect(told).toMatchObject({ status: 202, body: { progress: { devices: 7, chunks: 1 } } });
  expect((await ask(9)).body).toMatchObject({ id: (told.body as Operation).id, progress: { devices: 7 } });
  expect((await ask(0)).body).toMatchObject({ code: 'bad_request', data: { fields: ['which.atMost'] } });
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

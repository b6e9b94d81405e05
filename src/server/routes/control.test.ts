import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { type Answer, startTestConsole, type TestConsole } from '#server/http/test-support.ts';

const base = '/api/v1/connections/simulator/tasks';

let running: SimulatedPlatform;
let console: TestConsole;
let operations: string;

beforeAll(async () => {
  running = simulated('demo');
  console = await startTestConsole({ connections: [running.connected], clock: running.clock });
  operations = await console.as('operations');
});
afterAll(() => console[Symbol.asyncDispose]());

let keys = 0;
const newKey = () => `key-${(keys += 1).toString().padStart(8, '0')}`;
const ask = (method: string, path: string, body?: unknown, key: string | null = newKey()): Promise<Answer> =>
  console.ask(method, `${base}/${path}`, {
    cookie: operations,
    ...(body === undefined ? {} : { body }),
    headers: key === null ? {} : { 'Idempotency-Key': key },
  });
const everything = { which: { by: 'all' } };
const idOf = (status: string) => {
  const task = [...running.world.tasks.values()].find((one) => one.status === status);
  if (task === undefined) throw new Error(`no task is ${status}`);
  return task.taskId;
};

test('no more devices are confirmed than the person was told of, and a repetition with another number is the same', async () => {
  await console.work.tick('index');
  const { body } = await console.ask('GET', `${base}?state=processing&limit=50`, { cookie: operations });
  const { tasks } = body as { tasks: Task[] };
  const held = tasks.find(({ counts }) => counts.waiting > 2 && counts.total < 1_000);
  const key = newKey();
  const confirm = (atMost: number) => ask('POST', `${held?.id}/confirm`, { which: { by: 'all', atMost } }, key);
  const begun = await confirm(2);
  expect(begun).toMatchObject({ status: 202, body: { kind: 'confirm', progress: { devices: 2 } } });
  expect((await confirm(3)).body).toMatchObject({ id: (begun.body as Operation).id });
  expect(await confirm(0)).toMatchObject({ status: 400, body: { data: { fields: ['which.atMost'] } } });
});

test('a running task is stopped as a whole, once however often it is asked with one key', async () => {
  const id = idOf('Processing');
  const key = newKey();
  const begun = await ask('POST', `${id}/stop`, everything, key);
  expect(begun.status).toBe(202);
  expect(begun.body).toMatchObject({ kind: 'stop', state: 'planned', taskId: id, progress: { chunks: 1 } });
  expect((begun.body as Operation).progress.devices).toBeGreaterThan(0);
  expect((await ask('POST', `${id}/stop`, everything, key)).body).toMatchObject({ id: (begun.body as Operation).id });
  expect(await ask('POST', `${id}/stop`, everything)).toMatchObject({
    status: 409,
    body: { code: 'refused', data: { reason: 'already_underway' } },
  });
});

test('what is not possible is refused with its reason, and nothing is begun', async () => {
  const audited = (await console.services.store.operations.audit(1_000)).length;
  const refused = (reason: string) => ({ status: 409, body: { code: 'refused', data: { reason } } });
  expect(await ask('POST', `${idOf('Success')}/stop`, everything)).toMatchObject(refused('task_ended'));
  expect(await ask('POST', `${idOf('Success')}/confirm`, everything)).toMatchObject(refused('task_ended'));
  expect(await ask('DELETE', idOf('Processing'))).toMatchObject(refused('task_not_ended'));
  expect(await ask('POST', 'ffffffffffffffffffffffff/stop', everything)).toMatchObject({ status: 404 });
  expect(await ask('POST', `${idOf('Processing')}/stop`, everything, null)).toMatchObject({
    status: 400,
    body: { code: 'idempotency_key_missing' },
  });
  expect(await ask('POST', `${idOf('Processing')}/stop`, { which: { by: 'devices', deviceIds: [] } })).toMatchObject({
    status: 400,
  });
  expect(await console.services.store.operations.audit(1_000)).toHaveLength(audited);
});

test('named devices are stopped in calls of a hundred, each named once', async () => {
  const id = idOf('Processing');
  const deviceIds = Array.from({ length: 250 }, (_, at) => `device_${at}`);
  const begun = await ask('POST', `${id}/stop`, { which: { by: 'devices', deviceIds: [...deviceIds, 'device_0'] } });
  expect(begun.body).toMatchObject({ kind: 'stop', progress: { devices: 250, chunks: 3 } });
});

test('the record of a task that has ended is deleted', async () => {
  const begun = await ask('DELETE', idOf('Success'));
  expect(begun).toMatchObject({ status: 202, body: { kind: 'delete', state: 'planned' } });
  const lines = await console.services.store.operations.audit(1);
  expect(lines).toMatchObject([{ action: 'task.delete', object: idOf('Success') }]);
});

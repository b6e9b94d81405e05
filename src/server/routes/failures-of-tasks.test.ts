import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RetryPlanTask } from '#shared/api/failures.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { mostSelectedTasks } from '#shared/domain/failures.ts';
import type { Task } from '#shared/domain/task.ts';
import { whyNotRetry } from '#shared/domain/actions.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';
import { PlatformError, type PlatformErrorCode } from '#server/platform/port.ts';

const base = '/api/v1/connections/simulator';

let platform: SimulatedPlatform;
let console: TestConsole;
let every: Task[];
let failing: Task[];
/** What comes before a look at these tasks. */
const before = new Map<string, () => Promise<never>>();
const fails = (code: PlatformErrorCode) => () => Promise.reject(new PlatformError(code));

beforeEach(async () => {
  platform = simulated('demo');
  const { connected } = platform;
  const showTask: typeof connected.platform.showTask = async (input, call) => {
    await before.get(input.taskId)?.();
    return connected.platform.showTask(input, call);
  };
  const guarded = { ...connected, platform: { ...connected.platform, showTask } };
  console = await startTestConsole({ connections: [guarded], clock: platform.clock });
  await console.work.tick('index');
  const cookie = await console.as('operations');
  const { body } = await console.ask('GET', `${base}/tasks?limit=200`, { cookie });
  every = (body as { tasks: Task[] }).tasks;
  failing = every.filter(({ counts }) => counts.failed + counts.retryPending > 0);
});
afterEach(async () => {
  before.clear();
  await console[Symbol.asyncDispose]();
});

let keys = 0;
const newKey = () => `of-tasks-${(keys += 1).toString().padStart(4, '0')}`;
const post = async (path: string, body: unknown, as: 'operations' | 'support' | 'manager', key = newKey()) =>
  console.ask('POST', `${base}${path}`, { cookie: await console.as(as), body, headers: { 'Idempotency-Key': key } });
const ids = (tasks: readonly { id: string }[]) => tasks.map(({ id }) => id);

type Plan = { tasks: RetryPlanTask[]; tasksWithout: number; moreTasks: number; at: number };
const planOf = async (taskIds: string[]) =>
  (await post('/failures/plan', { which: { by: 'tasks', taskIds } }, 'support')).body as Plan;

test('the plan for selected tasks has each that failed with its devices, or why not, and counts the others', async () => {
  expect(failing.length).toBeGreaterThan(3);
  expect(every.length).toBeGreaterThan(failing.length);
  const plan = await planOf(ids(every));
  expect(plan.tasks.map(({ taskId }) => taskId).toSorted()).toEqual(ids(failing).toSorted());
  expect(plan.tasksWithout).toBe(every.length - failing.length);
  // What the copy lacked was read for it.
  const said = (id: string) => plan.tasks.find(({ taskId }) => taskId === id);
  expect(failing.map(({ id }) => [said(id)?.reason, said(id)?.devices])).toEqual(
    failing.map((task) => [whyNotRetry(task), task.counts.failed + task.counts.retryPending]),
  );
  expect(new Set(plan.tasks.map(({ reason }) => reason === null))).toEqual(new Set([true, false]));
});

type Answer = { operations: Operation[]; refused: object[]; left: string[] };

/** A retry of whatever can be retried, as the plan's dialog asks for it. */
async function planned() {
  const plan = await planOf(ids(every));
  const can = plan.tasks.filter(({ reason }) => reason === null);
  expect(can.length).toBeGreaterThan(2);
  const body = {
    which: { by: 'tasks', taskIds: ids(every), to: plan.at + 1 },
    taskIds: can.map(({ taskId }) => taskId),
  };
  const key = newKey();
  return { can, body, key, ask: async () => (await post('/failures/retry', body, 'support', key)).body as Answer };
}
/** The tasks in which a retry was ever begun. */
const begunIn = async () =>
  (await console.services.store.operations.audit(100))
    .filter(({ action }) => action === 'task.retry')
    .map(({ object }) => object)
    .toSorted();

test('exactly the tasks of the plan are retried, and none twice when the platform stops answering half way', async () => {
  const { can, body, key, ask } = await planned();
  expect((await post('/failures/retry', body, 'manager')).status).toBe(403);

  before.set(can[1]?.taskId ?? '', fails('unreachable'));
  const first = await post('/failures/retry', body, 'support', key);
  expect(first.status).toBe(202);
  const { operations, left } = first.body as Answer;
  expect(operations.map(({ taskId }) => taskId)).toEqual([can[0]?.taskId]);
  expect(left).toEqual(body.taskIds.slice(1));

  before.clear();
  const second = await ask();
  expect(second).toMatchObject({ refused: [], left: [] });
  expect(second.operations[0]?.id).toBe(operations[0]?.id);
  expect(second.operations.map(({ taskId, progress }) => [taskId, progress.devices])).toEqual(
    can.map(({ taskId, devices }) => [taskId, devices]),
  );
  expect(await begunIn()).toEqual(body.taskIds.toSorted());
  const other = { ...body, taskIds: body.taskIds.slice(1) };
  expect((await post('/failures/retry', other, 'support', key)).body).toMatchObject({ code: 'idempotency_key_reused' });
});

test('the same request goes on also where what it has begun was done since', async () => {
  const { can, body, ask } = await planned();
  before.set(can[1]?.taskId ?? '', fails('unreachable'));
  const [begun] = (await ask()).operations;
  before.clear();
  const ref = { connection: 'simulator', id: can[0]?.taskId ?? '' };
  const { subtasks } = console.services.store;
  const failed = await subtasks.deviceIds(ref, { outcomes: ['failed', 'retry_pending'] });
  const succeeded = {
    outcome: 'succeeded',
    rawOutcome: 'Success',
    output: null,
    errorCode: null,
    errorMessage: null,
  } as const;
  await subtasks.see(
    ref,
    failed.map((deviceId) => ({ deviceId, ...succeeded })),
    console.clock.now() + 1_000,
  );
  const { operations } = await ask();
  expect(operations[0]?.id).toBe(begun?.id);
  expect(operations.map(({ taskId }) => taskId)).toEqual(body.taskIds);
});

test('what the platform says of one task alone does not keep the others from being retried', async () => {
  const { body, ask } = await planned();
  const [first = '', ...others] = body.taskIds;
  before.set(first, fails('refused'));
  const answer = await ask();
  expect(answer.operations.map(({ taskId }) => taskId)).toEqual(others);
  expect(answer).toMatchObject({ refused: [], left: [first] });
});

test('nobody waits long for a platform that is slow, and the rest is begun without being asked for again', async () => {
  const { can, body, ask } = await planned();
  const { promise, resolve } = Promise.withResolvers<never>();
  const reached = Promise.withResolvers<void>();
  before.set(can[1]?.taskId ?? '', () => (reached.resolve(), promise));
  const asked = ask();
  await reached.promise;
  await console.clock.advance(4_000);
  const answer = await asked;
  expect(answer.operations.map(({ taskId }) => taskId)).toEqual([can[0]?.taskId]);
  expect(answer.left).toEqual(body.taskIds.slice(1));
  // Asked again meanwhile it waits for the same, and still begins nothing twice.
  const again = ask();
  resolve(undefined as never);
  expect((await again).left).toEqual([]);
  await expect.poll(begunIn).toEqual(body.taskIds.toSorted());
});

test('where the first task cannot be reached nothing is begun', async () => {
  const [task] = failing;
  await planOf(ids(failing));
  before.set(task?.id ?? '', fails('unreachable'));
  const body = { which: { by: 'tasks', taskIds: [task?.id], to: 1 }, taskIds: [task?.id] };
  expect((await post('/failures/retry', body, 'support')).body).toMatchObject({ data: { reason: 'no_device_failed' } });
  const now = { ...body, which: { by: 'tasks', taskIds: [task?.id] } };
  expect(await post('/failures/retry', now, 'support')).toMatchObject({
    status: 503,
    body: { code: 'upstream_unreachable' },
  });
});

test('a plan counts in few questions, however many tasks and failures there are', async () => {
  await planOf(ids(every));
  const { tasks, failures, subtasks } = console.services.store;
  const asked: string[] = [];
  const { find, present } = tasks;
  const { byTask, devicesIn } = failures;
  const { countByOutcome } = subtasks;
  tasks.find = (...which) => (asked.push('find'), find(...which));
  tasks.present = (...which) => (asked.push('present'), present(...which));
  failures.byTask = (...which) => (asked.push('byTask'), byTask(...which));
  failures.devicesIn = (...which) => (asked.push('devicesIn'), devicesIn(...which));
  subtasks.countByOutcome = (...which) => (asked.push('countByOutcome'), countByOutcome(...which));
  const many = Array.from({ length: mostSelectedTasks - every.length }, (_, n) => `unknown-${n}`);
  const plan = await planOf([...many, ...ids(every)]);
  expect(plan.tasks).toHaveLength(failing.length);
  expect(plan.tasksWithout).toBe(mostSelectedTasks - failing.length);
  expect(asked.toSorted()).toEqual(['byTask', 'byTask', 'present', 'present']);
  asked.length = 0;
  const { body } = await post('/failures/plan', { which: { by: 'filter', filter: {} } }, 'support');
  expect((body as Plan).tasks.length).toBeGreaterThan(2);
  expect(asked.toSorted()).toEqual(['byTask', 'present']);
});

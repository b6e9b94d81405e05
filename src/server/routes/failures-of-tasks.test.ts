import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RetryPlanTask } from '#shared/api/failures.ts';
import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';
import { whyNotRetry } from '#shared/domain/actions.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';
import { PlatformError } from '#server/platform/port.ts';

const base = '/api/v1/connections/simulator';

let platform: SimulatedPlatform;
let console: TestConsole;
let every: Task[];
let failing: Task[];
/** Looks at this task find nobody. */
let unreachable: string | null = null;

beforeAll(async () => {
  platform = simulated('demo');
  const { connected } = platform;
  const showTask: typeof connected.platform.showTask = (input, call) =>
    input.taskId === unreachable
      ? Promise.reject(new PlatformError('unreachable'))
      : connected.platform.showTask(input, call);
  const guarded = { ...connected, platform: { ...connected.platform, showTask } };
  console = await startTestConsole({ connections: [guarded], clock: platform.clock });
  await console.work.tick('index');
  const cookie = await console.as('operations');
  const { body } = await console.ask('GET', `${base}/tasks?limit=200`, { cookie });
  every = (body as { tasks: Task[] }).tasks;
  failing = every.filter(({ counts }) => counts.failed + counts.retryPending > 0);
});
afterAll(() => console[Symbol.asyncDispose]());

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

test('exactly the tasks of the plan are retried, and none twice when the platform stops answering half way', async () => {
  const plan = await planOf(ids(every));
  const can = plan.tasks.filter(({ reason }) => reason === null);
  expect(can.length).toBeGreaterThan(2);
  const body = {
    which: { by: 'tasks', taskIds: ids(every), to: plan.at + 1 },
    taskIds: can.map(({ taskId }) => taskId),
  };
  expect((await post('/failures/retry', body, 'manager')).status).toBe(403);

  const key = newKey();
  unreachable = can[1]?.taskId ?? '';
  const first = await post('/failures/retry', body, 'support', key);
  expect(first.status).toBe(202);
  type Answer = { operations: Operation[]; refused: object[]; left: string[] };
  const { operations, left } = first.body as Answer;
  expect(operations.map(({ taskId }) => taskId)).toEqual([can[0]?.taskId]);
  expect(left).toEqual(body.taskIds.slice(1));

  unreachable = null;
  const second = (await post('/failures/retry', body, 'support', key)).body as Answer;
  expect(second).toMatchObject({ refused: [], left: [] });
  expect(second.operations[0]?.id).toBe(operations[0]?.id);
  expect(second.operations.map(({ taskId, progress }) => [taskId, progress.devices])).toEqual(
    can.map(({ taskId, devices }) => [taskId, devices]),
  );
  const begun = (await console.services.store.operations.audit(100)).filter(({ action }) => action === 'task.retry');
  expect(begun.map(({ object }) => object).toSorted()).toEqual(body.taskIds.toSorted());
});

test('where the first task cannot be reached nothing is begun', async () => {
  const [task] = failing;
  unreachable = task?.id ?? '';
  const body = { which: { by: 'tasks', taskIds: [task?.id], to: 1 }, taskIds: [task?.id] };
  expect((await post('/failures/retry', body, 'support')).body).toMatchObject({ data: { reason: 'no_device_failed' } });
  const now = { ...body, which: { by: 'tasks', taskIds: [task?.id] } };
  expect(await post('/failures/retry', now, 'support')).toMatchObject({
    status: 503,
    body: { code: 'upstream_unreachable' },
  });
  unreachable = null;
});

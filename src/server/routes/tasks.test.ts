import { expect, test } from 'vitest';
import { simulated } from '#server/http/test-platform.ts';
import { type Answer, startTestConsole } from '#server/http/test-support.ts';
import type { FaultSpec } from '#simulator/world/faults.ts';
import { base, minute, openTaskRoutes } from './test-tasks.ts';

const { platform, console, operations, newKey, get } = await openTaskRoutes();

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

test('a task that was never seen is looked for by whatever asks for a part of it first, with one call', async () => {
  const other = simulated('half-failed', console.clock);
  await using fresh = await startTestConsole({ connections: [other.connected], clock: console.clock });
  const cookie = await fresh.as('operations');
  const calls = other.calls();
  const parts = ['/samples', '/failures', '/subtasks', ''];
  const answers = await Promise.all(
    parts.map((part) => fresh.ask('GET', `${base}/tasks/${other.taskId}${part}`, { cookie })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(other.calls()).toBe(calls + 1);
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

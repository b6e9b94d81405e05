/** Faults, the request log and request IDs: what stands between the platform and its caller. */
import { expect, test } from 'vitest';
import { ConnectionDropped } from './fault-effects.ts';
import { read, startSimulator } from './test-client.ts';

test('every answer carries a request ID, the same as the log', async () => {
  const { call, simulator } = startSimulator();
  const answers = [await call('GET', '/apps'), await call('GET', '/batchtasks'), await call('GET', '/nothing')];
  const ids = answers.map((answer) => answer.headers.get('X-Request-Id'));
  expect(new Set(ids).size).toBe(3);
  expect(simulator.log.entries.map((entry) => entry.requestId)).toEqual(ids);
  expect(simulator.log.entries.map((entry) => [entry.kind, entry.status])).toEqual([
    ['spaces', 200],
    ['list', 400],
    ['unknown', 404],
  ]);
});

test('the log knows what was acted on, by whom, and holds no secret', async () => {
  const { call, createUpgrade, meters, simulator, world } = startSimulator();
  const taskId = await createUpgrade({}, meters(0, 2));
  await call('POST', `/batchtasks/${taskId}/stop`, { body: {} });
  expect(simulator.log.entries).toMatchObject([
    { kind: 'create', acted: true, taskId, targets: meters(0, 2), accessKey: world.credentials.ak, status: 201 },
    { kind: 'stop', acted: true, taskId, targets: null, status: 200 },
  ]);
  const text = JSON.stringify(simulator.log.entries);
  for (const secret of [world.credentials.sk, world.credentials.iamPassword, 'Signature'])
    expect(text).not.toContain(secret);
});

test('a connection that drops before the platform acted leaves no trace', async () => {
  const { call, createUpgrade, simulator, world } = startSimulator();
  world.fault({ match: 'create', kind: 'reset-before', times: 1 });
  await expect(createUpgrade()).rejects.toThrow(ConnectionDropped);
  expect(world.tasks.size).toBe(0);
  expect(simulator.log.entries).toMatchObject([{ kind: 'create', status: 0, acted: false }]);
  expect((await call('GET', '/apps')).status).toBe(200);
});

test('a connection that drops afterwards loses only the answer', async () => {
  const { createUpgrade, signed, simulator, upgradeBody, world } = startSimulator();
  world.fault({ match: 'create', kind: 'reset-after', times: 2 });
  await expect(createUpgrade()).rejects.toThrow(TypeError);
  const answer = await simulator.answer(signed('POST', '/batchtasks', { body: upgradeBody(['x']) }));
  expect([answer.type, answer.status]).toEqual(['error', 0]);
  expect(world.tasks.size).toBe(2);
  expect(simulator.log.entries).toMatchObject([
    { status: 0, acted: true },
    { status: 0, acted: true },
  ]);
});

test('faults answer instead of the platform', async () => {
  const { call, world } = startSimulator();
  world.fault({ match: 'spaces', kind: 'throttle', times: 1, retryAfter: 3 });
  const throttled = await call('GET', '/apps');
  expect([throttled.status, throttled.headers.get('Retry-After'), throttled.body.error_code]).toEqual([
    429,
    '3',
    'APIGW.0308',
  ]);
  world.fault({ match: 'any', kind: 'status', times: 1, status: 403, code: 'IOTDA.000021' });
  expect(await call('GET', '/apps')).toMatchObject({ status: 403, body: { error_code: 'IOTDA.000021' } });
  world.fault({ match: 'any', kind: 'status', times: 1 });
  expect(await call('GET', '/apps')).toMatchObject({ status: 500, body: { error_code: 'IOTDA.000001' } });
  world.fault({ match: 'any', kind: 'html', times: 1 });
  const page = await call('GET', '/apps');
  expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html']);
  expect(page.body).toContain('<html');
  expect((await call('GET', '/apps')).status).toBe(200);
});

test('faults bend a true answer', async () => {
  const { call, createUpgrade, show, world } = startSimulator();
  const taskId = await createUpgrade();
  world.fault({ match: 'show', kind: 'unknown-status', times: 1 });
  expect((await show(taskId)).batchtask).toMatchObject({ task_id: taskId, status: 'Rehearsing' });
  world.fault({ match: 'show', kind: 'truncated', times: 1 });
  const { status, body } = await call('GET', `/batchtasks/${taskId}`);
  expect(status).toBe(200);
  expect(() => JSON.parse(body)).toThrow(SyntaxError);
  expect((await show(taskId)).batchtask.status).toBe('Initializing');
});

test('latency is waited for by whatever the caller handed in', async () => {
  const waits: number[] = [];
  const { call, world } = startSimulator({ delay: async (ms) => waits.push(ms) });
  const off = world.fault({ match: 'spaces', kind: 'latency', ms: 700 });
  await call('GET', '/apps');
  await call('GET', '/products');
  off();
  await call('GET', '/apps');
  expect(waits).toEqual([700]);
});

test('a rate hits about its share of the calls', async () => {
  const { call, world } = startSimulator();
  world.fault({ match: 'spaces', kind: 'status', rate: 0.25 });
  let hits = 0;
  for (let ask = 0; ask < 200; ask += 1) if ((await call('GET', '/apps')).status === 500) hits += 1;
  expect(hits).toBeGreaterThan(30);
  expect(hits).toBeLessThan(70);
  world.faults.clear();
  expect((await call('GET', '/apps')).status).toBe(200);
});

test('a body above twelve megabytes is too large', async () => {
  const { signed, simulator } = startSimulator();
  const request = signed('POST', '/batchtasks', { body: { filler: 'x'.repeat(12 * 1024 * 1024) } });
  expect((await read(await simulator.fetch(request))).body.error_code).toBe('APIGW.0201');
});

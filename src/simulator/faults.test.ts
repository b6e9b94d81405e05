/** Every fault, alone and at a rate; the scenarios that go wrong; platform contract I and J: throttling of each credential. */
import { expect, test } from 'vitest';
import { withControl } from './control.ts';
import { ConnectionDropped } from './fault-effects.ts';
import { findScenario } from './scenarios/scenarios.ts';
import { read, startSimulator } from './test-client.ts';
import { faultKinds } from './world/faults.ts';

test('a name that leads nowhere: nothing reaches the platform', async () => {
  const { createUpgrade, simulator, world } = startSimulator();
  world.fault({ match: 'create', kind: 'unresolved', times: 1 });
  const error = await createUpgrade().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConnectionDropped);
  expect(error).toMatchObject({ cause: { code: 'ENOTFOUND' } });
  expect([world.tasks.size, simulator.log.entries[0]?.acted]).toEqual([0, false]);
});

test('throttling said with a 403, by v5 and by northbound', async () => {
  const { call, simulator, world } = startSimulator();
  world.fault({ match: 'any', kind: 'throttle-403', times: 2, retryAfter: 2 });
  const answer = await call('GET', '/apps');
  expect([answer.status, answer.body.error_code, answer.headers.get('Retry-After')]).toEqual([
    403,
    'IOTDA.021101',
    '2',
  ]);
  const login = new Request('https://instance.example/iocm/app/sec/v1.1.0/login', { method: 'POST' });
  expect(await read(await simulator.fetch(login))).toMatchObject({ status: 403, body: { error_code: '1010009' } });
});

test('answers are bent one way at a time', async () => {
  const { call, createUpgrade, world, show } = startSimulator({ scenario: 'quiet-fleet' });
  const taskId = await createUpgrade();
  world.advance('1 min');
  const true_ = await show(taskId);
  const bent = async (kind: (typeof faultKinds)[number]) => {
    world.fault({ match: 'show', kind, times: 1 });
    return call('GET', `/batchtasks/${taskId}`);
  };
  const typed = await bent('content-type');
  expect([typed.headers.get('content-type'), typed.body]).toEqual(['text/plain', true_]);
  const {
    processing: _,
    success: _success,
    fail_wait_retry: _waiting,
    removed: _removed,
    ...kept
  } = true_.batchtask.task_progress;
  expect((await bent('missing-counters')).body.batchtask.task_progress).toEqual(kept);
  const texts = (await bent('numbers-as-strings')).body;
  expect([texts.page.count, texts.batchtask.task_progress.total]).toEqual(['30', '30']);
  const more = (await bent('unknown-fields')).body;
  expect(more).toMatchObject({ ...true_, rehearsal: expect.anything(), batchtask: { rehearsal: expect.anything() } });
  expect(await show(taskId)).toEqual(true_);
});

test('rows come twice, or not at all, between two pages', async () => {
  const { createUpgrade, world, show } = startSimulator({ scenario: 'quiet-fleet' });
  const taskId = await createUpgrade();
  world.advance('2 s');
  const walk = async (kind: 'repeated-rows' | 'vanished-rows' | null) => {
    const seen: string[] = [];
    let marker: string | undefined;
    do {
      if (kind !== null) world.fault({ match: 'show', kind, times: 1 });
      const { task_details, page } = await show(taskId, { limit: 7, ...(marker !== undefined && { marker }) });
      seen.push(...task_details.map((row: { target: string }) => row.target));
      marker = page.marker;
    } while (marker !== undefined);
    return seen;
  };
  const all = await walk(null);
  expect(all).toHaveLength(30);
  const vanished = await walk('vanished-rows');
  expect(vanished).toEqual(all.filter((_, index) => ![6, 13, 20, 27, 29].includes(index)));
  const repeated = await walk('repeated-rows');
  expect(repeated.length).toBeGreaterThan(33);
  expect(new Set(repeated)).toEqual(new Set(all));
});

test.each(faultKinds)('%s can be switched on by hand, at a rate, and off again', async (kind) => {
  const { simulator, signed } = startSimulator({ scenario: 'quiet-fleet', delay: async () => undefined });
  const fetch = withControl(simulator);
  const by = (method: string, path: string, body?: object) =>
    fetch(
      new Request(`https://instance.example/_simulator/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  expect((await by('POST', 'fault', { match: 'spaces', kind, rate: 0.5, ms: 1 })).status).toBe(200);
  const ask = async () => {
    try {
      const answer = await fetch(signed('GET', '/apps'));
      return [answer.status, answer.headers.get('content-type'), await answer.text()].join(' ');
    } catch (error) {
      return String(error);
    }
  };
  const answers = new Set<string>();
  for (let call = 0; call < 24; call += 1) answers.add(await ask());
  // Latency shows in time alone, and a list of spaces has neither counters, numbers nor statuses to bend.
  const unseen = ['latency', 'missing-counters', 'numbers-as-strings', 'unknown-status'].includes(kind);
  expect(answers.size).toBeGreaterThanOrEqual(unseen ? 1 : 2);
  expect((await by('DELETE', 'faults')).status).toBe(204);
  const after = await ask();
  expect(after).toMatch(/^200 application\/json \{"applications":\[\{"app_id":"[0-9a-f]{32}","app_name"/);
});

test('J: a credential has its calls for a second and for a minute; another has its own', async () => {
  const { call, clock, createUpgrade } = startSimulator({ rateLimit: { callsPerSecond: 3, callsPerMinute: 5 } });
  const statuses = async (calls: number) => {
    const answers: number[] = [];
    for (let at = 0; at < calls; at += 1) answers.push((await call('GET', '/apps')).status);
    return answers;
  };
  expect(await statuses(4)).toEqual([200, 200, 200, 429]);
  clock.advance('1 s');
  expect(await statuses(3)).toEqual([200, 200, 429]);
  const refused = await call('GET', '/apps');
  expect(refused.body).toEqual({
    error_code: 'APIGW.0308',
    error_msg: expect.stringContaining('policy user over ratelimit,limit:5,time:1 minute'),
    request_id: expect.any(String),
  });
  clock.advance('59 s');
  expect((await createUpgrade()).length).toBe(24);
});

test('J: tokens are counted apart from keys, and refused calls not at all', async () => {
  const { call, simulator, signed, world } = startSimulator({
    rateLimit: { callsPerMinute: 1, words: 'application' },
  });
  expect((await call('GET', '/apps')).status).toBe(200);
  expect(await call('GET', '/apps')).toMatchObject({ status: 403, body: { error_code: 'IOTDA.021101' } });
  const { iamDomain, iamUser, iamPassword, region, projectId } = world.credentials;
  const user = { name: iamUser, password: iamPassword, domain: { name: iamDomain } };
  const login = {
    auth: { identity: { methods: ['password'], password: { user } }, scope: { project: { name: region } } },
  };
  const tokens = await simulator.fetch(
    new Request('https://iam.example/v3/auth/tokens', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(login),
    }),
  );
  const headers = { 'X-Auth-Token': tokens.headers.get('X-Subject-Token') ?? '' };
  const list = () => simulator.fetch(new Request(`https://instance.example/v5/iot/${projectId}/apps`, { headers }));
  expect([(await list()).status, (await list()).status]).toEqual([200, 403]);
  expect((await simulator.fetch(signed('GET', '/apps', { secretKey: 'wrong' }))).status).toBe(401);
});

test('bad-build: the longer the rollout runs, the more of it fails', async () => {
  const { world } = startSimulator({ scenario: 'bad-build' });
  const [task] = world.tasks.values();
  const rates: number[] = [];
  let before = { success: 0, fail: 0 };
  for (let step = 0; step < 4; step += 1) {
    const [, , success = 0, fail = 0] = task?.rows.counts ?? [];
    rates.push((fail - before.fail) / (success - before.success + fail - before.fail));
    before = { success, fail };
    world.advance('3 min');
  }
  expect(rates).toEqual(rates.toSorted((left, right) => left - right));
  expect([(rates[0] ?? 1) < 0.3, (rates.at(-1) ?? 0) > 0.75]).toEqual([true, true]);
});

test('everything-offline: the rollout waits, and fails after 25 hours', async () => {
  const { call, show, world } = startSimulator({ scenario: 'everything-offline' });
  const [task] = world.tasks.values();
  const { batchtask } = await show(task?.taskId ?? '');
  expect(batchtask).toMatchObject({ status: 'Processing', task_progress: { success: 0, fail: 0 } });
  const sql = "select count(*) from device where status = 'ONLINE'";
  expect((await call('POST', '/search/query-devices', { body: { sql } })).body.count).toBe(0);
  world.advance('25 h');
  expect((await show(task?.taskId ?? '')).batchtask).toMatchObject({ status: 'Fail', task_progress: { success: 0 } });
});

test('slow-platform: every call is late, some are very late', async () => {
  const waits: number[] = [];
  const { call } = startSimulator({ scenario: 'slow-platform', delay: async (ms) => waits.push(ms) });
  for (let ask = 0; ask < 40; ask += 1) expect((await call('GET', '/apps')).status).toBe(200);
  expect(waits.filter((ms) => ms === 2500)).toHaveLength(40);
  expect(waits.filter((ms) => ms === 9000).length).toBeGreaterThan(0);
});

test('every scenario that is named can be begun', () => {
  const names = [
    'quiet-fleet',
    'mid-rollout',
    'half-failed',
    'everything-offline',
    'thirty-thousand',
    'bad-build',
    'slow-platform',
  ];
  expect(names.map((name) => findScenario(name)?.name)).toEqual(names);
});

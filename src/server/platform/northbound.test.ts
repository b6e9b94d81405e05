/** The northbound adapter against the simulated platform: sections K.1 to K.8 of the contract. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Call, PlatformError, SeenSubtask } from './port.ts';
import { startNorthbound } from './test-northbound.ts';

const reader: Call = { lane: 'reader' };
let site: ReturnType<typeof startNorthbound>;
const start = (options?: Parameters<typeof startNorthbound>[0]) => (site = startNorthbound(options));
afterEach(() => site.stop());

const failureOf = (asked: Promise<unknown>): Promise<PlatformError> =>
  asked.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: PlatformError) => error,
  );

describe('K.1: one session for all calls', () => {
  test('however many calls begin at once, there is one login, as a form', async () => {
    const { platform, command, calls, requests } = start();
    const taskId = command(3);
    await Promise.all(Array.from({ length: 12 }, () => platform.showTask({ taskId }, reader)));
    expect(calls('login')).toBe(1);
    expect(calls('task')).toBe(12);
    const [login, next] = requests;
    expect(login?.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/);
    expect(next?.headers.get('app_key')).toBe(new URLSearchParams(await login?.text()).get('appId'));
    expect(next?.headers.get('authorization')).toMatch(/^Bearer /);
  });

  test('a token that somebody else ended costs one login, and nobody notices', async () => {
    const { platform, open, command, calls, log } = start();
    const taskId = command(3);
    await platform.showTask({ taskId }, reader);
    const other = open();
    await other.showTask({ taskId }, reader);
    expect(calls('login')).toBe(2);
    const shown = await Promise.all(Array.from({ length: 5 }, () => platform.showTask({ taskId }, reader)));
    expect(shown.map(({ task }) => task.id)).toEqual(Array.from({ length: 5 }, () => taskId));
    expect(calls('login')).toBe(3);
    expect(log.filter(({ status }) => status === 403).length).toBeLessThanOrEqual(5);
  });

  test('it is renewed before its end with the refresh token, and a refresh that is refused becomes a login', async () => {
    const { platform, command, calls, clock, world } = start();
    const taskId = command(3);
    await platform.showTask({ taskId }, reader);
    clock.advance(50 * 60_000);
    await Promise.all(Array.from({ length: 4 }, () => platform.showTask({ taskId }, reader)));
    expect([calls('login'), calls('refresh')]).toEqual([1, 1]);
    clock.advance(50 * 60_000);
    world.fault({ match: 'northbound-refresh', kind: 'status', status: 403, code: '1010005', times: 1 });
    await platform.showTask({ taskId }, reader);
    expect([calls('login'), calls('refresh')]).toEqual([2, 2]);
  });

  test('a wrong secret pauses after two logins and never reaches an error text', async () => {
    const { platform, calls } = start({ change: (settings) => ({ ...settings, appId: 'nobody' }) });
    const failures = [];
    for (let turn = 0; turn < 5; turn += 1) failures.push(await failureOf(platform.showTask({ taskId: 'a' }, reader)));
    expect(failures.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'credentials_rejected'));
    expect(calls('login')).toBe(2);
    expect(platform.health().state).toBe('credentials_rejected');
    expect(JSON.stringify(failures)).not.toContain(site.world.credentials.appSecret);
  });

  test('a login whose answer was lost is asked for again', async () => {
    const { platform, command, world, calls } = start();
    const taskId = command(1);
    world.fault({ match: 'northbound-login', kind: 'reset-after', times: 1 });
    expect((await platform.showTask({ taskId }, reader)).task.id).toBe(taskId);
    expect(calls('login')).toBe(2);
  });
});

describe('K.3 and K.8: a task', () => {
  test('its course in our words, with shares from the counters alone', async () => {
    const { platform, command, pass } = start({ scenario: 'fresh-fleet' });
    const taskId = command(200);
    const look = async () => (await platform.showTask({ taskId }, reader)).task;
    expect(await look()).toMatchObject({
      state: 'waiting',
      rawState: 'Pending',
      counts: { total: 200, waiting: 200, processing: 0 },
    });
    pass(5_000);
    const { counts, state } = await look();
    expect(state).toBe('processing');
    expect(counts.waiting).toBeGreaterThan(50);
    expect(counts.processing).toBeGreaterThan(0);
    expect(counts.waiting + counts.processing + counts.succeeded + counts.failed).toBe(200);
    pass(600_000);
    const ended = await look();
    expect(ended).toMatchObject({ state: 'partly_succeeded', rawState: 'Timeout' });
    expect(ended.counts).toMatchObject({ total: 200, waiting: 0, processing: 0 });
    expect(ended.counts.succeeded + ended.counts.failed).toBe(200);
    expect(ended.counts.failed).toBeGreaterThan(0);
  });

  test('what was asked is shown without keys, and the switch decides the word for tags', async () => {
    const { platform, command, requests } = start({ change: (settings) => ({ ...settings, select: 'tags' }) });
    const taskId = command(2);
    const { task } = await platform.showTask({ taskId }, reader);
    expect(task).toMatchObject({ kind: 'createAsyncCommands', platformName: 'Valves_0', groupIds: [], packageIds: [] });
    expect(task.createdAt).toBe(Date.UTC(2026, 10, 21, 8));
    expect(task.request).toMatchObject({
      taskType: 'DeviceCmd',
      timeout: 600,
      tags: [{ tagName: 'wave', tagValue: 'one' }],
      param: { command: { method: 'ON_OFF' }, callbackUrl: 'https://na.example.com/results' },
    });
    expect(JSON.stringify(task)).not.toContain('opensesame');
    expect(requests.map(({ url }) => url).filter((url) => url.includes('select='))).toEqual([
      expect.stringMatching(/select=tags$/),
    ]);
  });

  test('one that nobody has, and an ID that none can have', async () => {
    const { platform, calls } = start();
    expect(await failureOf(platform.showTask({ taskId: '5c8b' }, reader))).toMatchObject({
      code: 'not_found',
      upstreamCode: '105005',
    });
    expect(await failureOf(platform.showTask({ taskId: '../x' }, reader))).toMatchObject({ code: 'not_found' });
    expect(calls('task')).toBe(1);
    expect(platform.health().state).toBe('ok');
  });

  test('words and fields that nobody documented', async () => {
    const { platform, command, world } = start();
    const taskId = command(2);
    world.fault({ match: 'northbound-task', kind: 'unknown-status', times: 1 });
    expect((await platform.showTask({ taskId }, reader)).task).toMatchObject({
      state: 'other',
      rawState: 'Rehearsing',
    });
  });
});

describe('K.5: subtasks', () => {
  async function everyRow(input: { taskId: string; outcome?: 'failed' | 'succeeded'; limit?: number }) {
    const rows: SeenSubtask[] = [];
    let marker: string | null = null;
    do {
      const { subtasks } = await site.platform.showTask({ ...input, marker }, reader);
      rows.push(...subtasks.rows);
      marker = subtasks.marker;
    } while (marker !== null);
    return rows;
  }

  test.each([3, 7, 50, 100, 1_000])('pages of %i meet each device once', async (limit) => {
    const { command, pass } = start();
    const taskId = command(100);
    pass(60_000);
    const rows = await everyRow({ taskId, limit });
    expect(new Set(rows.map(({ deviceId }) => deviceId)).size).toBe(100);
    expect(rows).toHaveLength(100);
  });

  test('a walk asks for the task once, because calls are few', async () => {
    const { command, pass, calls } = start();
    const taskId = command(250);
    pass(60_000);
    expect(await everyRow({ taskId })).toHaveLength(250);
    expect([calls('task'), calls('details')]).toEqual([1, 3]);
  });

  test('failed is what failed and what timed out', async () => {
    const { command, pass, platform } = start({ scenario: 'fresh-fleet' });
    const taskId = command(200);
    pass(700_000);
    const { task } = await platform.showTask({ taskId }, reader);
    const failed = await everyRow({ taskId, outcome: 'failed', limit: 3 });
    expect(failed).toHaveLength(task.counts.failed);
    expect(new Set(failed.map(({ rawOutcome }) => rawOutcome))).toEqual(new Set(['Fail', 'Timeout']));
    expect(await everyRow({ taskId, outcome: 'succeeded' })).toHaveLength(task.counts.succeeded);
  });

  test('an error that is an object written as text, and one device by its ID', async () => {
    const { command, pass, platform } = start();
    const taskId = command(0, { items: { devices: [0, -1], strangers: [[1, 'nobody']] } });
    pass(60_000);
    const { subtasks } = await platform.showTask({ taskId, deviceId: 'nobody', limit: 1 }, reader);
    expect(subtasks).toEqual({
      rows: [
        {
          deviceId: 'nobody',
          outcome: 'failed',
          rawOutcome: 'Fail',
          output: null,
          errorCode: '100403',
          errorMessage: 'The device is not existed.',
        },
      ],
      total: 1,
      marker: null,
    });
    expect((await platform.showTask({ taskId, deviceId: 'a/b' }, reader)).subtasks.rows).toEqual([]);
    expect((await platform.showTask({ taskId, outcome: 'stopped' }, reader)).subtasks.rows).toEqual([]);
    expect(await failureOf(platform.showTask({ taskId, marker: 'x' }, reader))).toMatchObject({ code: 'refused' });
  });

  test('a registration is shown by node, without what its devices log in with', async () => {
    const { command, pass, platform } = start();
    const taskId = command(0, { type: 'DeviceReg', param: { fileId: 'f' }, items: { lines: 12 } });
    pass(60_000);
    const { task, subtasks } = await platform.showTask({ taskId }, reader);
    expect(task).toMatchObject({ kind: 'createDevices', request: { param: { fileId: 'f' } } });
    const [row] = subtasks.rows;
    expect(row?.output).toMatch(/"verifyCode":"\[removed\]","psk":"\[removed\]"/);
    const one = await platform.showTask({ taskId, deviceId: row?.deviceId ?? '', limit: 1 }, reader);
    expect(one.subtasks.rows).toEqual([row]);
  });
});

describe('K.6: errors', () => {
  test.each([
    ['1010009', 403, 'throttled', 'throttled'],
    ['100203', 500, 'no_permission', 'no_permission'],
    ['100217', 403, 'no_permission', 'no_permission'],
    ['100203', 200, 'no_permission', 'no_permission'],
    ['100022', 400, 'refused', 'ok'],
    ['50252', 500, 'failing', 'failing'],
    ['999', 200, 'garbled', 'failing'],
  ])('%s with %i is %s, and the connection is %s', async (code, status, expected, state) => {
    const { platform, world, calls } = start();
    world.fault({ match: 'northbound-task', kind: 'status', status, code, message: 'As the platform says.' });
    const failure = await failureOf(platform.showTask({ taskId: 'a' }, reader));
    expect(failure).toMatchObject({ code: expected, upstreamCode: code, upstreamMessage: 'As the platform says.' });
    expect(platform.health().state).toBe(state);
    // What may pass is tried again; what is wrong in the settings never.
    expect(calls('task')).toBe(['throttled', 'failing', 'garbled'].includes(expected) ? 3 : 1);
  });
});

test('it lists nothing and can do nothing but show: no call leaves', async () => {
  const { platform, requests } = start();
  expect(platform.capabilities).toMatchObject({ listedKinds: [], canCreate: false, canRetry: false });
  expect(await platform.listSpaces(reader)).toEqual([]);
  expect(await platform.listProducts('s', reader)).toEqual([]);
  expect(await platform.listPackages({ spaceId: 's', kind: 'firmware' }, reader)).toEqual([]);
  expect(await platform.listGroups('s', reader)).toEqual([]);
  expect(await platform.listDevices({ spaceId: 's', marker: null, limit: 1 }, reader)).toMatchObject({ rows: [] });
  expect(await platform.retryDevices('a', ['d'], reader)).toMatchObject({ kind: 'refused' });
  expect(await failureOf(platform.listTasks({ kind: 'x', marker: null }, reader))).toMatchObject({ code: 'refused' });
  expect(requests).toEqual([]);
});

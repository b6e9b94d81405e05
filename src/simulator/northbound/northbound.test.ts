/** The simulated northbound platform against sections K.1 to K.8 of its contract. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Session } from '#wire/northbound/session.ts';
import { TaskDetailsResponse } from '#wire/northbound/task-details.ts';
import { QueriedTask } from '#wire/northbound/tasks.ts';
import { openWorld } from '#simulator/persistence.ts';
import { findScenario } from '#simulator/scenarios/scenarios.ts';
import { manualClock } from '#simulator/world/clock.ts';
import { countItems } from '#simulator/world/command-task.ts';
import { deviceIdOf } from '#simulator/world/fleet.ts';
import { command, startApplication } from './test-application.ts';

const refusal = (status: number, error_code: string) => ({
  status,
  body: { error_code, error_desc: expect.stringMatching(/./) },
});
const sum = (task: QueriedTask) =>
  (task.successCnt ?? 0) + (task.failCnt ?? 0) + (task.timeoutCnt ?? 0) + (task.expiredCnt ?? 0);

describe('K.1 access', () => {
  test('a login is a form, and its answer has both tokens', async () => {
    const { login, post, appId, secret } = startApplication();
    const { status, body } = await login();
    expect(status).toBe(200);
    expect(Session.parse(body)).toEqual({
      scope: 'default',
      tokenType: 'bearer',
      expiresIn: 3600,
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
    });
    expect(await login({ appId, secret: 'wrong' })).toMatchObject(refusal(401, '100208'));
    expect(await login({ appId })).toMatchObject(refusal(400, '100019'));
    expect(await post('/sec/v1.1.0/login', { appId, secret }, 'text/plain')).toMatchObject(refusal(400, '100019'));
  });

  test('only the newest token is valid: another login, a refresh and time end it with 403', async () => {
    const { login, refresh, ask, clock } = startApplication();
    const first = (await login()).body;
    const second = (await login()).body;
    const path = '/tasks/5c8b';
    expect(await ask('GET', path, undefined, { token: first.accessToken })).toMatchObject(refusal(403, '1010005'));
    expect(await ask('GET', path, undefined, { token: second.accessToken })).toMatchObject(refusal(404, '105005'));
    expect(await refresh(first.refreshToken)).toMatchObject(refusal(401, '100208'));
    const third = (await refresh(second.refreshToken)).body;
    expect(await ask('GET', path, undefined, { token: second.accessToken })).toMatchObject(refusal(403, '1010005'));
    expect(await ask('GET', path, undefined, { token: third.accessToken })).toMatchObject(refusal(404, '105005'));
    clock.advance('61 min');
    expect(await ask('GET', path, undefined, { token: third.accessToken })).toMatchObject(refusal(403, '1010005'));
    expect((await refresh(third.refreshToken)).status).toBe(200);
  });

  test('every other call needs app_key and a bearer token', async () => {
    const { login, ask } = startApplication();
    expect(await ask('GET', '/tasks/a')).toMatchObject(refusal(403, '1010005'));
    await login();
    expect(await ask('GET', '/tasks/a', undefined, { headers: { app_key: 'x' } })).toMatchObject(
      refusal(403, '1010005'),
    );
    expect(await ask('GET', '/tasks/a', undefined, { headers: { Authorization: 'x' } })).toMatchObject(
      refusal(403, '1010005'),
    );
  });
});

test('K.6: the 101st call within a minute is throttled', async () => {
  const { login, ask, clock } = startApplication();
  await login();
  for (let call = 2; call <= 100; call += 1) expect((await ask('GET', '/tasks/a')).status).toBe(404);
  expect(await ask('GET', '/tasks/a')).toMatchObject(refusal(403, '1010009'));
  clock.advance('61 s');
  expect((await ask('GET', '/tasks/a')).status).toBe(404);
});

describe('K.2 create', () => {
  test('answers taskID; the query spells it taskId and contains what was asked', async () => {
    const { login, ask, create, meters, appId } = startApplication();
    await login();
    const tags = [{ tagName: 'wave', tagValue: 'one' }];
    const taskID = await create({ tags }, { deviceList: meters(0, 3), maxRetransmit: 1 });
    const { body } = await ask('GET', `/tasks/${taskID}?appId=${appId}&select=tag`);
    expect(QueriedTask.parse(body)).toEqual(body);
    expect(body).toMatchObject({ taskId: taskID, appId, taskName: 'Valves', taskFrom: 'Northbound', tags });
    expect(body).toMatchObject({ taskType: 'DeviceCmd', timeout: 600, totalCnt: 3, param: { maxRetransmit: 1 } });
    expect((await ask('GET', `/tasks/${taskID}?select=tags`)).body.tags).toEqual(tags);
    expect((await ask('GET', `/tasks/${taskID}`)).body.tags).toBeUndefined();
    expect(await ask('GET', `/tasks/${taskID}?select=all`)).toMatchObject(refusal(400, '100022'));
  });

  test.each([
    [{ taskName: undefined }, 400, '50400'],
    [{ taskName: 'x'.repeat(257) }, 400, '50400'],
    [{ taskType: 'DeviceFly' }, 400, '50400'],
    [{ timeout: 9 }, 400, '50400'],
    [{ timeout: 2881 }, 400, '50400'],
    [{ param: undefined }, 400, '50400'],
    [{ param: { type: 'DeviceList', deviceList: ['d'] } }, 400, '50400'],
    [{ tags: [{ tagName: 'x'.repeat(129), tagValue: 'y' }] }, 400, '50400'],
    [{ appId: 'nobody' }, 403, '100203'],
    [{ taskType: 'DeviceReg', param: {} }, 200, '101001'],
  ])('%o is refused with %i %s', async (more, status, code) => {
    const { login, ask, world } = startApplication();
    await login();
    expect(await ask('POST', '/tasks', command(world, more))).toMatchObject(refusal(status, code));
    expect(world.commandTasks.size).toBe(0);
  });

  test('a space of somebody else is not authorised', async () => {
    const { login, ask, spaces, world } = startApplication();
    await login();
    const other = spaces.find(({ isDefault }) => !isDefault)?.appId;
    expect(await ask('POST', '/tasks', command(world, { appId: other }))).toMatchObject(refusal(403, '100217'));
    expect(await ask('GET', `/tasks/a?appId=${other}`)).toMatchObject(refusal(403, '100217'));
  });

  test('one unfinished task, names and tags once: the errors that come with HTTP 200', async () => {
    const { login, ask, create, meters, world, simulator } = startApplication({ scenario: 'quiet-fleet' });
    await login();
    const deviceList = meters(0, 2);
    const tags = [{ tagName: 'wave', tagValue: 'one' }];
    await create({ tags }, { deviceList });
    const again = (more: Record<string, unknown>) => ask('POST', '/tasks', command(world, more, { deviceList }));
    expect(await again({ taskName: 'Other' })).toMatchObject(refusal(200, '105001'));
    world.advance('11 min');
    expect(await again({})).toMatchObject(refusal(200, '105002'));
    expect(await again({ taskName: 'Other', tags })).toMatchObject(refusal(400, '105201'));
    expect((await again({ taskName: 'Other' })).body.taskID).toBeDefined();
    const acted = simulator.log.entries.filter(({ kind, acted: did }) => kind === 'northbound-create' && did);
    expect(acted.map(({ targets }) => targets)).toEqual([deviceList, deviceList]);
  });

  test.each(['DeviceReg', 'DeviceLocation', 'DeviceMod', 'DeviceDel', 'DeviceLicense'])(
    '%s takes the lines of a file',
    async (taskType) => {
      const { login, ask, create, world } = startApplication();
      await login();
      const taskID = await create({ taskType, param: { fileId: 'f-1' } });
      world.advance('11 min');
      const { body } = await ask('GET', `/tasks/${taskID}`);
      expect(body).toMatchObject({ taskType, status: 'Complete', param: { fileId: 'f-1' } });
      const details = (await ask('GET', `/taskDetails?taskId=${taskID}&index=1`)).body;
      expect(details).toMatchObject({
        totalCount: 1,
        taskDetails: [{ param: { index: 1, nodeId: expect.any(String) } }],
      });
    },
  );
});

test('K.4: the six ways to choose devices', async () => {
  const { login, ask, create, meters, world, products, groups } = startApplication();
  await login();
  const { fleet } = world;
  const group = groups.find(({ name }) => name === 'Canary_meters');
  const named = new Set(meters(0, 5));
  const ways: [param: Record<string, unknown>, has: (device: number) => boolean][] = [
    [{ type: 'DeviceList', deviceList: [...named] }, (device) => named.has(deviceIdOf(fleet, device))],
    [
      { type: 'DeviceType', deviceType: 'StreetLamp', manufacturerId: 'Guangming Lighting', model: 'NB_Street_Lamp' },
      (device) => products[fleet.product[device] ?? 0]?.deviceType === 'StreetLamp',
    ],
    [{ type: 'DeviceArea', deviceLocation: '南湖' }, (device) => fleet.district[device] === 2],
    [{ type: 'GroupList', groupList: ['Canary_meters'] }, (device) => ((fleet.groups[device] ?? 0) & 4) !== 0],
    [{ type: 'GroupIdList', groupList: [group?.groupId] }, (device) => ((fleet.groups[device] ?? 0) & 4) !== 0],
    [{ type: 'Broadcast' }, () => true],
  ];
  for (const [nth, [param, has]] of ways.entries()) {
    const taskID = await create({ taskName: `Way_${nth}` }, { deviceList: undefined, ...param });
    let expected = 0;
    for (let device = 0; device < fleet.size; device += 1) {
      if (products[fleet.product[device] ?? 0]?.space === 0 && has(device)) expected += 1;
    }
    const { totalCnt } = (await ask('GET', `/tasks/${taskID}`)).body;
    expect([param['type'], totalCnt]).toEqual([param['type'], expected]);
    expect(expected).toBeGreaterThan(0);
    world.advance('11 min');
  }
  const wrong = { type: 'GroupList', groupList: ['no such group'] };
  expect(await ask('POST', '/tasks', command(world, { taskName: 'x' }, wrong))).toMatchObject(refusal(200, '101001'));
});

describe('K.3, K.8: the course of a task', () => {
  test('Pending, Running, and an end whose counters add up; shares are thousandths', async () => {
    const { login, ask, create, meters, world } = startApplication();
    await login();
    const taskID = await create({ timeout: 600 }, { deviceList: meters(0, 200) });
    const seen: string[] = [];
    const query = async () => QueriedTask.parse((await ask('GET', `/tasks/${taskID}`)).body);
    for (let minute = 0; minute < 44; minute += 1) {
      const task = await query();
      if (seen.at(-1) !== task.status) seen.push(task.status ?? '');
      expect(sum(task)).toBeLessThanOrEqual(200);
      expect(task.progress).toBe(Math.floor(sum(task) * 5));
      world.advance('15 s');
    }
    expect(seen).toEqual(['Pending', 'Running', 'Timeout']);
    const ended = await query();
    expect(sum(ended)).toBe(200);
    expect(ended.successCnt).toBeGreaterThan(150);
    expect(ended.timeoutCnt).toBeGreaterThan(0);
    expect(ended.expiredCnt).toBeGreaterThan(0);
    expect(ended.completeCnt).toBe(200 - (ended.expiredCnt ?? 0));
  });

  test('devices that all answer make it Complete before its time; a stranger fails', async () => {
    const { login, ask, create, meters, world } = startApplication({ scenario: 'quiet-fleet' });
    await login();
    const taskID = await create({}, { deviceList: [...meters(0, 3), 'nobody'], maxRetransmit: 3 });
    world.advance('2 min');
    const task = (await ask('GET', `/tasks/${taskID}`)).body;
    expect(task).toMatchObject({ status: 'Complete', totalCnt: 4, successCnt: 3, failCnt: 1, successRate: 750 });
    const { body } = await ask('GET', `/taskDetails?taskId=${taskID}&status=Fail&pageNo=0&pageSize=10`);
    expect(body).toMatchObject({ totalCount: 1, taskDetails: [{ status: 'Fail', param: { deviceId: 'nobody' } }] });
    expect(JSON.parse(body.taskDetails[0].error)).toEqual({ error_code: '100403', error_desc: expect.any(String) });
  });

  test('the same seed takes the same course, however often somebody looks', async () => {
    const course = async (looks: number) => {
      const { login, create, meters, world } = startApplication();
      await login();
      const task = world.commandTasks.get(await create({}, { deviceList: meters(0, 50) }));
      if (task === undefined) throw new Error('no task');
      for (let look = 0; look < looks; look += 1) world.advance(60_000 / looks);
      return countItems(world.fleet, world.seed, task, world.now());
    };
    expect(await course(1)).toEqual(await course(10));
  });

  test('tasks are kept: from the journal, and from a snapshot', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kept-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const scenario = findScenario('quiet-fleet');
    if (scenario === null) throw new Error('no scenario');
    const clock = manualClock(Date.UTC(2026, 10, 21));
    const open = () => openWorld({ dir, scenario, seed: 3, clock, speed: 1, findScenario });
    const order = {
      name: 'Kept',
      type: 'DeviceReg',
      timeoutSeconds: 60,
      param: { fileId: 'f' },
      tags: [],
      items: { lines: 4 },
    } as const;
    const first = open();
    const task = first.world.command({ ...order, tags: [] });
    const second = open();
    expect([...second.world.commandTasks.values()]).toEqual([task]);
    second.close();
    const third = open();
    expect([...third.world.commandTasks.values()]).toEqual([task]);
    expect(third.world.command({ ...order, tags: [], name: 'Next' }).no).toBe(1);
    third.close();
    first.close();
  });
});

describe('K.5 subtasks', () => {
  test('pages from 0, one row by default, everything without a page number', async () => {
    const { login, ask, create, meters, world } = startApplication({ scenario: 'quiet-fleet' });
    await login();
    const devices = meters(0, 7);
    const taskID = await create({}, { deviceList: devices });
    world.advance('2 min');
    const details = async (query: string) => (await ask('GET', `/taskDetails?taskId=${taskID}${query}`)).body;
    const ids = (body: { taskDetails: { param: { deviceId: string } }[] }) =>
      body.taskDetails.map(({ param }) => param.deviceId);
    const all = await details('');
    expect(TaskDetailsResponse.parse(all).taskDetails).toHaveLength(7);
    expect(ids(all)).toEqual(devices);
    expect(await details('&pageNo=0')).toMatchObject({ pageNo: 0, pageSize: 1, totalCount: 7 });
    expect(ids(await details('&pageNo=6'))).toEqual(devices.slice(6));
    expect(ids(await details('&pageNo=1&pageSize=5'))).toEqual(devices.slice(5));
    expect(ids(await details('&pageNo=9&pageSize=5'))).toEqual([]);
    const [{ param, output }] = (await details(`&deviceId=${devices[3]}`)).taskDetails;
    expect(param).toEqual({ deviceId: devices[3], commandId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(output).toEqual({ requestId: expect.any(String), commandResult: 'SUCCESSFUL' });
    expect(ids(await details(`&commandId=${param.commandId}`))).toEqual([devices[3]]);
    expect(ids(await details('&deviceId=somebody'))).toEqual([]);
  });

  test('each status can be asked for, and together they are all', async () => {
    const { login, ask, create, meters, world } = startApplication();
    await login();
    const taskID = await create({}, { deviceList: meters(0, 300) });
    world.advance('8 s');
    let found = 0;
    for (const status of ['Pending', 'WaitResult', 'Success', 'Fail', 'Timeout']) {
      const { body } = await ask('GET', `/taskDetails?taskId=${taskID}&status=${status}`);
      expect(body.taskDetails.every((row: { status: string }) => row.status === status)).toBe(true);
      found += body.totalCount;
    }
    expect(found).toBe(300);
  });

  test.each([
    ['', 400, '100019'],
    ['taskId=5c8b', 404, '105005'],
    ['taskId={}&status=Done', 400, '100022'],
    ['taskId={}&pageNo=-1', 400, '100022'],
    ['taskId={}&pageSize=0', 400, '100022'],
    ['taskId={}&appId=nobody', 403, '100203'],
  ])('%j is refused with %i %s', async (query, status, code) => {
    const { login, ask, create } = startApplication();
    await login();
    const taskID = await create({ taskType: 'DeviceReg', param: { fileId: 'f' } });
    expect(await ask('GET', `/taskDetails?${query.replace('{}', taskID)}`)).toMatchObject(refusal(status, code));
  });
});

test('faults speak the words of this platform', async () => {
  const { login, ask, world } = startApplication();
  await login();
  world.fault({ match: 'northbound-task', kind: 'throttle', times: 1 });
  expect(await ask('GET', '/tasks/a')).toMatchObject(refusal(403, '1010009'));
  world.fault({ match: 'northbound-task', kind: 'status', status: 500, code: '100203', times: 1 });
  expect(await ask('GET', '/tasks/a')).toMatchObject(refusal(500, '100203'));
  world.fault({ match: 'northbound-login', kind: 'status', times: 1 });
  expect(await login()).toMatchObject(refusal(500, '50252'));
});

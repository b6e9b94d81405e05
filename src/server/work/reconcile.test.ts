import { expect, test } from 'vitest';
import { setStatus } from '#simulator/world/task.ts';
import { allFailed, firstTask, halfFailed, onceEach, quiet, smallUpgrade, timesRetried } from './test-scenarios.ts';
import { connection, openSite, sharing, type TestSite } from './test-site.ts';
import { createWork } from './work.ts';

const minuteMs = 60_000;

const creates = (site: TestSite) => site.simulator.log.entries.filter(({ kind }) => kind === 'create');

/** Lets time pass in steps, with what a console does in each. */
async function live(site: TestSite, ms: number) {
  for (let passed = 0; passed < ms; passed += 1_000) {
    await site.work.tick('courier');
    await site.work.tick('reconcile');
    site.clock.advance(1_000);
  }
}

test('[4] a create whose answer was lost is found by its name and adopted', async () => {
  const site = await openSite(quiet);
  site.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
  const begun = await site.beginCreate(smallUpgrade(site));
  await site.work.tick('courier');
  expect((await site.operation(begun.id)).state).toBe('unknown');

  await site.work.tick('reconcile');
  const [made] = site.world.tasks.values();
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', taskId: made?.taskId, errorCode: null });
  expect(site.world.tasks.size).toBe(1);
  expect(creates(site)).toHaveLength(1);
  const task = await site.store.tasks.find({ connection, id: made?.taskId ?? '' });
  expect(task?.task).toMatchObject({ name: 'Meters', createdBy: 'Li Na', spaceId: smallUpgrade(site).spaceId });
});

test('[6] a create that arrives late is looked for at 2, 5, 15 and 60 seconds and adopted', async () => {
  const site = await openSite(quiet);
  site.world.fault({ match: 'create', kind: 'reset-before', times: 1 });
  const lostAt = site.clock.now();
  const lookedAt: number[] = [];
  const onTheWay: Request[] = [];
  site.onRequest((request) => {
    if (request.method === 'POST') onTheWay.push(request.clone());
    else lookedAt.push(site.clock.now() - lostAt);
  });
  const begun = await site.beginCreate(smallUpgrade(site));
  await live(site, 30_000);
  for (const request of onTheWay) expect((await site.simulator.fetch(request)).status).toBe(201);
  await live(site, 29_000);
  expect((await site.operation(begun.id)).state).toBe('unknown');
  await live(site, 2_000);
  expect(lookedAt).toEqual([0, 2_000, 5_000, 15_000, 60_000]);
  expect((await site.operation(begun.id)).state).toBe('done');
  expect(site.world.tasks.size).toBe(1);
});

test('a create that never arrived is left to a person once its signature has lapsed, and is never sent again', async () => {
  const site = await openSite(quiet);
  site.world.fault({ match: 'create', kind: 'reset-before', times: 1 });
  const begun = await site.beginCreate(smallUpgrade(site));
  await live(site, 15 * minuteMs);
  expect((await site.operation(begun.id)).state).toBe('unknown');
  await live(site, 3 * minuteMs);
  expect(await site.operation(begun.id)).toMatchObject({
    state: 'needs_person',
    errorCode: 'not_created',
    taskId: null,
  });
  expect(creates(site)).toHaveLength(1);
  expect(site.world.tasks.size).toBe(0);
});

test.each(['reset-after', 'truncated', 'reset-before'] as const)(
  'a retry of 1,200 devices whose fourth answer is lost (%s) starts each device once',
  async (kind) => {
    const site = await openSite(allFailed(1_200));
    const { id, devices } = firstTask(site);
    const begun = await site.beginRetry(id, devices);
    let posts = 0;
    site.onRequest(({ method }) => {
      posts += method === 'POST' ? 1 : 0;
      if (posts === 4 && method === 'POST') site.world.fault({ match: 'retry', kind, times: 1 });
    });
    await site.work.tick('courier');
    expect((await site.operation(begun.id)).progress).toMatchObject({ accepted: 1_100, unknown: 100 });

    await live(site, 10_000);
    expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 1_200, unknown: 0 } });
    expect(timesRetried(site)).toEqual(onceEach(devices));
  },
);

test('[23] a lost retry that the platform took only in part is sent again for the rest alone', async () => {
  const site = await openSite(allFailed(200));
  const { id, task, devices } = firstTask(site);
  await site.work.look({ connection, id });
  site.world.fault({ match: 'retry', kind: 'status', status: 502, times: 1 });
  await site.beginRetry(id, devices.slice(0, 100));
  await site.work.tick('courier');
  // What a gateway that gave up half way leaves behind.
  const taken = devices.slice(0, 30);
  site.world.act({ kind: 'retry', task: task.no, targets: taken });
  await live(site, 10_000);
  expect(timesRetried(site)).toEqual(onceEach(devices.slice(30, 100)));
});

test('a device that a look sees for the first time is not taken for one that was started', async () => {
  const site = await openSite(allFailed(60));
  const { devices } = firstTask(site);
  site.world.fault({ match: 'retry', kind: 'reset-before', times: 1 });
  const begun = await site.beginRetry(firstTask(site).id, devices);
  await site.work.tick('courier');
  site.clock.advance(1_000);
  await live(site, 10_000);
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 60 } });
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

test('a device that was seen on its way and failed again is not started a second time', async () => {
  const site = await openSite(allFailed(100));
  const { id, task, devices } = firstTask(site);
  site.world.fault({ match: 'retry', kind: 'reset-after', times: 1 });
  const begun = await site.beginRetry(id, devices);
  await site.work.tick('courier');
  // At the first look one device has not been taken; until the last all others have failed again.
  setStatus(task.rows, 0, 'Fail');
  await site.work.tick('reconcile');
  for (let row = 1; row < task.rows.size; row += 1) setStatus(task.rows, row, 'Fail');
  for (const ms of [2_000, 5_000]) {
    expect((await site.operation(begun.id)).state).toBe('unknown');
    site.clock.advance(ms);
    await site.work.tick('reconcile');
  }
  expect((await site.operation(begun.id)).progress).toMatchObject({ accepted: 99 });
});

test('a device that the copy saw leave and fail again is not started a second time', async () => {
  const site = await openSite(allFailed(50));
  const { id, devices } = firstTask(site);
  await site.work.look({ connection, id });
  site.world.fault({ match: 'retry', kind: 'reset-after', times: 1 });
  const begun = await site.beginRetry(id, devices);
  site.clock.advance(1_000);
  await site.work.tick('courier');
  for (const [ms, failed] of [
    [1_000, undefined],
    [60_000, 50],
  ] as const) {
    site.clock.advance(ms);
    await site.work.look({ connection, id });
    expect((await site.store.subtasks.countByOutcome({ connection, id })).failed).toBe(failed);
  }
  await live(site, 10_000);
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 50 } });
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

test('a platform that is away after a lost retry is asked again, and each device is started once', async () => {
  const site = await openSite(halfFailed(300));
  const { id, failed } = firstTask(site);
  const devices = failed.slice(0, 100);
  site.world.fault({ match: 'retry', kind: 'reset-after', times: 1 });
  const begun = await site.beginRetry(id, devices);
  await site.work.tick('courier');
  const away = site.world.fault({ match: 'show', kind: 'status', status: 503 });
  await expect(site.work.tick('reconcile')).rejects.toThrow('platform: failing');
  expect((await site.operation(begun.id)).state).toBe('unknown');
  away();
  await live(site, 20_000);
  expect((await site.operation(begun.id)).state).toBe('done');
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

test('devices that could have failed again meanwhile are left to a person instead of being sent again', async () => {
  const site = await openSite(allFailed(100));
  const { id, devices } = firstTask(site);
  await site.work.look({ connection, id });
  await site.work.tick('harvest');
  site.world.fault({ match: 'retry', kind: 'reset-after', times: 1 });
  const begun = await site.beginRetry(id, devices);
  await site.work.tick('courier');
  site.clock.advance(5 * minuteMs);
  await live(site, 10_000);
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 0, unknown: 100 } });
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

test('a create that cannot be looked for is never said not to have been made', async () => {
  const site = await openSite(quiet);
  site.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
  site.world.fault({ match: 'list', kind: 'status', status: 403, code: 'IOTDA.000022' });
  const begun = await site.beginCreate(smallUpgrade(site));
  await live(site, 18 * minuteMs);
  expect(await site.operation(begun.id)).toMatchObject({ state: 'needs_person', errorCode: 'no_permission' });
  expect(site.world.tasks.size).toBe(1);
});

test('a lost retry of a task that is gone is left to a person instead of being looked for without end', async () => {
  const site = await openSite(allFailed(100));
  const { id, task, devices } = firstTask(site);
  await site.work.look({ connection, id });
  site.world.fault({ match: 'retry', kind: 'reset-before', times: 1 });
  const begun = await site.beginRetry(id, devices);
  await site.work.tick('courier');
  site.world.act({ kind: 'delete', task: task.no });
  for (let looks = 0; looks < 10; looks += 1) {
    await site.work.tick('reconcile').catch(() => undefined);
    site.clock.advance(15_000);
  }
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 0, unknown: 100 } });
});

test('however slow the platform is, two processes do not take a look away from one another', async () => {
  const site = await openSite(halfFailed(100));
  const { id, failed } = firstTask(site);
  site.world.fault({ match: 'retry', kind: 'reset-after', times: 1 });
  const begun = await site.beginRetry(id, failed.slice(0, 5));
  await site.work.tick('courier');
  const [one, other] = ['one', 'other'].map((owner) => createWork(sharing(site.services, { owner })));
  await one?.tick('recovery');
  let callsOfOther = 0;
  site.onRequest(async () => {
    site.clock.advance(20_000);
    const calls = site.simulator.log.entries.length;
    await one?.tick('recovery');
    await other?.tick('recovery');
    await other?.tick('reconcile');
    callsOfOther += site.simulator.log.entries.length - calls;
  });
  await one?.tick('reconcile');
  expect(callsOfOther).toBe(0);
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 5 } });
});

import { expect, test } from 'vitest';
import { StoreBusyError } from '#server/store/store.ts';
import {
  allFailed,
  devicesFrom,
  firstTask,
  halfFailed,
  makeTasks,
  onceEach,
  quiet,
  smallUpgrade,
  timesRetried,
} from './test-scenarios.ts';
import { connection, openSite, sharing } from './test-site.ts';
import { createWork } from './work.ts';

test('a retry of 1,200 devices is sent in chunks of 100 and names each device once', async () => {
  const site = await openSite(allFailed(1_200));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, devices);
  await site.work.tick('courier');

  expect(timesRetried(site)).toEqual(onceEach(devices));
  expect(site.simulator.log.entries.filter(({ kind }) => kind === 'retry')).toHaveLength(12);
  const operation = await site.operation(begun.id);
  expect(operation.state).toBe('done');
  expect(operation.progress).toEqual({
    devices: 1_200,
    accepted: 1_200,
    refused: 0,
    unknown: 0,
    chunks: 12,
    chunksSettled: 12,
  });
  const published = site.events.filter((event) => event.type === 'operation');
  expect(published.at(-1)?.operation).toEqual(operation);
  expect(published.map((event) => event.operation.progress.chunksSettled)).toEqual(
    Array.from({ length: 24 }, (_, index) => Math.floor((index + 1) / 2)),
  );
});

test('[22] what the platform says of single devices is kept', async () => {
  const site = await openSite(allFailed(3));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, [...devices, 'stranger']);
  await site.work.tick('courier');

  const { rows } = await site.store.operations.results('city', begun.id, { limit: 10 });
  expect(rows.find(({ deviceId }) => deviceId === 'stranger')).toMatchObject({
    outcome: 'refused',
    errorCode: 'IOTDA.014219',
  });
  expect((await site.operation(begun.id)).progress).toMatchObject({ accepted: 3, refused: 1 });
});

test('an answer that leaves a device out settles the others, and only that one is looked for', async () => {
  const site = await openSite(allFailed(100));
  const { id, devices } = firstTask(site);
  await site.work.look({ connection, id });
  await site.work.tick('harvest');
  const platform = site.services.connections.get(connection)?.platform;
  if (platform === undefined) throw new Error('no platform');
  const { retryDevices } = platform;
  platform.retryDevices = async (...call) => {
    const written = await retryDevices(...call);
    return written.kind === 'done' ? { ...written, value: written.value.slice(1) } : written;
  };
  const begun = await site.beginRetry(id, devices);
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'unknown', progress: { accepted: 99, unknown: 1 } });

  platform.retryDevices = retryDevices;
  // By the last look all of them have failed again in the same way.
  for (const ms of [60_000, 2_000, 5_000]) {
    site.clock.advance(ms);
    await site.work.tick('reconcile');
  }
  await site.work.tick('courier');
  expect((await site.operation(begun.id)).progress).toMatchObject({ accepted: 100, unknown: 0 });
  const again = [...timesRetried(site)].filter(([, times]) => times > 1).map(([device]) => device);
  expect(again).toEqual(devices.slice(0, 1));
});

test('throttling in the middle keeps the progress and goes on when the platform says so', async () => {
  const site = await openSite(allFailed(1_200));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, devices);
  let calls = 0;
  site.onRequest(({ method }) => {
    calls += method === 'POST' ? 1 : 0;
    if (calls === 5) site.world.fault({ match: 'retry', kind: 'throttle', times: 1, retryAfter: 30 });
  });
  await site.work.tick('courier');

  const held = await site.operation(begun.id);
  expect(held.progress).toMatchObject({ accepted: 400, chunksSettled: 4 });
  site.clock.advance(29_000);
  await site.work.tick('courier');
  expect(calls).toBe(5);
  site.clock.advance(1_000);
  await site.work.tick('courier');
  expect((await site.operation(begun.id)).state).toBe('done');
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

test('a refusal ends the chunk for good, with the reason of the platform', async () => {
  const site = await openSite(allFailed(3));
  const { id, devices } = firstTask(site);
  site.world.fault({ match: 'retry', kind: 'status', times: 1, status: 403, code: 'IOTDA.000022', message: 'No.' });
  const begun = await site.beginRetry(id, devices);
  await site.work.tick('courier');
  site.clock.advance(600_000);
  await site.work.tick('courier');

  expect((await site.operation(begun.id)).progress).toMatchObject({ accepted: 0, refused: 3, chunksSettled: 1 });
  expect(timesRetried(site)).toEqual(new Map());
});

test('a process that was frozen after its claim gives the chunk back instead of sending it', async () => {
  const site = await openSite(allFailed(3));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, devices);
  const { operations } = site.store;
  const claim = operations.claim.bind(operations);
  let frozenMs = 6_000;
  operations.claim = async (input) => {
    const chunk = await claim(input);
    site.clock.advance(frozenMs);
    frozenMs = 0;
    return chunk;
  };
  await site.work.tick('courier');

  expect(timesRetried(site)).toEqual(onceEach(devices));
  const states = site.events.flatMap((event) => (event.type === 'operation' ? [event.operation.state] : []));
  expect(states).toEqual(['sending', 'planned', 'sending', 'done']);
  expect((await site.operation(begun.id)).state).toBe('done');
});

test('a store that is busy when the task of a create is known is waited for', async () => {
  const site = await openSite(quiet);
  const begun = await site.beginCreate(smallUpgrade(site));
  const { tasks } = site.store;
  const { setOrigin } = tasks;
  const busy = [new StoreBusyError(null), new StoreBusyError(null)];
  tasks.setOrigin = (...args) => {
    const error = busy.pop();
    return error === undefined ? setOrigin(...args) : Promise.reject(error);
  };
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', taskId: firstTask(site).id });
});

test('an answer that cannot be written down leaves its chunk in doubt, not claimed for ever', async () => {
  const site = await openSite(allFailed(3));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, devices);
  const { operations } = site.store;
  const { settle } = operations;
  operations.settle = () => Promise.reject(new Error('this text cannot be stored'));
  await expect(site.work.tick('courier')).rejects.toThrow('this text cannot be stored');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'unknown', errorCode: 'not_written' });

  operations.settle = settle;
  await site.work.tick('reconcile');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 3, unknown: 0 } });
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

test('a process that others take for dead claims nothing', async () => {
  const site = await openSite(allFailed(3));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, devices);
  const work = createWork(sharing(site.services));
  await work.tick('courier');
  expect((await site.operation(begun.id)).state).toBe('planned');
  await work.tick('recovery');
  await work.tick('courier');
  expect((await site.operation(begun.id)).state).toBe('done');
});

test('a process that was frozen while its request waited for its turn does not send it any more', async () => {
  const site = await openSite(halfFailed(300));
  const { id, failed } = firstTask(site);
  const next = createWork(sharing(site.successor().services));
  await next.tick('recovery');
  await next.look({ connection, id });
  await next.tick('harvest');
  const work = createWork(sharing(site.services));
  await work.tick('recovery');
  // Until its key has been recognised once, requests go one at a time.
  const { promise: thawed, resolve: thaw } = Promise.withResolvers<void>();
  site.onRequest(({ method }) => (method === 'GET' ? thawed : undefined));
  const looking = work.look({ connection, id });
  const begun = await site.beginRetry(id, failed.slice(0, 100));
  const sending = work.tick('courier');
  await expect.poll(async () => (await site.operation(begun.id)).state).toBe('sending');

  site.clock.advance(30_000);
  await next.tick('recovery');
  for (const ms of [0, 2_000, 5_000]) {
    site.clock.advance(ms);
    await next.tick('reconcile');
  }
  await next.tick('courier');
  expect((await site.operation(begun.id)).state).toBe('done');
  thaw();
  await Promise.all([looking, sending]);
  expect(timesRetried(site)).toEqual(onceEach(failed.slice(0, 100)));
});

test('[13] an eleventh task of a space waits in line, is told its place, and is sent when a task has ended', async () => {
  const site = await openSite(quiet);
  const begun: string[] = [];
  for (let nth = 0; nth < 13; nth += 1) {
    site.clock.advance(1);
    // Devices of its own, and held until somebody confirms: no task ends by itself.
    const targets = { source: 'devices' as const, deviceIds: devicesFrom(site, nth, 1) };
    const intent = { ...smallUpgrade(site), platformName: `many_${nth}`, targets, needsConfirm: true };
    begun.push((await site.beginCreate(intent)).id);
  }
  await site.work.tick('courier');
  const states = async () =>
    Promise.all(
      begun.map(async (id) => {
        const { state, errorCode, errorMessage } = await site.operation(id);
        return state === 'done' ? state : `${state} ${errorCode} ${errorMessage}`;
      }),
    );
  const ten = Array<string>(10).fill('done');
  expect(await states()).toEqual([...ten, 'planned space_full 1', 'planned space_full 2', 'planned space_full 3']);
  const asked = () => site.simulator.log.entries.filter(({ kind }) => kind === 'create').length;
  expect(asked()).toBe(11);

  // The platform goes on being full: only the first in line asks again.
  site.clock.advance(6_000);
  await site.work.tick('courier');
  expect([asked(), (await states()).at(-1)]).toEqual([12, 'planned space_full 3']);

  for (let ended = 0; ended < 3; ended += 1) {
    site.world.act({ kind: 'stop', task: ended, targets: null });
    site.clock.advance(6_000);
    await site.work.tick('courier');
    const left = Array.from({ length: 2 - ended }, (_, nth) => `planned space_full ${nth + 1}`);
    expect(await states()).toEqual([...ten, ...Array<string>(ended + 1).fill('done'), ...left]);
  }
  const names = [...site.world.tasks.values()].map(({ order }) => order.name);
  expect(names).toEqual(Array.from({ length: 13 }, (_, nth) => `many_${nth}`));
});

test('[13] a refusal that nobody can explain is told at once while the space has room', async () => {
  const site = await openSite(quiet);
  site.world.fault({ match: 'create', kind: 'status', status: 403, code: 'IOTDA.014999', times: 1 });
  const { id } = await site.beginCreate(smallUpgrade(site));
  await site.work.tick('courier');
  expect(await site.operation(id)).toMatchObject({ state: 'refused', errorCode: 'IOTDA.014999' });
});

test('what could not be sent for half an hour is not sent when the platform is back; a stop is', async () => {
  const site = await openSite(quiet);
  const [running] = makeTasks(site, 1, { devices: 5 });
  const end = site.world.fault({ match: 'any', kind: 'throttle', retryAfter: 1 });
  const created = await site.beginCreate(smallUpgrade(site));
  const stopped = await site.beginControl('stop', running?.taskId ?? '');
  await site.work.tick('courier');
  site.clock.advance(31 * 60_000);
  end();
  await site.work.tick('courier');
  expect(await site.operation(created.id)).toMatchObject({
    state: 'refused',
    errorCode: 'not_sent_in_time',
    taskId: null,
  });
  expect(site.simulator.log.entries.filter(({ kind, acted }) => kind === 'create' && acted)).toHaveLength(0);
  // By then the task may have come to its end by itself; it was asked to stop all the same.
  expect((await site.operation(stopped.id)).errorCode).not.toBe('not_sent_in_time');
  expect(site.simulator.log.entries.filter(({ kind }) => kind === 'stop').length).toBeGreaterThan(1);
});

test('of a long retry that could not be begun for half an hour nothing is sent', async () => {
  const site = await openSite(allFailed(300));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, devices);
  site.clock.advance(31 * 60_000);
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { refused: 300 } });
  expect(timesRetried(site)).toEqual(new Map());
});

test('a retry that has begun goes on, however long the platform was away in between', async () => {
  const site = await openSite(allFailed(300));
  const { id, devices } = firstTask(site);
  const begun = await site.beginRetry(id, devices);
  let calls = 0;
  site.onRequest(({ method }) => {
    calls += method === 'POST' ? 1 : 0;
    if (calls === 2) site.world.fault({ match: 'retry', kind: 'throttle', times: 1, retryAfter: 1 });
  });
  await site.work.tick('courier');
  site.clock.advance(60 * 60_000);
  await site.work.tick('courier');
  expect((await site.operation(begun.id)).state).toBe('done');
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

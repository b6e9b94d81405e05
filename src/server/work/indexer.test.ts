import { expect, test } from 'vitest';
import type { CreateIntent } from '#server/platform/port.ts';
import { makeTasks, quiet, smallUpgrade } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';
import { createWork } from './work.ts';

const listed = (site: TestSite) =>
  site.simulator.log.entries.filter(({ kind, path }) => kind === 'list' && path.includes('firmwareUpgrade'));
const known = async (site: TestSite) => (await site.store.tasks.list({ connection, limit: 100 })).total;
const firstSeen = (site: TestSite) => site.events.filter((event) => event.type === 'task' && event.isNew).length;

test('the first run reads every list to its end and knows the space of each task', async () => {
  const site = await openSite(quiet);
  makeTasks(site, 120);
  makeTasks(site, 3, { space: 1 });
  expect(await site.store.tasks.indexedAt(connection)).toBe(null);
  const startedAt = site.clock.now();
  await site.work.tick('index');

  expect(await known(site)).toBe(123);
  expect(firstSeen(site)).toBe(123);
  expect(await site.store.tasks.indexedAt(connection)).toBe(startedAt);
  const { rows } = await site.store.tasks.list({ connection, limit: 5 });
  const [first, second] = site.world.fleet.catalogue.spaces;
  expect(rows.map(({ spaceId }) => spaceId)).toEqual(
    [second, second, second, first, first].map((space) => space?.appId),
  );
});

test('later runs read as far as the first page that brings nothing unknown', async () => {
  const site = await openSite(quiet);
  makeTasks(site, 120);
  await site.work.tick('index');
  site.simulator.log.clear();
  site.clock.advance(60_000);
  await site.work.tick('index');
  expect(listed(site)).toHaveLength(2); // a page for each space

  makeTasks(site, 60);
  site.simulator.log.clear();
  site.clock.advance(60_000);
  await site.work.tick('index');
  expect(await known(site)).toBe(180);
  expect(listed(site)).toHaveLength(4); // three pages and one
});

test('a quiet pass costs one call for each kind and space, and a new task is found by that very call', async () => {
  const site = await openSite(quiet);
  makeTasks(site, 120);
  await site.work.tick('index');
  const { listedKinds } = site.services.connections.get(connection)!.platform.capabilities;
  const { spaces } = site.world.fleet.catalogue;
  const calls = () => site.simulator.log.entries.filter(({ kind }) => kind === 'list').length;

  site.simulator.log.clear();
  site.clock.advance(60_000);
  await site.work.tick('index');
  expect(calls()).toBe(listedKinds.length * spaces.length);

  makeTasks(site, 1);
  site.simulator.log.clear();
  site.clock.advance(60_000);
  await site.work.tick('index');
  expect(await known(site)).toBe(121);
  // The page that brought it is followed by one that is known, to be sure that nothing lies between.
  expect(calls()).toBe(listedKinds.length * spaces.length + 1);
});

test('a list where nothing happens is read ever more seldom, at least once a minute', async () => {
  const site = await openSite(quiet);
  const readAt: number[] = [];
  for (let second = 0; second < 240; second += 1) {
    const before = listed(site).length;
    await site.work.tick('index');
    if (listed(site).length > before) readAt.push(second);
    site.clock.advance(1_000);
  }
  expect(readAt).toEqual([0, 10, 30, 70, 130, 190]);
});

test('a walk that was cut short goes on where it was and loses nothing', { timeout: 30_000 }, async () => {
  const site = await openSite(quiet);
  makeTasks(site, 260);
  let lists = 0;
  site.onRequest(({ url }) => {
    if (!url.includes('firmwareUpgrade')) return;
    lists += 1;
    if (lists === 3) site.world.fault({ match: 'list', kind: 'throttle', times: 1, retryAfter: 60 });
  });
  await expect(site.work.tick('index')).rejects.toThrow('platform: throttled');
  expect(await known(site)).toBe(100);
  expect(await site.store.tasks.indexedAt(connection)).toBe(null);

  makeTasks(site, 2);
  site.clock.advance(60_000);
  await site.work.tick('index');
  expect(await known(site)).toBe(262);
  expect(await site.store.tasks.indexedAt(connection)).not.toBe(null);
});

test('what died half way through is found by the next process', async () => {
  const site = await openSite(quiet);
  makeTasks(site, 60);
  await site.work.tick('index');
  makeTasks(site, 130);
  site.clock.advance(60_000);
  let lists = 0;
  site.onRequest(({ url }) => {
    if (!url.includes('firmwareUpgrade')) return;
    lists += 1;
    if (lists === 2) site.world.fault({ match: 'list', kind: 'throttle', times: 1, retryAfter: 60 });
  });
  await expect(site.work.tick('index')).rejects.toThrow('platform: throttled');
  expect(await known(site)).toBe(110);

  const next = site.successor();
  site.clock.advance(60_000);
  await next.work.tick('index');
  expect(await known(site)).toBe(190);
});

test('without the right to see the spaces, tasks are listed across them', async () => {
  const site = await openSite(quiet);
  makeTasks(site, 2);
  makeTasks(site, 2, { space: 1 });
  site.world.fault({ match: 'spaces', kind: 'status', status: 403, code: 'IOTDA.000022' });
  await site.work.tick('index');
  expect(await known(site)).toBe(4);
  const { rows } = await site.store.tasks.list({ connection, limit: 5 });
  expect(rows.map(({ spaceId }) => spaceId)).toEqual([null, null, null, null]);
});

test('tasks of every kind come into the list, each under its own', async () => {
  const site = await openSite(quiet);
  const { kind: _, packageId, ...upgrade } = smallUpgrade(site);
  const intents: CreateIntent[] = [
    { ...upgrade, kind: 'firmwareUpgrade', packageId },
    { ...upgrade, kind: 'freezeDevices' },
    { ...upgrade, kind: 'unfreezeDevices' },
    { ...upgrade, kind: 'deleteDevices' },
    { ...upgrade, kind: 'createCommands', command: { serviceId: null, name: null, parameters: {} } },
    { ...upgrade, kind: 'createMessages', message: { content: 'hello' } },
    { ...upgrade, kind: 'updateDeviceShadows', shadows: [{ serviceId: 'any', desired: {} }] },
  ];
  const platform = site.services.connections.get(connection)?.platform;
  for (const [nth, intent] of intents.entries()) {
    const written = await platform?.createTask({ ...intent, platformName: `kind_${nth}` }, { lane: 'mutation' });
    expect(written).toMatchObject({ kind: 'done' });
    site.world.advance('1 d');
  }
  await site.work.tick('index');
  const { rows } = await site.store.tasks.list({ connection, limit: 50 });
  expect(rows.map(({ kind }) => kind).toSorted()).toEqual(intents.map(({ kind }) => kind).toSorted());
  expect(rows.every(({ counts }) => counts.total === 20)).toBe(true);
});

test('tasks of every connection come into the list, each under its own', async () => {
  const site = await openSite(quiet);
  const tasks = makeTasks(site, 2);
  const [city] = site.services.connections.values();
  if (city === undefined) throw new Error('no connection');
  const connections = new Map([city, { ...city, id: 'north' }].map((one) => [one.id, one]));
  await createWork({ ...site.services, connections }).tick('index');
  for (const id of connections.keys()) {
    const { rows } = await site.store.tasks.list({ connection: id, limit: 5 });
    expect(new Set(rows.map((task) => task.id))).toEqual(new Set(tasks.map(({ taskId }) => taskId)));
  }
});

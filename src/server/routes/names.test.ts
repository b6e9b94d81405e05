import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Names } from '#shared/domain/names.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { PlatformError } from '#server/platform/port.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';

let platform: SimulatedPlatform;
let console: TestConsole;

beforeAll(async () => {
  platform = simulated('demo');
  console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  await console.work.tick('index');
});
afterAll(() => console[Symbol.asyncDispose]());

const ask = async (cookie: string) =>
  (await console.ask('GET', '/api/v1/connections/simulator/names', { cookie })).body as Names;

test('whoever sees tasks sees what their packages, groups and spaces are called, asked of the platform once', async () => {
  const manager = await console.as('manager');
  const names = await ask(manager);
  const { store } = console.services;
  for (const field of ['package', 'group', 'space'] as const) {
    const used = await store.tasks.values({ connection: 'simulator', field, limit: 100 });
    const ids = used.map(({ value }) => value);
    expect(Object.keys(names[field]).length).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(names[field])));
  }
  const { packages } = platform.world.fleet.catalogue;
  const [id = '', name = ''] = Object.entries(names.package)[0] ?? [];
  // A group that was deleted long ago.
  const groups = await store.tasks.values({ connection: 'simulator', field: 'group', limit: 100 });
  expect(groups.length).toBeGreaterThan(Object.keys(names.group).length);
  expect(name).toContain(packages.find((one) => one.packageId === id)?.version);
  expect(await console.ask('GET', '/api/v1/connections/simulator/spaces', { cookie: manager })).toMatchObject({
    status: 403,
  });

  const calls = platform.calls();
  expect(await ask(manager)).toEqual(names);
  expect(platform.calls()).toBe(calls);
});

test('a platform that does not answer leaves the names that are known', async () => {
  const names = await ask(await console.as('support'));
  await console.clock.advance(25 * 3_600_000);
  const cookie = await console.as('support');
  const letGo = platform.hold();
  const asked = ask(cookie);
  await console.clock.advance(2_000);
  expect(await asked).toEqual(names);
  letGo();
});

test('spaces that are closed to the console keep nobody from the names of the others', async () => {
  const world = simulated('demo');
  const { listGroups } = world.connected.platform;
  const asked: string[] = [];
  const closed = async (...[spaceId, call]: Parameters<typeof listGroups>) => {
    asked.push(spaceId);
    if (asked[0] !== spaceId) throw new PlatformError('no_permission');
    return listGroups(spaceId, call);
  };
  const connected = { ...world.connected, platform: { ...world.connected.platform, listGroups: closed } };
  await using other = await startTestConsole({ connections: [connected], clock: world.clock });
  await other.work.tick('index');
  const { body } = await other.ask('GET', '/api/v1/connections/simulator/names', { cookie: await other.as('manager') });
  expect(new Set(asked).size).toBeGreaterThan(1);
  expect(Object.keys((body as Names).group).length).toBeGreaterThan(0);
});

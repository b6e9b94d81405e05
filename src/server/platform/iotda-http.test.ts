/** The adapter over real sockets, against the simulator behind a real HTTP server. */
import { createAdaptorServer } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#server/clock.ts';
import { findScenario } from '#simulator/scenarios/scenarios.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { createWorld } from '#simulator/world/world.ts';
import { openDispatcher } from './dispatcher.ts';
import { openIotda } from './iotda.ts';
import type { Call } from './port.ts';
import { type Login, settingsFor } from './test-simulator.ts';

const reader: Call = { lane: 'reader' };
const scenario = findScenario('thirty-thousand');
if (scenario === null) throw new Error('the scenario is gone');
const world = createWorld({ scenario, seed: 7 });
const simulator = createSimulator(world);
const server = createAdaptorServer({ fetch: simulator.fetch });
const dispatcher = openDispatcher();
let endpoint = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP, so not a pipe's name
});
afterAll(async () => {
  await dispatcher.destroy();
  server.close();
});

test.each<Login>(['token', 'sdk', 'v11'])(
  'with %s: a task of 30,000 devices is opened, another one created',
  async (login) => {
    const settings = settingsFor(world, login);
    const credentials =
      settings.credentials.kind === 'password'
        ? { ...settings.credentials, iamEndpoint: endpoint }
        : settings.credentials;
    const needs = { dispatcher, clock: systemClock, random: Math.random };
    const platform = openIotda({ ...settings, endpoint, credentials }, needs);
    const [task] = (await platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, reader)).rows.slice(-1);
    const opened = await platform.showTask({ taskId: task?.id ?? '' }, reader);
    expect(opened.subtasks.total).toBe(30_000);
    expect(opened.subtasks.rows).toHaveLength(50);

    const spaceId = (await platform.listSpaces(reader)).find((space) => space.isDefault)?.id ?? '';
    const written = await platform.createTask(
      {
        kind: 'firmwareUpgrade',
        platformName: `Over_http_${login}`,
        spaceId,
        targets: {
          source: 'devices',
          deviceIds: Array.from({ length: 30_000 }, (_, nth) => `${opened.subtasks.rows[0]?.deviceId}_${nth}`),
        },
        packageId: opened.task.packageIds[0] ?? '',
        startsAt: null,
        retry: null,
      },
      { lane: 'mutation' },
    );
    expect(written).toMatchObject({ kind: 'done', value: { platformName: `Over_http_${login}` } });
    expect(platform.health().state).toBe('ok');
    await platform.close();
  },
);

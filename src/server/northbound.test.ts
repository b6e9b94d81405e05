/** A console and a northbound platform in two processes, with certificates on both sides. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Connection } from '#shared/domain/connection.ts';
import { CopyState, FailureGroup, Sample, Subtask, Task } from '#shared/domain/task.ts';
import type { PlatformAccess } from '#simulator/embedded.ts';
import type { LogEntry } from '#simulator/request-log.ts';
import { deviceIds } from './test-platform.ts';
import { run, temporaryFolder } from './test-process.ts';
import { signInAsOperations } from './test-visitor.ts';

const keys = 'src/simulator/test-keys';
const soon = { timeout: 20_000, interval: 50 };
const tasks = '/connections/northbound/tasks';
const Detail = z.object({ task: Task, fresh: z.boolean(), request: z.json() });

async function open(client: 'client' | 'stranger') {
  const folder = await temporaryFolder();
  const log = join(folder, 'platform.log');
  const tls = ['--tls-cert', `${keys}/test-server-cert.pem`, '--tls-key', `${keys}/test-server-key.pem`];
  const certified = [...tls, '--tls-ca', `${keys}/test-ca.pem`, '--tls-port', '0'];
  const platform = await run(
    'src/simulator/main.ts',
    ['--port', '0', '--speed', '20', '--scenario', 'quiet-fleet', '--log', log, ...certified],
    {},
  );
  const access = JSON.parse(platform.firstLine) as PlatformAccess; // the simulator says so of its first line
  expect(access.northboundEndpoint).toMatch(/^https:/);
  const dataDir = join(folder, 'data');
  const console = await run('src/server/main.ts', [], {
    PORT: '0',
    DATA_DIR: dataDir,
    NORTHBOUND_URL: access.northboundEndpoint,
    NORTHBOUND_APP_ID: access.appId,
    NORTHBOUND_SECRET: access.appSecret,
    NORTHBOUND_CA: `${keys}/test-ca.pem`,
    NORTHBOUND_CERT: `${keys}/test-${client}-cert.pem`,
    NORTHBOUND_KEY: `${keys}/test-${client}-key.pem`,
  });
  const url = console.firstLine.replace('Rollout Console: ', '');
  const entries = async () =>
    (await readFile(log, 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LogEntry); // lines are whole: an entry is one write
  return { access, person: await signInAsOperations(url, dataDir), entries, console };
}

/** Somebody else's program gives a command to these devices; it answers the task's ID. */
async function giveCommand({ endpoint, appId, appSecret: secret }: PlatformAccess, deviceList: string[]) {
  const login = await fetch(`${endpoint}/iocm/app/sec/v1.1.0/login`, {
    method: 'POST',
    body: new URLSearchParams({ appId, secret }),
  });
  const { accessToken } = z.object({ accessToken: z.string() }).parse(await login.json());
  const created = await fetch(`${endpoint}/iocm/app/batchtask/v1.1.0/tasks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', app_key: appId, Authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({
      appId,
      timeout: 600,
      taskName: 'Open the valves',
      taskType: 'DeviceCmd',
      param: {
        type: 'DeviceList',
        deviceList,
        maxRetransmit: 3,
        command: { serviceId: 'WaterMeter', method: 'ON_OFF', paras: { value: 'ON' } },
      },
    }),
  });
  return z.object({ taskID: z.string() }).parse(await created.json()).taskID;
}

test('a task is opened by its ID, followed to its end, charted and copied', { timeout: 60_000 }, async () => {
  const { access, person, entries } = await open('client');
  const { connections } = await person.read('/connections', z.object({ connections: z.array(Connection) }));
  expect(connections).toEqual([
    expect.objectContaining({ id: 'northbound', simulated: false, region: new URL(access.northboundEndpoint).host }),
  ]);
  const list = () => person.read(tasks, z.object({ tasks: z.array(Task), indexedAt: z.int().nullable() }));
  await expect.poll(list, soon).toMatchObject({ tasks: [], indexedAt: expect.any(Number) });

  expect(await person.ask('GET', `${tasks}/5c8ba99030344005c02316ad`)).toMatchObject({ status: 404 });
  const meters = deviceIds('waterMeter', 1_000);
  const taskId = await giveCommand(access, [...meters, 'nobody']);
  const one = `${tasks}/${taskId}`;
  const opened = await person.read(one, Detail);
  expect(opened).toMatchObject({
    fresh: true,
    task: {
      id: taskId,
      name: 'Open the valves',
      kind: 'createAsyncCommands',
      createdBy: null,
      counts: { total: 1_001 },
    },
    request: { taskType: 'DeviceCmd', timeout: 600 },
  });
  expect(['waiting', 'processing']).toContain(opened.task.state);

  // From here on nobody opens it: the list is the store's, and what moves in it is followed.
  const ended = { id: taskId, state: 'partly_succeeded', counts: { total: 1_001, succeeded: 1_000, failed: 1 } };
  await expect.poll(list, soon).toMatchObject({ tasks: [ended] });
  const { samples } = await person.read(`${one}/samples`, z.object({ samples: z.array(Sample) }));
  expect(samples.length).toBeGreaterThanOrEqual(2);
  expect(samples.at(-1)?.counts).toMatchObject({ succeeded: 1_000, failed: 1 });
  const copied = () =>
    person.read(
      `${one}/subtasks?outcome=succeeded`,
      z.object({ subtasks: z.array(Subtask), total: z.int(), copy: CopyState }),
    );
  await expect.poll(copied, soon).toMatchObject({ total: 1_000, copy: { rows: 1_001, complete: true } });
  const { groups } = await person.read(`${one}/failures`, z.object({ groups: z.array(FailureGroup) }));
  expect(groups).toMatchObject([{ code: '100403', devices: 1, sampleDeviceIds: ['nobody'] }]);

  const refused = await person.ask(
    'POST',
    `${one}/retry`,
    { which: { by: 'outcome', outcomes: ['failed'] } },
    { 'Idempotency-Key': '7d0c2f0e-3f50-4f3c-8a51-0d6f4bfb8f52' },
  );
  expect(refused).toMatchObject({ status: 409, body: { data: { reason: 'kind_has_no_retry' } } });

  const log = await entries();
  // One login of the console before the other program's, one after; no two at once.
  expect(log.filter(({ kind }) => kind === 'northbound-login')).toHaveLength(3);
  expect(log.filter(({ kind }) => kind === 'northbound-create')).toHaveLength(1);
  expect(log.filter(({ kind }) => !kind.startsWith('northbound-'))).toEqual([]);
});

test('a client with a foreign certificate is not let in, and says so', { timeout: 60_000 }, async () => {
  const { person, console } = await open('stranger');
  expect(await person.ask('GET', `${tasks}/5c8b`)).toMatchObject({
    status: 503,
    body: { code: 'upstream_unreachable' },
  });
  const state = () => person.read('/connections', z.object({ connections: z.array(Connection) }));
  await expect.poll(state, soon).toMatchObject({ connections: [{ state: 'unreachable' }] });
  expect(console.complaints()).not.toContain('PRIVATE KEY');
});

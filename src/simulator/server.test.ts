/** The simulator over HTTP: large headers, dropped connections, the switches, and the process that runs alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { withControl } from './control.ts';
import { serveHttp } from './server.ts';
import { type Ask, read, startSimulator, type TestSimulator } from './test-client.ts';

/** Sends over HTTP what the test client would have asked in process. */
async function send({ signed }: TestSimulator, origin: string, method: string, path: string, ask: Ask = {}) {
  const request = signed(method, path, { ...ask, host: new URL(origin).host });
  const body = request.body === null ? {} : { body: await request.text() };
  const { pathname, search } = new URL(request.url);
  return read(await fetch(`${origin}${pathname}${search}`, { method, headers: request.headers, ...body }));
}

test('signed and token requests are answered over HTTP, with headers of several kilobytes', async () => {
  const platform = startSimulator();
  const { origin, close } = await serveHttp(platform.simulator.fetch, 0);
  try {
    const query = { device_name: "泵_1(A&B)!'%", limit: 3 };
    expect((await send(platform, origin, 'GET', '/devices', { query, algorithm: 'sdk' })).status).toBe(200);
    expect((await send(platform, origin, 'POST', '/batchtasks', { body: {} })).body.error_code).toBe('IOTDA.000006');
    const padded = { 'X-Auth-Token': 'x'.repeat(30_000) };
    expect((await fetch(`${origin}/v5/iot/p/apps`, { headers: padded })).status).toBe(401);
  } finally {
    await close();
  }
});

test('a dropped connection is dropped on the wire', async () => {
  const platform = startSimulator();
  const { origin, close } = await serveHttp(platform.simulator.fetch, 0);
  try {
    platform.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
    const body = platform.upgradeBody(platform.meters(0, 1));
    await expect(send(platform, origin, 'POST', '/batchtasks', { body })).rejects.toThrow(TypeError);
    expect(platform.world.tasks.size).toBe(1);
    expect((await send(platform, origin, 'POST', '/batchtasks', { body })).status).toBe(201);
  } finally {
    await close();
  }
});

test('the switches: faults, time, log and figures', async () => {
  const { simulator, createUpgrade, world } = startSimulator();
  await createUpgrade();
  const fetch = withControl(simulator);
  const ask = async (method: string, path: string, body?: unknown) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return read(await fetch(new Request(`http://127.0.0.1/_simulator/${path}`, { method, ...content })));
  };
  expect((await ask('POST', 'advance', { by: '30 min' })).body.now).toBe(1_800_000);
  expect((await ask('POST', 'advance', { by: 'soon' })).status).toBe(400);
  expect((await ask('POST', 'outage', { share: 0.5 })).status).toBe(200);
  expect((await ask('POST', 'outage', { share: 2 })).status).toBe(400);
  expect((await ask('POST', 'fault', { match: 'show', kind: 'throttle', times: 2, retryAfter: 1 })).body.times).toBe(2);
  expect(world.faults.take('show')).toMatchObject([{ kind: 'throttle', retryAfter: 1 }]);
  expect((await ask('POST', 'fault', { match: 'everything', kind: 'throttle' })).status).toBe(400);
  expect((await ask('DELETE', 'faults')).status).toBe(204);
  expect(world.faults.take('show')).toEqual([]);
  expect((await ask('GET', 'log')).body).toMatchObject([{ kind: 'create' }]);
  expect((await ask('GET', 'stats')).body).toMatchObject({ scenario: 'fresh-fleet', tasks: [{ size: 30 }] });
  expect((await read(await fetch(new Request('http://127.0.0.1/v5/iot/p/apps')))).status).toBe(401);
});

test('alone: the first line of output says how to reach it', async () => {
  const child = spawn(process.execPath, [
    'src/simulator/main.ts',
    '--port',
    '0',
    '--scenario',
    'quiet-fleet',
    '--edition',
    'standard',
  ]);
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    const access = JSON.parse(String(line));
    expect(Object.keys(access)).toEqual([
      'endpoint',
      'iamEndpoint',
      'region',
      'projectId',
      'ak',
      'sk',
      'iamDomain',
      'iamUser',
      'iamPassword',
      'northboundEndpoint',
      'appId',
      'appSecret',
    ]);
    const { northboundEndpoint, appId, appSecret: secret } = access;
    const login = await fetch(`${northboundEndpoint}/iocm/app/sec/v1.1.0/login`, {
      method: 'POST',
      body: new URLSearchParams({ appId, secret }),
    });
    expect((await read(login)).body).toMatchObject({ tokenType: 'bearer' });
    const answer = await read(await fetch(`${access.endpoint}/v5/iot/${access.projectId}/apps`));
    expect(answer.body.error_code).toBe('APIGW.0301');
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

test.each([
  [['--port', 'http'], '--port is a number'],
  [['--speed', '0'], '--speed is a number above 0'],
  [['--calls-per-second', '0'], '--calls-per-second is a number from 1'],
  [['--edition', 'gold'], '--edition is basic, standard or any'],
  [['--scenario', 'calm'], 'half-failed'],
  [['--colour', 'red'], '--colour'],
  [['--tls-port', '-1'], '--tls-port'],
  [['--tls-cert', 'package.json'], '--tls-key'],
  [['--tls-cert', 'package.json', '--tls-key', 'none.pem'], 'no file none.pem'],
])('alone: %o is refused with a sentence', async (more, sentence) => {
  const child = spawn(process.execPath, ['src/simulator/main.ts', ...more]);
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = await once(child, 'close');
  expect(code).toBe(2);
  expect(Buffer.concat(said).toString()).toContain(sentence);
});

import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbedded } from '#simulator/embedded.ts';
import { readConfig } from './config.ts';
import { listeningLog } from './http/test-support.ts';
import { start, type StartOptions } from './start.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'console-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const config = (more: Record<string, string> = {}) =>
  readConfig({ PORT: '0', DATA_DIR: dataDir, ...more }, () => {
    throw new Error('no file is named');
  });
const options = (): StartOptions & { log: ReturnType<typeof listeningLog> } => ({
  simulator: ({ dataDir: folder, speed, clock }) =>
    startEmbedded({ dataDir: folder, speed, clock, scenario: 'quiet-fleet' }),
  log: listeningLog(),
});
const platform = {
  IOTDA_ENDPOINT: 'http://127.0.0.1:9',
  IOTDA_REGION: 'cn-north-4',
  IOTDA_PROJECT_ID: 'p',
  IOTDA_AK: 'AK',
  IOTDA_SK: 'SK',
};

test('the demonstration runs, is found under its address, and continues where it was', async () => {
  const signIn = async (url: string) => {
    const answer = await fetch(`${url}/api/v1/session/demo`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ role: 'manager' }),
    });
    return { status: answer.status, cookie: answer.headers.get('Set-Cookie')?.split(';')[0] ?? '' };
  };
  let cookie: string;
  {
    await using server = await start(config(), options());
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const signedIn = await signIn(server.url);
    expect(signedIn.status).toBe(200);
    ({ cookie } = signedIn);
    const { connections } = (await (
      await fetch(`${server.url}/api/v1/connections`, { headers: { Cookie: cookie } })
    ).json()) as { connections: object[] };
    expect(connections).toEqual([expect.objectContaining({ id: 'simulator', simulated: true })]);
  }
  await using server = await start(config(), options());
  expect((await fetch(`${server.url}/api/v1/connections`, { headers: { Cookie: cookie } })).status).toBe(200);
  // As browsers send it: a method that may have a body, without one and without a content type.
  const bare = await fetch(`${server.url}/api/v1/session`, { method: 'DELETE', headers: { Cookie: cookie } });
  expect(bare.status).toBe(200);
  const unannounced = await fetch(`${server.url}/api/v1/session/demo`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: new Blob(['{"role":"manager"}']).stream(),
    duplex: 'half',
  });
  expect(unannounced.status).toBe(411);
});

test('two consoles run in one process, each with its own state', async () => {
  await using one = await start(config(), options());
  await using other = await start(config({ DATA_DIR: join(dataDir, 'other') }), options());
  expect(one.port).not.toBe(other.port);
  expect(one.services.owner).not.toBe(other.services.owner);
});

test('stopping ends open streams and connections, and leaves the address free', async () => {
  const server = await start(config(), options());
  const { headers } = await fetch(`${server.url}/api/v1/session/demo`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role: 'manager' }),
  });
  const cookie = headers.get('Set-Cookie')!.split(';')[0]!;
  const stream = await fetch(`${server.url}/api/v1/events`, { headers: { Cookie: cookie } });
  const text = stream.text();
  await Promise.all([server.close(), server.close()]);
  expect(await text).toMatch(/^retry: 2000\n/);
  await expect(fetch(`${server.url}/livez`)).rejects.toThrow('fetch failed');
  await using next = await start(config({ PORT: String(server.port) }), options());
  expect(next.port).toBe(server.port);
});

test('stopping waits for no connection on which nothing was asked, or nothing any more', async () => {
  const server = await start(config(), options());
  // Browsers open some ahead of need.
  const unused = connect(server.port, '127.0.0.1');
  const kept = connect(server.port, '127.0.0.1');
  await Promise.all([once(unused, 'connect'), once(kept, 'connect')]);
  kept.write(`GET /livez HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
  await once(kept, 'data');
  const ended = Promise.all([once(unused, 'close'), once(kept, 'close')]);
  unused.resume();
  kept.resume();
  const began = Date.now();
  await server.close();
  expect(Date.now() - began).toBeLessThan(5_000);
  await ended;
});

test('what fails while starting closes what was open', async () => {
  await using first = await start(config(), options());
  const taken = config({ PORT: String(first.port), DATA_DIR: join(dataDir, 'other') });
  await expect(start(taken, options())).rejects.toThrow('EADDRINUSE');
  await using second = await start(config({ DATA_DIR: join(dataDir, 'other') }), options());
  expect(second.port).toBeGreaterThan(0);
});

test('a real console offers no demonstration, and tells only the log where the set-up token is', async () => {
  const opts = options();
  await using server = await start(config(platform), opts);
  expect(await readdir(dataDir)).toContain('set-up-token');
  const session = (await (await fetch(`${server.url}/api/v1/session`)).json()) as object;
  expect(session).toMatchObject({ person: null, signIn: 'set_up' });
  expect(opts.log.lines).toContainEqual(
    expect.objectContaining({ level: 'info', fields: { file: join(dataDir, 'set-up-token') } }),
  );
  await server.close();
  expect(await readdir(dataDir)).not.toContain('set-up-token');
});

test('a request with more headers than any browser sends is refused by the server itself', async () => {
  await using server = await start(config(), options());
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`),
    );
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
  expect(answer).toContain('431');
});

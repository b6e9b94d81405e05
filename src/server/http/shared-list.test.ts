import { once } from 'node:events';
import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Role } from '#shared/domain/roles.ts';
import { listenerOf } from './listener.ts';
import { rateLimits } from './rate-limits.ts';
import { simulated } from './test-platform.ts';
import { startTestConsole, type TestOptions } from './test-support.ts';

type Sent = { method?: string; path?: string; headers?: Record<string, string>; twice?: string };
type Received = { status: number; headers: Record<string, unknown>; body: string };

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // on TCP
  return { port, close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())) };
}

function send(port: number, { method = 'GET', path = '/', headers = {}, twice }: Sent): Promise<Received> {
  const list = Object.entries(headers).flatMap(([name, value]) =>
    name === twice ? [name, value, name, value] : [name, value],
  );
  return new Promise((resolve, reject) => {
    const sent = request({ port, method, path, setHost: false, headers: list }, (response) => {
      const { date: _, 'x-request-id': id = 'none', ...rest } = response.headers;
      const requestId = typeof id === 'string' && /^[\da-f-]{36}$/.test(id) ? 'new' : id;
      const received = { status: response.statusCode ?? 0, headers: { ...rest, requestId } };
      response.toArray().then((parts) => resolve({ ...received, body: parts.join('') }), reject);
    });
    sent.once('error', reject).end();
  });
}

/** One console that listens twice: with the shortcut, and without. */
async function site(options: TestOptions = {}) {
  const platform = simulated('half-failed');
  const console = await startTestConsole({ connections: [platform.connected], clock: platform.clock, ...options });
  await console.work.tick('index');
  let isTaken = false;
  const { fetch, shortcut } = console.app;
  const short = await serve(listenerOf({ fetch, shortcut: (...asked) => (isTaken = shortcut(...asked)) }));
  const long = await serve(listenerOf({ fetch, shortcut: () => false }));
  const list = `/api/v1/connections/${platform.connected.id}/tasks`;
  const host = options.publicUrl?.host ?? '127.0.0.1:8080';
  const whole = ({ path = '', headers = {}, ...rest }: Sent): Sent => {
    const usual = { Host: host, 'Sec-Fetch-Site': 'same-origin', Accept: 'application/json' };
    return {
      ...rest,
      path: path.startsWith('/') || path.startsWith('http') ? path : list + path,
      headers: { ...usual, ...headers },
    };
  };
  return {
    console,
    list,
    /** By way of the shortcut, where it takes it. */
    ask: async (sent: Sent) => ({ ...(await send(short.port, whole(sent))), isTaken }),
    /** The answers of both ways, once somebody has asked for the same. */
    async both(sent: Sent) {
      await send(long.port, whole(sent));
      const bySteps = await send(long.port, whole(sent));
      const { isTaken: taken, ...quick } = await this.ask(sent);
      return { bySteps, quick, isTaken: taken };
    },
    async [Symbol.asyncDispose]() {
      await short.close();
      await long.close();
      await console[Symbol.asyncDispose]();
    },
  };
}

const publicUrl = new URL('https://console.example');

test.each([{}, { publicUrl }])('each way gives the same answer to the same request, at %o', async (options) => {
  await using at = await site(options);
  const cookies = Object.fromEntries(
    await Promise.all(Role.options.map(async (role) => [role, await at.console.as(role)])),
  );
  const ended = await at.console.as('support');
  await at.console.ask('DELETE', '/api/v1/session', { cookie: ended });
  const me = { Cookie: cookies.manager };

  const taken: [what: string, Sent][] = [
    ...Role.options.map((role): [string, Sent] => [role, { headers: { Cookie: cookies[role] } }]),
    ['a page', { path: '?limit=2', headers: me }],
    ['a filter', { path: '?state=processing&sort=failed&direction=down', headers: me }],
    ['their own', { path: '?creator=Olga', headers: me }],
    ['an escaped text', { path: '?q=%E9%98%80', headers: me }],
    ['a plus', { path: '?q=a+b', headers: me }],
    ['two question marks', { path: '?q=a?b', headers: me }],
    ['asked with a condition', { headers: { ...me, 'If-None-Match': '*', Range: 'bytes=0-9' } }],
    ['from another site, which cannot read it', { headers: { ...me, 'Sec-Fetch-Site': 'cross-site' } }],
    ['from an older browser', { headers: { ...me, Origin: 'https://evil.example' } }],
    ['somebody there', { headers: { ...me, 'X-Activity': '1' } }],
    ['an id of its own', { headers: { ...me, 'X-Request-Id': 'mine-1' } }],
    ['an id that is none', { headers: { ...me, 'X-Request-Id': 'mine\tforged' } }],
    ['the last of its connection', { headers: { ...me, Connection: 'close' } }],
    ['other cookies besides', { headers: { Cookie: `theme=dark; ${cookies.manager}; a=b` } }],
  ];
  const left: [what: string, Sent][] = [
    ['nobody', {}],
    ['an unknown session', { headers: { Cookie: `sid=${'x'.repeat(43)}; __Host-Http-sid=${'x'.repeat(43)}` } }],
    ['two sessions', { headers: { Cookie: `${cookies.manager}; ${cookies.admin}` } }],
    ['a session that was ended', { headers: { Cookie: ended } }],
    ['a foreign host', { headers: { ...me, Host: 'evil.example' } }],
    ['no host', { headers: { ...me, Host: '' } }],
    ['a host that is none', { headers: { ...me, Host: 'a b' } }],
    ['only the headers', { method: 'HEAD', headers: me }],
    ['a change', { method: 'POST', headers: me }],
    ['a method that is none here', { method: 'OPTIONS', headers: me }],
    ['a method of nothing', { method: 'PURGE', headers: me }],
    ['a body', { headers: { ...me, 'Content-Length': '0' } }],
    ['a header twice', { headers: me, twice: 'Cookie' }],
    ['a host twice', { headers: me, twice: 'Host' }],
    ['a filter that is none', { path: '?limit=lots', headers: me }],
    ['an empty search', { path: '?', headers: me }],
    ['a fragment', { path: '#top', headers: me }],
    ['a slash behind', { path: '/', headers: me }],
    ['a path in disguise', { path: at.list.replace('tasks', 't%61sks'), headers: me }],
    ['a way around', { path: at.list.replace('/tasks', '/./tasks'), headers: me }],
    ['a whole address', { path: `http://127.0.0.1:8080${at.list}`, headers: me }],
    ['another connection', { path: '/api/v1/connections/nowhere/tasks', headers: me }],
    ['another path', { path: '/api/v1/session', headers: me }],
  ];
  for (const [rows, isTaken] of [
    [taken, true],
    [left, false],
  ] as const)
    for (const [what, sent] of rows) {
      const answers = await at.both(sent);
      expect({ what, ...answers.quick }).toEqual({ what, ...answers.bySteps });
      expect({ what, isTaken: answers.isTaken }).toEqual({ what, isTaken });
    }
  const { quick } = await at.both({ headers: { ...me, 'X-Request-Id': 'mine-1' } });
  expect(quick).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', requestId: 'mine-1' },
  });
});

test('what is asked about oneself is not answered to others', async () => {
  await using at = await site();
  const [manager, support] = [await at.console.as('manager'), await at.console.as('support')];
  const path = '?creator=me';
  await at.both({ path, headers: { Cookie: manager } });
  const first = await at.ask({ path, headers: { Cookie: support } });
  expect(first).toMatchObject({ status: 200, isTaken: false });
});

test('the shortcut is for what nothing has to be asked, written down or sent along for', async () => {
  await using at = await site();
  const { clock, services } = at.console;
  const headers = { Cookie: await at.console.as('manager') };
  const isTaken = async (sent: Sent = {}) => (await at.both({ headers: { ...headers, ...sent.headers } })).isTaken;
  expect(await isTaken()).toBe(true);
  // Neither the session nor the answer may be older than a second.
  await clock.advance(1_000);
  expect((await at.ask({ headers })).isTaken).toBe(false);
  expect(await isTaken()).toBe(true);
  services.events.publish({ type: 'reset' });
  expect((await at.ask({ headers })).isTaken).toBe(false);
  expect(await isTaken()).toBe(true);
  // Somebody does something: that is written down, once in a while.
  await clock.advance(15_000);
  await at.ask({ headers });
  expect((await at.ask({ headers: { ...headers, 'X-Activity': '1' } })).isTaken).toBe(false);
  expect(await isTaken({ headers: { 'X-Activity': '1' } })).toBe(true);
  // The cookie is due to be renewed, and every answer carries the new one.
  await clock.advance(15 * 60_000);
  const renewed = await at.both({ headers });
  expect(renewed.isTaken).toBe(false);
  expect(renewed.quick).toEqual(renewed.bySteps);
  expect(renewed.quick.headers['set-cookie']).toHaveLength(1);
  // It is idle for too long.
  await clock.advance(30 * 60_000);
  const expired = await at.both({ headers });
  expect(expired.quick).toEqual(expired.bySteps);
  expect(expired).toMatchObject({ isTaken: false, quick: { status: 401 } });
});

test('reading by the shortcut is reading as often as one may', async () => {
  await using at = await site({ limited: true });
  const headers = { Cookie: await at.console.as('manager') };
  const answers = [];
  for (let n = 0; n <= rateLimits.read.burst; n += 1) answers.push(await at.ask({ headers }));
  const last = answers.pop();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers.filter((answer) => !answer.isTaken)).toHaveLength(1);
  expect(last).toMatchObject({ status: 429, isTaken: false });
  const { quick, bySteps } = await at.both({ headers });
  expect(quick).toEqual(bySteps);
  expect(quick).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
});

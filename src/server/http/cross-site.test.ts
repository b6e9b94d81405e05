import { expect, test } from 'vitest';
import { type Asking, whyNotAnswered } from './cross-site.ts';
import { siteOf } from './site.ts';
import { origin, startTestConsole } from './test-support.ts';

const site = siteOf({ host: '127.0.0.1', port: 8080, publicUrl: null });
const behindProxy = siteOf({ host: '0.0.0.0', port: 8080, publicUrl: new URL('https://console.example.com') });

const asking = (change: Partial<Asking>): Asking => ({
  method: 'POST',
  path: '/api/v1/session/demo',
  host: '127.0.0.1:8080',
  fetchSite: null,
  origin: null,
  contentType: 'application/json',
  hasBody: true,
  ...change,
});
const status = (change: Partial<Asking>, where = site) => whyNotAnswered(asking(change), where)?.status ?? 'goes on';

const own = 'http://127.0.0.1:8080';
const matrix: [fetchSite: string | null, originHeader: string | null, outcome: 'goes on' | 403][] = [
  ['same-origin', own, 'goes on'],
  ['same-origin', null, 'goes on'],
  ['none', null, 'goes on'],
  ['same-site', own, 403],
  ['same-site', null, 403],
  ['cross-site', own, 403],
  ['cross-site', 'https://evil.example', 403],
  ['cross-site', null, 403],
  ['', own, 403],
  [null, own, 'goes on'],
  [null, 'http://localhost:8080', 'goes on'],
  [null, 'http://127.0.0.1:8081', 403],
  [null, 'https://127.0.0.1:8080', 403],
  [null, 'https://evil.example', 403],
  [null, 'null', 403],
  [null, null, 'goes on'],
];

test.each(matrix)('Sec-Fetch-Site %s with Origin %s: %s', (fetchSite, originHeader, outcome) => {
  for (const method of ['POST', 'PATCH', 'DELETE'])
    expect(status({ method, fetchSite, origin: originHeader })).toBe(outcome);
  expect(status({ method: 'GET', path: '/api/v1/events', fetchSite, origin: originHeader })).toBe(outcome);
  expect(status({ method: 'GET', path: '/api/v1/session', fetchSite, origin: originHeader })).toBe('goes on');
});

test('behind a proxy only the public address is the console’s own', () => {
  expect(status({ host: 'inside:8080', origin: 'https://console.example.com' }, behindProxy)).toBe('goes on');
  expect(status({ host: 'inside:8080', origin: 'http://console.example.com' }, behindProxy)).toBe(403);
  expect(status({ host: 'inside:8080', origin: own }, behindProxy)).toBe(403);
});

test('on a loopback address a foreign name is not answered, so that no other site can point its own at it', () => {
  for (const method of ['GET', 'POST']) {
    expect(status({ method, host: 'evil.example:8080', fetchSite: 'same-origin' })).toBe(403);
    expect(status({ method, host: null, fetchSite: 'same-origin' })).toBe(403);
    for (const host of ['127.0.0.1:8080', 'localhost:8080', '[::1]:8080'])
      expect(status({ method, host, fetchSite: 'same-origin' })).toBe('goes on');
  }
  expect(status({ method: 'GET', path: '/readyz', host: '10.0.0.7:8080' })).toBe('goes on');
});

test('a body is JSON or refused, and unknown methods are', () => {
  for (const contentType of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', null])
    expect(status({ contentType })).toBe(415);
  expect(status({ contentType: 'application/json; charset=utf-8' })).toBe('goes on');
  expect(status({ method: 'DELETE', contentType: null, hasBody: false })).toBe('goes on');
  for (const method of ['OPTIONS', 'TRACE', 'FOO']) expect(status({ method })).toBe(405);
});

test('another site changes nothing, though the browser has the cookie', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  const answer = await console.ask('DELETE', '/api/v1/session', { cookie, headers: foreign });
  expect(answer.body).toMatchObject({ defined: true, code: 'cross_site', status: 403 });
  const asForm = await console.fetch(
    new Request(`${origin}/api/v1/session/demo`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', Cookie: cookie },
      body: JSON.stringify({ role: 'admin' }),
    }),
  );
  expect(asForm.status).toBe(415);
  expect((await console.ask('GET', '/api/v1/session', { cookie })).body).toMatchObject({ person: { role: 'manager' } });
});

test('a script without a browser signs in and out', async () => {
  await using console = await startTestConsole();
  const plain = (method: string, path: string, cookie?: string, body?: object) =>
    console.fetch(
      new Request(`${origin}${path}`, {
        method,
        headers: { ...(cookie && { Cookie: cookie }), ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  const signedIn = await plain('POST', '/api/v1/session/demo', undefined, { role: 'support' });
  expect(signedIn.status).toBe(200);
  const cookie = signedIn.headers.get('Set-Cookie')!.split(';')[0]!;
  expect((await plain('GET', '/api/v1/connections', cookie)).status).toBe(200);
  expect((await plain('DELETE', '/api/v1/session', cookie)).status).toBe(200);
  expect((await plain('GET', '/api/v1/connections', cookie)).status).toBe(401);
});

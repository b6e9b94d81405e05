import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { origin, startTestConsole, type TestConsole } from './test-support.ts';

let folder: string;
let console: TestConsole;
let overTls: TestConsole;
const script = 'export const answer = 42;\n'.repeat(100);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, '.vite'));
  await writeFile(
    join(folder, 'index.html'),
    '<meta nonce="__NONCE__"><script nonce="__NONCE__" src="/assets/a-1.js">',
  );
  await writeFile(join(folder, 'assets/a-1.js'), script);
  await writeFile(join(folder, 'assets/reads-worker-1.js'), script);
  await writeFile(join(folder, 'theme.js'), 'document.title;');
  await writeFile(join(folder, '.vite/manifest.json'), '{}');
  console = await startTestConsole({ pagesFolder: folder });
  overTls = await startTestConsole({ pagesFolder: folder, publicUrl: new URL('https://console.example.com') });
});
afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await overTls[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function headersOf(at: TestConsole, path: string, headers: Record<string, string> = {}) {
  const answer = await at.ask('GET', path, { headers: { 'X-Request-Id': 'asked-1', ...headers } });
  const shown = Object.fromEntries(
    [...answer.headers].map(([name, value]) => [name, value.replaceAll(/'nonce-[^']{20,}'/g, "'nonce-…'")]),
  );
  return { status: answer.status, ...shown };
}

const common = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-request-id': 'asked-1',
};
const data = { ...common, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox" };
const json = { ...data, 'content-type': 'application/json', 'cache-control': 'no-store' };
const page = {
  ...common,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'reporting-endpoints': 'csp="/api/csp-report"',
  'content-security-policy':
    "default-src 'none'; script-src 'nonce-…' 'strict-dynamic'; style-src 'self' 'nonce-…'; style-src-attr 'none'; " +
    "connect-src 'self'; worker-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; " +
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default; " +
    'report-to csp; report-uri /api/csp-report',
};

test('a page carries the full policy and is never stored', async () => {
  for (const path of ['/', '/tasks', '/c/simulator/tasks/5f1b0a'])
    expect(await headersOf(console, path)).toEqual({ status: 200, ...page });
});

test('answers of the API, good and bad, allow nothing', async () => {
  expect(await headersOf(console, '/api/v1/session')).toEqual({ status: 200, ...json });
  expect(await headersOf(console, '/api/v1/connections')).toEqual({ status: 401, ...json });
  expect(await headersOf(console, '/api/v1/no-such-thing')).toEqual({ status: 404, ...json });
  expect(await headersOf(console, '/api/none')).toEqual({ status: 404, ...json });
  expect(await headersOf(console, '/api/v1/session/demo')).toEqual({ status: 405, ...json, allow: 'POST' });
});

test('a file that is not there is not found, and neither are hidden ones or anything outside', async () => {
  for (const path of ['/assets/b.js', '/x.css', '/assets/../index.html.map', '/.vite/manifest.json', '/%2e%2e/a.txt'])
    expect(await headersOf(console, path)).toEqual({ status: 404, ...json });
});

test('files whose names change with their content are kept for good, others are asked for again', async () => {
  const etag = expect.stringMatching(/^".{22}"$/);
  const file = { ...data, 'content-type': 'text/javascript; charset=utf-8', etag, vary: 'Accept-Encoding' };
  const forGood = 'public, max-age=31536000, immutable';
  expect(await headersOf(console, '/assets/a-1.js')).toEqual({ status: 200, ...file, 'cache-control': forGood });
  expect(await headersOf(console, '/theme.js')).toEqual({ status: 200, ...file, 'cache-control': 'no-cache' });

  // A worker goes by its own file's policy: it may ask the console, which no other file may.
  const worker = await console.ask('GET', '/assets/reads-worker-1.js');
  expect(worker.headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
  );

  const first = await console.ask('GET', '/theme.js');
  const again = await console.ask('GET', '/theme.js', { headers: { 'If-None-Match': first.headers.get('ETag')! } });
  expect([again.status, again.text]).toEqual([304, '']);
});

test('files are packed for browsers that can unpack them', async () => {
  const request = new Request(`${origin}/assets/a-1.js`, { headers: { 'Accept-Encoding': 'br, gzip' } });
  const response = await console.fetch(request);
  expect(response.headers.get('Content-Encoding')).toBe('gzip');
  const packed = Buffer.from(await response.arrayBuffer());
  expect(packed.length).toBeLessThan(script.length / 10);
  expect(gunzipSync(packed).toString()).toBe(script);
});

test('every page has a nonce of its own, in its policy and in its text', async () => {
  const nonces = new Set<string>();
  for (let count = 0; count < 200; count += 1) {
    const { headers, text } = await console.ask('GET', '/');
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(headers.get('Content-Security-Policy') ?? '') ?? [];
    expect(text).toBe(`<meta nonce="${nonce}"><script nonce="${nonce}" src="/assets/a-1.js">`);
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(200);
});

test('browsers are told to stay on TLS only where there is TLS', async () => {
  const hsts = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };
  expect(await headersOf(overTls, '/')).toEqual({ status: 200, ...page, ...hsts });
  expect(await headersOf(overTls, '/api/v1/session')).toEqual({ status: 200, ...json, ...hsts });
});

test('no answer lets another origin read it', async () => {
  const paths = ['/', '/api/v1/session', '/assets/a-1.js', '/api/v1/nothing', '/livez', '/api/docs'];
  for (const path of paths) {
    const { headers } = await console.ask('GET', path, { headers: { Origin: 'https://evil.example' } });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test('a request id from outside is kept only when it cannot forge a log line', async () => {
  const idOf = async (id: string) =>
    (await console.ask('GET', '/livez', { headers: { 'X-Request-Id': id } })).headers.get('X-Request-Id');
  expect(await idOf('trace.7_a-B')).toBe('trace.7_a-B');
  expect(await idOf('a b')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idOf('x'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
});

test('bodies are limited: more for lists of devices, and only for people who are signed in', async () => {
  const cookie = await console.as('operations');
  const path = '/api/v1/connections/simulator/tasks';
  const large = { filler: 'x'.repeat(300 * 1024) };
  const tooLarge = { code: 'too_large', status: 413 };
  expect((await console.ask('POST', '/api/v1/session/demo', { body: large })).body).toMatchObject(tooLarge);
  expect((await console.ask('POST', path, { body: large })).body).toMatchObject(tooLarge);
  expect((await console.ask('POST', path, { cookie, body: large })).status).toBe(400);
  const huge = { filler: 'x'.repeat(6 * 1024 * 1024) };
  for (const where of [path, `${path}/preview`, `${path}/5f1b/retry`])
    expect((await console.ask('POST', where, { cookie, body: huge })).body).toMatchObject(tooLarge);
});

test('a body that is not JSON, and one of the wrong shape, are told apart from each other by nothing but their fields', async () => {
  const cookie = await console.as('operations');
  const post = (body: string) =>
    console.fetch(
      new Request(`${origin}/api/v1/connections/simulator/tasks/5f1b/retry`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'key-00000001', Cookie: cookie },
        body,
      }),
    );
  const broken = await post('{"which":');
  expect([broken.status, await broken.json()]).toEqual([400, expect.objectContaining({ code: 'bad_request' })]);
  const wrong = await post('{"which":{"by":"devices","deviceIds":["se cret"]},"role":"admin"}');
  const text = await wrong.text();
  expect(JSON.parse(text)).toMatchObject({
    code: 'bad_request',
    status: 400,
    data: { fields: ['which.deviceIds.0', ''] },
  });
  expect(text).not.toContain('se cret');
});

test('alive is the process, ready is the database, and a server that stops is not ready', async () => {
  let draining = false;
  await using other = await startTestConsole({ isDraining: () => draining });
  const statuses = async () => [(await other.ask('GET', '/livez')).status, (await other.ask('GET', '/readyz')).status];
  expect(await statuses()).toEqual([200, 200]);
  draining = true;
  expect(await statuses()).toEqual([200, 503]);
  draining = false;
  await other.services.store.close();
  await other.clock.advance(1_000);
  expect(await statuses()).toEqual([200, 503]);
});

test('however often anybody asks, the database is written to once a second at most', async () => {
  await using other = await startTestConsole();
  const { store } = other.services;
  const { probe } = store;
  let probed = 0;
  store.probe = () => ((probed += 1), probe());
  const ask = () => other.ask('GET', '/readyz');
  await Promise.all([ask(), ask(), ask()]);
  await other.clock.advance(999);
  await ask();
  expect(probed).toBe(1);
  await other.clock.advance(1);
  expect((await ask()).status).toBe(200);
  expect(probed).toBe(2);
});

test('an unknown fault is logged and told by its id only', async () => {
  await using other = await startTestConsole();
  const cookie = await other.as('manager');
  await other.services.store.close();
  const answer = await other.ask('GET', '/api/v1/connections', { cookie, headers: { 'X-Request-Id': 'asked-7' } });
  expect(answer.body).toEqual({
    defined: false,
    code: 'internal',
    status: 500,
    message: 'internal',
    data: { requestId: 'asked-7' },
  });
  expect(other.log.lines).toContainEqual(expect.objectContaining({ level: 'error', fields: { requestId: 'asked-7' } }));
});

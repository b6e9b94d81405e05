/** What no client would send by itself, byte by byte over real connections. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenerOf } from './listener.ts';
import { simulated } from './test-platform.ts';
import { startTestConsole, type TestConsole } from './test-support.ts';

const host = 'Host: 127.0.0.1:8080';
let console: TestConsole;
let list: string;
let me: string;
/** Ports of one console: with the shortcut, and without. */
let ports: { short: number; long: number };
const closing: (() => void)[] = [];

async function serve(app: TestConsole['app']): Promise<number> {
  const server = createServer(listenerOf(app)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => (server.close(), server.closeAllConnections()));
  return (server.address() as AddressInfo).port; // on TCP
}

beforeAll(async () => {
  const platform = simulated('half-failed');
  console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  await console.work.tick('index');
  list = `/api/v1/connections/${platform.connected.id}/tasks`;
  me = `Cookie: ${await console.as('manager')}`;
  const { fetch } = console.app;
  ports = { short: await serve(console.app), long: await serve({ fetch, shortcut: () => false }) };
});
afterAll(async () => {
  for (const close of closing) close();
  await console[Symbol.asyncDispose]();
});

/** Head lines with the body behind, `bytes` of it announced. */
const request = (line: string, headers: readonly string[] = [], body = '') => [line, ...headers, '', body].join('\r\n');

/** Whatever comes back until the server closes the connection or all is answered that was asked for with `last`. */
async function received(port: number, sent: string, answers = 1): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const statusLines = (text: string) => text.match(/HTTP\/1\.1 [2-5]\d\d/g)?.length ?? 0;
  let text = '';
  socket.write(Buffer.from(sent, 'latin1'));
  for await (const part of socket) {
    text += String(part);
    // Each answer but an empty one ends with its body, which is JSON or a line.
    if (statusLines(text) === answers && /(\}|\n|0\r\n\r\n)$/.test(text)) break;
  }
  socket.destroy();
  return text;
}
/** Without what is new in every answer, or depends on which way it was given. */
const comparable = (text: string): string[] =>
  text
    .replaceAll(/(date|x-request-id|connection|keep-alive): [^\r]*\r\n/gi, '')
    .split(/\r\n(?=HTTP)|(?<=\})(?=HTTP)/)
    .flatMap((answer) => {
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      return [...head.toLowerCase().split('\r\n').toSorted(), body];
    });

const get = (path: string, ...headers: string[]) => request(`GET ${path} HTTP/1.1`, [host, me, ...headers]);

test.each<[what: string, sent: () => string, answers: number, status: number]>([
  ['one after the other', () => get(list).repeat(3), 3, 200],
  ['a refusal between two', () => get(list) + get(list, 'Host: evil.example') + get(list), 3, 200],
  ['somebody else between two', () => get(list) + request(`GET ${list} HTTP/1.1`, [host]) + get(list), 3, 200],
  ['a body that looks like a request', () => get(list, 'Content-Length: 5') + 'GET /' + get(list), 2, 200],
  ['an older version', () => request(`GET ${list} HTTP/1.0`, [host, me]), 1, 200],
  ['a wish for another protocol', () => get(list, 'Connection: Upgrade', 'Upgrade: websocket'), 1, 200],
  ['a header that objects have', () => get(list, '__proto__: a', 'constructor: b'), 1, 200],
  ['a whole address of another host', () => get(`http://evil.example${list}`), 1, 200],
  ['two slashes', () => get(`/${list}`), 1, 404],
  ['a long address', () => get(`${list}?q=${'a'.repeat(12_000)}`), 1, 400],
  ['a longer address', () => get(`${list}?q=${'a'.repeat(20_000)}`), 1, 431],
  ['brackets in brackets', () => get(`${list}?state${'[a]'.repeat(1_500)}=1`), 1, 400],
  ['a parameter of all objects', () => get(`${list}?__proto__[a]=1&constructor[prototype][b]=2`), 1, 400],
  ['half a character', () => get(`${list}?q=%E0%A4`), 1, 200],
  ['half a character for an id', () => get(`${list}/%E0%A4`), 1, 400],
  ['a header in two lines', () => get(list, 'X-A: a\r\n b'), 1, 400],
  ['two lengths', () => get(list, 'Content-Length: 0', 'Content-Length: 5'), 1, 400],
  ['a length and pieces', () => get(list, 'Content-Length: 0', 'Transfer-Encoding: chunked'), 1, 400],
])('%s: the same answer from memory as by all the steps', async (_, sent, answers, status) => {
  const bySteps = await received(ports.long, sent(), answers);
  await received(ports.long, get(list));
  const quick = await received(ports.short, sent(), answers);
  expect(comparable(quick)).toEqual(comparable(bySteps));
  expect(quick.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
});

test.each([
  ['events', '/api/v1/events'],
  ['events by a way around', '/api/v1/x/../events'],
  ['events by a hidden way around', '/api/v1/x/%2e%2e/events'],
  ['events in disguise', '/api/v1/%65vents'],
  ['events with more behind', '/api/v1/events?after=1#top'],
  ['events by a whole address', 'http://127.0.0.1:8080/api/v1/events'],
  ['a file', '/api/v1/connections/simulator/exports/tasks'],
  ['a file in disguise', '/api/v1/connections/simulator/%65xports/tasks'],
  ['a file of a connection in disguise', '/api/v1/connections/simul%61tor/exports/tasks'],
])('another site does not get %s', async (_, path) => {
  const answer = await received(ports.short, get(path, 'Sec-Fetch-Site: cross-site'));
  expect(answer).toContain('HTTP/1.1 403');
  expect(answer).toContain('"code":"cross_site"');
});

const json = 'Content-Type: application/json';
const role = '{"role":"manager"}';

test.each([
  ['/api/v1/session/demo', 'POST'],
  ['/api/csp-report', 'POST'],
  ['/livez', 'GET'],
])('a body of unknown length is not waited for: %s', async (path, method) => {
  const pieces = `${role.length.toString(16)}\r\n${role}\r\n0\r\n\r\n`;
  const headers = [host, json, 'Transfer-Encoding: chunked'];
  expect(await received(ports.short, request(`${method} ${path} HTTP/1.1`, headers, pieces))).toContain('HTTP/1.1 411');
});

test.each([
  ['two places it was sent from', ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site', json], 403],
  ['no place and a foreign origin', ['Sec-Fetch-Site:', 'Origin: https://evil.example', json], 403],
  ['an origin that is none', ['Origin: null', json], 403],
  ['two types', [json, 'Content-Type: text/plain'], 415],
  ['a list of types', [`${json}, text/plain`], 415],
  ['no type', [], 415],
])('somebody signs in from %s', async (_, headers, status) => {
  const all = [host, ...headers, `Content-Length: ${role.length}`];
  const answer = await received(ports.short, request('POST /api/v1/session/demo HTTP/1.1', all, role));
  expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
  expect(answer).not.toMatch(/set-cookie/i);
});

test('whoever leaves before the end of a request, or of its answer, is no fault of the console', async () => {
  const half = request('POST /api/v1/session/demo HTTP/1.1', [host, json, 'Content-Length: 99'], '{"role"');
  for (const sent of [half, get(list), get(list)]) {
    const socket = connect(ports.short, '127.0.0.1');
    await new Promise((resolve) => socket.write(sent, resolve));
    socket.destroy();
  }
  expect(await received(ports.short, get('/livez'))).toContain('HTTP/1.1 200');
  expect(console.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

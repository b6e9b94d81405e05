import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openDispatcher } from './dispatcher.ts';
import { exchange, type ExchangeOptions, readDeadlines } from './exchange.ts';
import { createTestTimer } from './test-support.ts';

const dispatcher = openDispatcher();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => dispatcher.destroy());

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP, so not a pipe's name
}

const send = (origin: string, more: Partial<ExchangeOptions> = {}, body?: string) =>
  exchange(
    dispatcher,
    {
      method: body === undefined ? 'GET' : 'POST',
      origin,
      path: '/a%2Fb?x=%20',
      headers: { 'X-Test': '1' },
      ...(body && { body }),
    },
    { deadlines: readDeadlines, timer: createTestTimer().timer, abortWhileSent: true, ...more },
  );

test('an answer comes back whole, with lower-case header names', async () => {
  const origin = await serve((request, response) => {
    response.writeHead(201, { 'X-Request-Id': 'r-1' });
    response.write(`${request.method} ${request.url} ${request.headers['x-test']} `);
    request.pipe(response);
  });
  expect(await send(origin, {}, '{"é":1}')).toMatchObject({
    kind: 'answer',
    status: 201,
    headers: { 'x-request-id': 'r-1' },
    text: 'POST /a%2Fb?x=%20 1 {"é":1}',
  });
});

test('a redirect is an answer, not a journey', async () => {
  const visited: (string | undefined)[] = [];
  const origin = await serve((request, response) => {
    visited.push(request.url);
    response.writeHead(302, { Location: '/elsewhere' }).end();
  });
  expect(await send(origin)).toMatchObject({ kind: 'answer', status: 302 });
  expect(visited).toEqual(['/a%2Fb?x=%20']);
});

test('[1] a refused connection proves that nothing was sent', async () => {
  const origin = await serve(() => undefined);
  for (const close of closing.splice(0)) close();
  expect(await send(origin, {}, '{}')).toEqual({ kind: 'not_sent', reason: 'unreachable', cause: 'ECONNREFUSED' });
});

test('[1] a host that does not resolve proves that nothing was sent', async () => {
  expect(await send('http://does-not-exist.invalid', {}, '{}')).toMatchObject({
    kind: 'not_sent',
    reason: 'unreachable',
  });
});

test('[2] a certificate that cannot be verified is refused before anything is sent', async () => {
  const origin = await serve(() => undefined);
  expect(await send(origin.replace('http:', 'https:'), {}, '{}')).toMatchObject({
    kind: 'not_sent',
    reason: 'unreachable',
  });
});

test('a connection that ends before the answer leaves the outcome open, and undici does not send again', async () => {
  let arrived = 0;
  const origin = await serve((request) => {
    arrived += 1;
    request.socket.destroy();
  });
  expect(await send(origin, {}, '{}')).toMatchObject({ kind: 'lost', reason: 'unreachable' });
  expect(arrived).toBe(1);
});

test('an answer that is cut short is lost', async () => {
  const origin = await serve((request, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('{"half":', () => request.socket.destroy());
  });
  expect(await send(origin)).toMatchObject({ kind: 'lost' });
});

test('an answer above the cap, compressed, or not in UTF-8 is garbled', async () => {
  const large = await serve((_, response) => void response.end('x'.repeat(2_000)));
  expect(await send(large, { deadlines: { ...readDeadlines, maxBytes: 1_000 } })).toMatchObject({
    kind: 'lost',
    reason: 'garbled',
  });
  const packed = await serve((_, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('x'));
  expect(await send(packed)).toMatchObject({ kind: 'lost', reason: 'garbled' });
  const latin = await serve((_, response) => void response.end(Buffer.from([0x22, 0xe9, 0x22])));
  expect(await send(latin)).toMatchObject({ kind: 'lost', reason: 'garbled' });
});

test('time-outs: no connection is not sent; no first byte, or not all of it, is lost', async () => {
  const silent = await serve(() => undefined);
  const connecting = createTestTimer();
  const never = send(silent, { timer: connecting.timer });
  connecting.pass(readDeadlines.connectMs);
  expect(await never).toEqual({ kind: 'not_sent', reason: 'timed_out', cause: 'connect' });

  const waiting = createTestTimer();
  const sent = send(silent, { timer: waiting.timer });
  await waiting.set(readDeadlines.firstByteMs);
  waiting.pass(readDeadlines.firstByteMs);
  expect(await sent).toEqual({ kind: 'lost', reason: 'timed_out', cause: 'first byte' });

  const reading = createTestTimer();
  const headed = Promise.withResolvers<void>();
  const slow = await serve((_, response) => void response.write('{', () => headed.resolve()));
  const partly = send(slow, { timer: reading.timer });
  await headed.promise;
  reading.pass(readDeadlines.wholeMs);
  expect(await partly).toEqual({ kind: 'lost', reason: 'timed_out', cause: 'whole' });
});

test('a request that was given up while it waited for a connection is never written', async () => {
  let arrived = 0;
  const origin = await serve((_, response) => {
    arrived += 1;
    response.end('{}');
  });
  const controller = new AbortController();
  const given = send(origin, { signal: controller.signal }, '{}');
  controller.abort();
  expect(await given).toMatchObject({ kind: 'not_sent', reason: 'aborted' });
  await send(origin);
  expect(arrived).toBe(1);
});

test('a read is called back any time, a write only before it is on its way', async () => {
  const arrivals = [Promise.withResolvers<void>(), Promise.withResolvers<ServerResponse>()] as const;
  const origin = await serve((request, response) => {
    if (request.method === 'GET') arrivals[0].resolve();
    else arrivals[1].resolve(response);
  });
  const controller = new AbortController();
  const read = send(origin, { signal: controller.signal });
  const write = send(origin, { signal: controller.signal, abortWhileSent: false }, '{}');
  await arrivals[0].promise;
  const response = await arrivals[1].promise;
  controller.abort();
  expect(await read).toMatchObject({ kind: 'lost', reason: 'aborted' });
  response.end('{"done":true}');
  expect(await write).toMatchObject({ kind: 'answer', text: '{"done":true}' });
});

test('a request that HTTP cannot carry is not sent', async () => {
  const request = {
    method: 'GET',
    origin: 'http://127.0.0.1:9',
    path: '/',
    headers: { 'X-Auth-Token': 'a\nb' },
  } as const;
  const options = { deadlines: readDeadlines, timer: createTestTimer().timer, abortWhileSent: true };
  expect(await exchange(dispatcher, request, options)).toMatchObject({ kind: 'not_sent', reason: 'unreachable' });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isNear, type Resolve } from './addresses.ts';
import { openDispatcher, type Reach } from './dispatcher.ts';
import { exchange, readDeadlines, systemTimer } from './exchange.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.100.100.200',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  'fd00:ec2::254',
  'fe80::1',
  'ff02::1',
  '2130706433',
  'localhost',
])('%s is near, or no address', (address) => expect(isNear(address)).toBe(true));

test.each(['1.1.1.1', '172.32.0.1', '100.125.1.2', '192.169.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
  '%s is out there',
  (address) => expect(isNear(address)).toBe(false),
);

/** A server of this machine that a name leads to; what it counts are connections, TLS or not. */
async function start(reach: Reach) {
  let connections = 0;
  const server = createServer((_, response) => void response.end('{}'));
  server.on('connection', () => void (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = openDispatcher({}, reach);
  open.push(
    () => dispatcher.destroy(),
    () => server.close(),
  );
  const { port } = server.address() as AddressInfo; // listening on TCP, so not a pipe's name
  const ask = (hostname: string) =>
    exchange(
      dispatcher,
      { method: 'GET', origin: `http://${hostname}:${port}`, path: '/', headers: { Connection: 'close' } },
      { deadlines: readDeadlines, timer: systemTimer, abortWhileSent: true },
    );
  return { ask, connections: () => connections };
}

const answers =
  (...addresses: string[]): Resolve =>
  (_, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

test('a name that leads to this machine or to metadata opens no connection', async () => {
  const resolve = answers('127.0.0.1', '::1', '169.254.169.254');
  const { ask, connections } = await start({ resolve });
  expect(await ask('iotda.cn-north-4.myhuaweicloud.com')).toEqual({
    kind: 'not_sent',
    reason: 'unreachable',
    cause: 'ERR_PRIVATE_ADDRESS',
  });
  expect(connections()).toBe(0);
});

test('a name that was named leads there', async () => {
  const resolve = answers('127.0.0.1');
  const { ask, connections } = await start({ resolve, mayBeNear: (name) => name === 'iot.example.com' });
  expect(await ask('iot.example.com')).toMatchObject({ kind: 'answer', status: 200 });
  expect(await ask('other.example.com')).toMatchObject({ kind: 'not_sent', cause: 'ERR_PRIVATE_ADDRESS' });
  expect(connections()).toBe(1);
});

test('a connection asks for its name once: an answer that changes between check and use changes nothing', async () => {
  let asked = 0;
  const flipping: Resolve = (_, done) => {
    asked += 1;
    done(null, [{ address: asked === 1 ? '192.168.0.1' : '127.0.0.1', family: 4 }]);
  };
  const { ask, connections } = await start({ resolve: flipping });
  expect(await ask('a.example.com')).toMatchObject({ cause: 'ERR_PRIVATE_ADDRESS' });
  expect(asked).toBe(1);
  expect(await ask('a.example.com')).toMatchObject({ cause: 'ERR_PRIVATE_ADDRESS' });
  expect({ asked, connections: connections() }).toEqual({ asked: 2, connections: 0 });
});

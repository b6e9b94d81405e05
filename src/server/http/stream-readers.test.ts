import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import type { LiveEvent } from '#shared/api/events.ts';
import { streamHeaders, streamLimits } from './event-stream.ts';
import { frames, open, sample } from './test-stream.ts';
import { startTestConsole, type TestConsole } from './test-support.ts';

test('a reader that does not keep up is cut off before a megabyte waits for it; the others go on', async () => {
  await using console = await startTestConsole();
  await open(console, await console.as('manager'));
  const next = frames(await open(console, await console.as('support')));
  await next();
  const bulky = 'x'.repeat(100_000);
  for (let count = 0; count < 11; count += 1) {
    console.services.events.publish({ ...sample(1), taskId: bulky } as LiveEvent);
    expect((await next())?.data).toMatchObject({ taskId: bulky });
  }
  expect(console.streams.size()).toBe(1);
});

test('stopping ends every stream without a farewell, so that browsers come back', async () => {
  await using console = await startTestConsole();
  const next = frames(await open(console, await console.as('manager')));
  await next();
  await console.streams.close();
  expect(await next()).toBeNull();
});

test('asking for the headers alone opens no stream', async () => {
  await using console = await startTestConsole();
  const answer = await console.ask('HEAD', '/api/v1/events', { cookie: await console.as('manager') });
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(console.streams.size()).toBe(0);
});
/** Streams over real connections, each of a session of its own. */
async function overConnections(console: TestConsole) {
  const server = createServer((incoming, outgoing) => {
    const lastEventId = String(incoming.headers['last-event-id'] ?? '') || null;
    const stream = console.streams.open({ idHash: String(incoming.url), lastEventId });
    if (!(stream instanceof Response)) stream.begin(new Headers(streamHeaders), outgoing);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('over a connection one that does not keep up is cut off, and comes back to where it was; the others go on', async () => {
  await using console = await startTestConsole();
  using server = await overConnections(console);
  const next = frames(await fetch(`${server.url}/keen`));
  await next();
  const slow = connect(server.port, '127.0.0.1').on('error', () => undefined);
  slow.write('GET /slow HTTP/1.1\r\nHost: console\r\n\r\n');
  await once(slow, 'readable');
  const taskId = 'x'.repeat(200_000);
  let published = 0;
  // What the system itself holds for a connection differs, so it goes on until more than a megabyte is left here.
  for (; console.streams.size() === 2 && published < 400; published += 1) {
    console.services.events.publish(sample(1, taskId));
    expect((await next())?.data).toMatchObject({ taskId });
  }
  expect(console.streams.size()).toBe(1);
  expect(published).toBeGreaterThan(streamLimits.queuedBytes / taskId.length);
  const before = console.services.events.last();
  console.services.events.publish(sample(2));
  expect((await next())?.data).toEqual(sample(2));
  const again = frames(await fetch(`${server.url}/slow`, { headers: { 'Last-Event-ID': before } }));
  await again();
  expect((await again())?.data).toEqual(sample(2));
});

test('a connection that closes makes room, and stopping ends the others', async () => {
  await using console = await startTestConsole();
  using server = await overConnections(console);
  const leaving = new AbortController();
  const left = await fetch(`${server.url}/one`, { signal: leaving.signal });
  const next = frames(await fetch(`${server.url}/two`));
  await next();
  expect(left.headers.get('X-Accel-Buffering')).toBe('no');
  expect(console.streams.size()).toBe(2);
  leaving.abort();
  await expect.poll(() => console.streams.size()).toBe(1);
  await console.streams.close();
  expect(await next()).toBeNull();
});

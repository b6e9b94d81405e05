import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import type { LiveEvent } from '#shared/api/events.ts';
import { Role } from '#shared/domain/roles.ts';
import { Session } from '#shared/domain/session.ts';
import type { EventHub } from '#server/context.ts';
import { streamHeaders, streamLimits } from './event-stream.ts';
import { origin, startTestConsole, type TestConsole } from './test-support.ts';

const minute = 60_000;

const sample = (succeeded: number, taskId = '5f1b'): LiveEvent => ({
  type: 'sample',
  connection: 'simulator',
  taskId,
  sample: {
    at: 1,
    counts: {
      total: 9,
      waiting: 0,
      processing: 9 - succeeded,
      succeeded,
      failed: 0,
      retryPending: 0,
      stopped: 0,
      removed: 0,
    },
  },
});

type Frame = { id: string | null; data: LiveEvent | null; retry: string | null; comment: string | null };

const field = (frame: string, name: string) =>
  frame
    .split('\n')
    .find((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2) ?? null;

/** The stream as frames, one at a time; null at its end. */
function frames(response: Response): () => Promise<Frame | null> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  return async () => {
    while (!rest.includes('\n\n')) {
      const { done, value } = await reader.read();
      if (done) return null;
      rest += value;
    }
    const end = rest.indexOf('\n\n');
    const frame = rest.slice(0, end);
    rest = rest.slice(end + 2);
    const data = field(frame, 'data');
    const comment = frame.startsWith(': ') ? frame.slice(2) : null;
    return {
      id: field(frame, 'id'),
      data: data === null ? null : JSON.parse(data),
      retry: field(frame, 'retry'),
      comment,
    };
  };
}

const open = (console: TestConsole, cookie: string | null, headers: Record<string, string> = {}, search = '') =>
  console.fetch(
    new Request(`${origin}/api/v1/events${search}`, {
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        Accept: 'text/event-stream',
        ...(cookie !== null && { Cookie: cookie }),
        ...headers,
      },
    }),
  );

/** The id that it was published under. */
const publishedAs = (events: EventHub, event: LiveEvent): string => (events.publish(event), events.last());

test('events reach every browser that listens, in order, each with the id that it is asked after by', async () => {
  await using console = await startTestConsole();
  const responses = [
    await open(console, await console.as('manager')),
    await open(console, await console.as('support')),
  ];
  expect(responses[0]!.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
  expect(responses[0]!.headers.get('X-Accel-Buffering')).toBe('no');
  expect(responses[0]!.headers.get('Cache-Control')).toBe('no-store');
  const first = console.services.events.last();
  const ids = [1, 2, 3].map((count) => publishedAs(console.services.events, sample(count)));
  expect(new Set([first, ...ids]).size).toBe(4);
  for (const response of responses) {
    const next = frames(response);
    expect(await next()).toMatchObject({ retry: '2000', id: first, data: null });
    for (const [nth, id] of ids.entries()) expect(await next()).toMatchObject({ id, data: sample(nth + 1) });
  }
});

test('a browser that comes back gets what it missed', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const { events } = console.services;
  const [, second = ''] = [1, 2, 3, 4].map((count) => publishedAs(events, sample(count)));
  const next = frames(await open(console, cookie, { 'Last-Event-ID': second }));
  await next();
  expect((await next())?.data).toEqual(sample(3));
  expect((await next())?.data).toEqual(sample(4));
  events.publish(sample(5));
  expect((await next())?.data).toEqual(sample(5));
});

test('the first stream of a page goes on from where the page read who is signed in', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const { body } = await console.ask('GET', '/api/v1/session', { cookie });
  const { lastEventId } = Session.parse(body);
  console.services.events.publish(sample(1));
  const next = frames(await open(console, cookie, {}, `?after=${lastEventId}`));
  await next();
  expect((await next())?.data).toEqual(sample(1));
  // What the browser says of itself is newer than what its page was opened with.
  const again = { 'Last-Event-ID': console.services.events.last() };
  console.services.events.publish(sample(2));
  const later = frames(await open(console, cookie, again, `?after=${lastEventId}`));
  await later();
  expect((await later())?.data).toEqual(sample(2));
  expect(Session.parse((await console.ask('GET', '/api/v1/session')).body).lastEventId).toBeNull();
});

test('one that was away too long is told to read everything again', async () => {
  await using console = await startTestConsole();
  const { events } = console.services;
  const ids = Array.from({ length: 2_100 }, () => publishedAs(events, sample(1)));
  const [forgotten, tooMany] = [ids[0]!, ids.at(-1_001)!];
  for (const lastSeen of [forgotten, tooMany, `${events.last()}0`, `${events.last()}.0`, 'nonsense', '7']) {
    const next = frames(await open(console, await console.as('manager'), { 'Last-Event-ID': lastSeen }));
    await next();
    expect(await next()).toMatchObject({ id: events.last(), data: { type: 'reset' } });
  }
});

test('one that listened to another process is told to read everything again, however far both have counted', async () => {
  await using here = await startTestConsole();
  await using elsewhere = await startTestConsole();
  const heard = publishedAs(elsewhere.services.events, sample(7));
  for (const count of [1, 2, 3]) here.services.events.publish(sample(count));
  for (const where of [{ headers: { 'Last-Event-ID': heard } }, { search: `?after=${heard}` }]) {
    const next = frames(await open(here, await here.as('manager'), where.headers, where.search));
    await next();
    expect(await next()).toMatchObject({ id: here.services.events.last(), data: { type: 'reset' } });
  }
});

test('one that comes back keeps its place until it has what it missed', async () => {
  await using console = await startTestConsole();
  const { events } = console.services;
  events.publish(sample(1));
  const lastSeen = events.last();
  events.publish(sample(2));
  const next = frames(await open(console, await console.as('manager'), { 'Last-Event-ID': lastSeen }));
  expect(await next()).toMatchObject({ retry: '2000', id: null });
  expect(await next()).toMatchObject({ id: events.last(), data: sample(2) });
});

test('one that missed more than a stream may hold is told to read everything again, not cut off', async () => {
  await using console = await startTestConsole();
  const { events } = console.services;
  const large = sample(1, 'x'.repeat(8_000));
  const lastSeen = publishedAs(events, large);
  for (let count = 0; count < 300; count += 1) events.publish(large);
  const next = frames(await open(console, await console.as('manager'), { 'Last-Event-ID': lastSeen }));
  await next();
  expect(await next()).toMatchObject({ id: events.last(), data: { type: 'reset' } });
  events.publish(sample(3));
  expect((await next())?.data).toEqual(sample(3));
});

test('a quiet stream is kept open by a comment every fifteen seconds', async () => {
  await using console = await startTestConsole();
  const next = frames(await open(console, await console.as('manager')));
  await next();
  await console.clock.advance(15_000);
  expect(await next()).toMatchObject({ comment: 'ping', data: null });
});

test('signing out ends the stream at once', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const next = frames(await open(console, cookie));
  await next();
  await console.ask('DELETE', '/api/v1/session', { cookie });
  expect((await next())?.data).toEqual({ type: 'session_ended' });
  expect(await next()).toBeNull();
});

test('a session that another process ended is noticed within two seconds', async () => {
  await using console = await startTestConsole();
  const next = frames(await open(console, await console.as('manager')));
  await next();
  await console.services.store.sessions.removeOfPerson('demo-manager');
  await console.clock.advance(2_000);
  expect((await next())?.data).toEqual({ type: 'session_ended' });
  expect(await next()).toBeNull();
});

test('all sessions that listen are looked up together, once a second, and not at all while nobody does', async () => {
  await using console = await startTestConsole();
  const asked: number[] = [];
  const { sessions } = console.services.store;
  const { find, findAll } = sessions;
  await console.clock.advance(5_000);
  for (const role of Role.options) {
    const cookie = await console.as(role);
    for (let tab = 0; tab < 3; tab += 1) await open(console, cookie);
  }
  sessions.find = (...which) => (asked.push(1), find(...which));
  sessions.findAll = (ids, now) => (asked.push(ids.length), findAll(ids, now));
  for (let second = 0; second < 3; second += 1) await console.clock.advance(1_000);
  expect(asked).toEqual([4, 4, 4]);
  await console.streams.close();
  await console.clock.advance(5_000);
  expect(asked).toHaveLength(3);
});

test('listening is not activity: an idle session ends and so does its stream', async () => {
  await using console = await startTestConsole();
  const next = frames(await open(console, await console.as('manager')));
  await next();
  await console.clock.advance(31 * minute);
  let frame = await next();
  while (frame?.comment === 'ping') frame = await next();
  expect(frame?.data).toEqual({ type: 'session_ended' });
});

test('a stream lives on when its session gets a new id', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const next = frames(await open(console, cookie));
  await next();
  await console.clock.advance(15 * minute);
  expect((await next())?.comment).toBe('ping');
  const renewed = (await console.ask('GET', '/api/v1/connections', { cookie, activity: true })).cookie;
  await console.clock.advance(1_000);
  await console.clock.advance(60_000);
  expect((await next())?.comment).toBe('ping');
  console.services.events.publish(sample(1));
  expect((await next())?.data).toEqual(sample(1));
  await console.ask('DELETE', '/api/v1/session', { cookie: renewed });
  expect((await next())?.data).toEqual({ type: 'session_ended' });
});

test('only people who are signed in may listen, from the console’s own pages, to what they accept', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  expect((await open(console, null)).status).toBe(401);
  expect((await open(console, cookie, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await open(console, cookie, { Accept: 'application/json' })).status).toBe(406);
  expect(console.streams.size()).toBe(0);
});

test('a session may have four streams, and a closed one makes room', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const opened = [];
  for (let count = 0; count < streamLimits.perSession; count += 1) opened.push(await open(console, cookie));
  const refused = await open(console, cookie);
  expect([refused.status, await refused.json()]).toEqual([503, expect.objectContaining({ code: 'busy' })]);
  expect((await open(console, await console.as('support'))).status).toBe(200);
  await opened[0]!.body!.cancel();
  expect((await open(console, cookie)).status).toBe(200);
});

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

test('asking for the headers alone opens no stream', async () => {
  await using console = await startTestConsole();
  const answer = await console.ask('HEAD', '/api/v1/events', { cookie: await console.as('manager') });
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(console.streams.size()).toBe(0);
});

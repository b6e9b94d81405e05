import { expect, test } from 'vitest';
import { Session } from '#shared/domain/session.ts';
import { frames, open, publishedAs, sample } from './test-stream.ts';
import { startTestConsole } from './test-support.ts';

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

import { expect, test } from 'vitest';
import { Role } from '#shared/domain/roles.ts';
import { streamLimits } from './event-stream.ts';
import { frames, open, sample } from './test-stream.ts';
import { startTestConsole } from './test-support.ts';

const minute = 60_000;

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

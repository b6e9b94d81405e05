import { expect, test } from 'vitest';
import { hashOf } from './session-cookie.ts';
import { startTestConsole } from './test-support.ts';

const minute = 60_000;
const signedOut = { code: 'signed_out', status: 401 };

test('a session that nobody uses ends after half an hour, however much the page asks by itself', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  let current = cookie;
  for (let passed = 0; passed < 29; passed += 1) {
    await console.clock.advance(minute);
    const answer = await console.ask('GET', '/api/v1/connections', { cookie: current });
    expect(answer.status).toBe(200);
    current = answer.cookie ?? current;
  }
  await console.clock.advance(minute);
  expect((await console.ask('GET', '/api/v1/connections', { cookie: current })).body).toMatchObject(signedOut);
});

test('whoever does something every few minutes stays signed in for twelve hours, and no longer', async () => {
  await using console = await startTestConsole();
  let cookie = await console.as('manager');
  for (let passed = 0; passed < 12 * 60 - 5; passed += 5) {
    await console.clock.advance(5 * minute);
    const answer = await console.ask('GET', '/api/v1/connections', { cookie, activity: true });
    expect(answer.status).toBe(200);
    cookie = answer.cookie ?? cookie;
  }
  await console.clock.advance(6 * minute);
  expect((await console.ask('GET', '/api/v1/connections', { cookie, activity: true })).status).toBe(401);
});

test('changing something counts as activity', async () => {
  await using console = await startTestConsole();
  let cookie = await console.as('manager');
  await console.clock.advance(20 * minute);
  const denied = await console.ask('POST', '/api/v1/people', { cookie, body: {} });
  expect(denied.status).toBe(403);
  cookie = denied.cookie ?? cookie;
  await console.clock.advance(20 * minute);
  expect((await console.ask('GET', '/api/v1/connections', { cookie })).status).toBe(200);
});

test('a quarter of an hour later the id is renewed once, whichever of fifty requests comes first', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  await console.clock.advance(15 * minute);
  const asked = Array.from({ length: 50 }, () => console.ask('GET', '/api/v1/connections', { cookie }));
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
  const renewed = [...new Set(answers.map((answer) => answer.cookie))];
  expect(renewed).toHaveLength(1);
  expect(renewed[0]).not.toBe(cookie);

  await console.clock.advance(29_000);
  const late = await console.ask('GET', '/api/v1/connections', { cookie });
  expect(late.status).toBe(200);
  expect(late.cookie).toBe(renewed[0]);
  await console.clock.advance(2_000);
  expect((await console.ask('GET', '/api/v1/connections', { cookie })).status).toBe(401);
  expect((await console.ask('GET', '/api/v1/connections', { cookie: renewed[0]! })).status).toBe(200);
});

test('signing in never takes over an id that was there before, and ends the session of before', async () => {
  await using console = await startTestConsole();
  const planted = `sid=${'A'.repeat(43)}`;
  const first = await console.ask('POST', '/api/v1/session/demo', { cookie: planted, body: { role: 'support' } });
  expect(first.cookie).not.toBe(planted);
  const second = await console.ask('POST', '/api/v1/session/demo', { cookie: first.cookie, body: { role: 'manager' } });
  expect(second.cookie).not.toBe(first.cookie);
  expect((await console.ask('GET', '/api/v1/connections', { cookie: first.cookie })).status).toBe(401);
  expect((await console.ask('GET', '/api/v1/session', { cookie: second.cookie })).body).toMatchObject({
    person: { role: 'manager' },
  });
});

test('signing out ends the session at once and forgets the cookie', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const out = await console.ask('DELETE', '/api/v1/session', { cookie });
  expect(out.body).toMatchObject({ person: null });
  expect(out.headers.get('Set-Cookie')).toBe('sid=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0');
  expect((await console.ask('GET', '/api/v1/connections', { cookie })).body).toMatchObject(signedOut);
});

test('the sixth session of a person ends the first', async () => {
  await using console = await startTestConsole({ demo: false });
  const person = { id: 'p1', name: 'Ada', role: 'manager' as const };
  const cookies: string[] = [];
  for (let count = 0; count < 6; count += 1) {
    await console.clock.advance(1_000);
    cookies.push((await console.sessions.open(person, { demo: false })).split(';')[0]!);
  }
  const statuses = [];
  for (const cookie of cookies) statuses.push((await console.ask('GET', '/api/v1/connections', { cookie })).status);
  expect(statuses).toEqual([401, 200, 200, 200, 200, 200]);
});

test('the cookie is for TLS only where there is TLS, and never for scripts or other sites', async () => {
  await using plain = await startTestConsole();
  await using tls = await startTestConsole({ publicUrl: new URL('https://console.example.com') });
  const signIn = (at: typeof plain) => at.ask('POST', '/api/v1/session/demo', { body: { role: 'manager' } });
  const value = /=[A-Za-z0-9_-]{43};/;
  const attributes = (text: string | null) => text?.replace(value, '=…;');
  expect(attributes((await signIn(plain)).headers.get('Set-Cookie'))).toBe('sid=…; HttpOnly; SameSite=Strict; Path=/');
  expect(attributes((await signIn(tls)).headers.get('Set-Cookie'))).toBe(
    '__Host-Http-sid=…; Secure; HttpOnly; SameSite=Strict; Path=/',
  );
});

test('what the store holds of a session is not a session', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const id = cookie.slice('sid='.length);
  expect(await console.services.store.sessions.find(id, console.clock.now())).toBeNull();
  expect(await console.services.store.sessions.find(hashOf(id), console.clock.now())).not.toBeNull();
  expect((await console.ask('GET', '/api/v1/connections', { cookie: `sid=${hashOf(id)}` })).status).toBe(401);
});

test('a session that another process ended answers for less than a second more', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  await console.ask('GET', '/api/v1/connections', { cookie });
  await console.services.store.sessions.removeOfPerson('demo-manager');
  await console.clock.advance(1_000);
  expect((await console.ask('GET', '/api/v1/connections', { cookie })).status).toBe(401);
});

test('a session that ended here answers no more, not even to what was asked just before', async () => {
  await using console = await startTestConsole();
  const cookie = await console.as('manager');
  const ended = console.ask('DELETE', '/api/v1/session', { cookie });
  await Promise.all([ended, console.ask('GET', '/api/v1/connections', { cookie })]);
  expect((await console.ask('GET', '/api/v1/connections', { cookie })).status).toBe(401);
});

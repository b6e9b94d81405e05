import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestConsole, type TestConsole } from './test-support.ts';

const minute = 60_000;
const password = 'correct horse battery';
const wrong = { code: 'wrong_credentials', status: 401 };

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'console-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const accounts = () => startTestConsole({ demo: false, dataDir });
const tokenFile = () => join(dataDir, 'set-up-token');
const token = async () => (await readFile(tokenFile(), 'utf8')).trim();

const setUp = (console: TestConsole, body: object) => console.ask('POST', '/api/v1/session/set-up', { body });
const signIn = (console: TestConsole, name: string, secret: string) =>
  console.ask('POST', '/api/v1/session', { body: { name, password: secret } });

/** The first admin's cookie. */
async function withAdmin(console: TestConsole): Promise<string> {
  const answer = await setUp(console, { token: await token(), name: 'ada', password });
  expect(answer.status).toBe(200);
  return answer.cookie!;
}

const add = (console: TestConsole, cookie: string, name: string, role: string) =>
  console.ask('POST', '/api/v1/people', { cookie, body: { name, role, password } });

test('the token in the file makes the first admin, once', async () => {
  await using console = await accounts();
  expect((await stat(tokenFile())).mode & 0o777).toBe(0o600);
  expect((await console.ask('GET', '/api/v1/session')).body).toMatchObject({ person: null, signIn: 'set_up' });
  const made = { token: await token(), name: 'ada', password };

  const admin = await setUp(console, made);
  expect(admin.body).toMatchObject({ person: { name: 'ada', role: 'admin' }, signIn: 'password' });
  expect((await console.ask('GET', '/api/v1/people', { cookie: admin.cookie })).body).toMatchObject({
    people: [{ name: 'ada', role: 'admin', disabled: false }],
  });
  const again = await setUp(console, { ...made, name: 'mallory' });
  expect(again.body).toMatchObject({ code: 'set_up_token_wrong', status: 403 });
  await expect(stat(tokenFile())).rejects.toThrow('ENOENT');
  expect(JSON.stringify(console.log.lines)).not.toContain(made.token);
});

test('a wrong token, and one that is an hour old, make nobody an admin', async () => {
  await using console = await accounts();
  const refused = { code: 'set_up_token_wrong', status: 403 };
  expect((await setUp(console, { token: 'guess', name: 'ada', password })).body).toMatchObject(refused);
  await console.clock.advance(60 * minute);
  expect((await setUp(console, { token: await token(), name: 'ada', password })).body).toMatchObject(refused);
  expect((await console.ask('GET', '/api/v1/session')).body).toMatchObject({ signIn: 'set_up' });
});

test('two who come with the token at once do not both become the first admin', async () => {
  await using console = await accounts();
  const body = { token: await token(), password };
  const answers = await Promise.all(['ada', 'eve'].map((name) => setUp(console, { ...body, name })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 403]));
  expect(await console.services.store.people.count()).toBe(1);
});

test('there is no default account', async () => {
  await using console = await accounts();
  for (const [name, secret] of [
    ['admin', 'admin'],
    ['root', ''],
    ['ada', password],
  ] as const)
    expect((await signIn(console, name, secret)).body).toMatchObject(wrong);
});

test('a name nobody has, a wrong password and a disabled account get the same answer', async () => {
  await using console = await accounts();
  const cookie = await withAdmin(console);
  const grace = (await add(console, cookie, 'grace', 'support')).body as { id: string };
  const disabled = { cookie, body: { disabled: true } };
  expect((await console.ask('PATCH', `/api/v1/people/${grace.id}`, disabled)).body).toMatchObject({ disabled: true });
  const answers = [
    await signIn(console, 'nobody', password),
    await signIn(console, 'ada', 'not the password'),
    await signIn(console, 'grace', password),
  ];
  const shown = answers.map(({ status, text, headers }) => [status, text, headers.get('Set-Cookie')]);
  expect(answers[0]!.body).toMatchObject(wrong);
  expect(shown).toEqual([shown[0], shown[0], shown[0]]);
});

test('after five wrong passwords the right one has to wait too, longer each time', async () => {
  await using console = await accounts();
  await withAdmin(console);
  for (let count = 0; count < 5; count += 1)
    expect((await signIn(console, 'ADA', `guess ${count}`)).body).toMatchObject(wrong);
  const tooMany = (retryAfterSeconds: number) => ({
    code: 'too_many_attempts',
    status: 429,
    data: { retryAfterSeconds },
  });
  expect((await signIn(console, 'ada', password)).body).toMatchObject(tooMany(30));
  expect((await signIn(console, 'ada', password)).body).toMatchObject(tooMany(30));
  await console.clock.advance(30_000);
  expect((await signIn(console, 'ada', 'guess 6')).body).toMatchObject(wrong);
  expect((await signIn(console, 'ada', password)).body).toMatchObject(tooMany(60));
  await console.clock.advance(minute);
  expect((await signIn(console, 'ada', password)).status).toBe(200);
  expect((await signIn(console, 'ada', 'guess 7')).body).toMatchObject(wrong);
});

test('of guesses sent side by side no more are looked at than of guesses sent one after another', async () => {
  await using console = await accounts();
  await withAdmin(console);
  const guesses = Array.from({ length: 60 }, (_, count) => signIn(console, 'ada', `guess ${count}`));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(55);
});

test('an address that tries many names has to wait, whichever name it tries next', async () => {
  await using console = await accounts();
  await withAdmin(console);
  for (let count = 0; count < 30; count += 1) await signIn(console, `name-${count}`, password);
  expect((await signIn(console, 'ada', password)).body).toMatchObject({ code: 'too_many_attempts' });
  await console.clock.advance(15 * minute + 1);
  expect((await signIn(console, 'ada', password)).status).toBe(200);
});

test('failures are remembered by the store, not by the process', async () => {
  const store = { engine: 'sqlite', file: join(dataDir, 'console.db') } as const;
  {
    await using console = await startTestConsole({ demo: false, dataDir, store });
    await withAdmin(console);
    for (let count = 0; count < 5; count += 1) await signIn(console, 'ada', `guess ${count}`);
  }
  await using console = await startTestConsole({ demo: false, store });
  expect((await signIn(console, 'ada', password)).body).toMatchObject({ code: 'too_many_attempts' });
});

test('a change of role, password or access ends the sessions of that person', async () => {
  await using console = await accounts();
  const cookie = await withAdmin(console);
  const grace = (await add(console, cookie, 'grace', 'operations')).body as { id: string };
  const changes = [
    { role: 'manager' },
    { password: 'another long password' },
    { password },
    { disabled: true },
    { disabled: false },
  ];
  for (const change of changes) {
    const session = (await signIn(console, 'grace', change.password === password ? 'another long password' : password))
      .cookie;
    const isIn = session === null ? 401 : 200;
    expect((await console.ask('GET', '/api/v1/connections', { cookie: session })).status).toBe(isIn);
    const body = { cookie, body: change };
    expect((await console.ask('PATCH', `/api/v1/people/${grace.id}`, body)).status).toBe(200);
    expect((await console.ask('GET', '/api/v1/connections', { cookie: session })).status).toBe(401);
  }
  expect((await signIn(console, 'grace', password)).body).toMatchObject({ person: { role: 'manager' } });
});

test('a name is taken once, and nobody takes their own admin rights away', async () => {
  await using console = await accounts();
  const cookie = await withAdmin(console);
  expect((await add(console, cookie, 'Ada', 'support')).body).toMatchObject({ code: 'name_taken', status: 409 });
  const { people } = (await console.ask('GET', '/api/v1/people', { cookie })).body as { people: { id: string }[] };
  const self = `/api/v1/people/${people[0]!.id}`;
  for (const body of [{ role: 'manager' }, { disabled: true }])
    expect((await console.ask('PATCH', self, { cookie, body })).body).toMatchObject({ code: 'forbidden' });
  expect((await console.ask('PATCH', '/api/v1/people/none', { cookie, body: { disabled: true } })).status).toBe(404);
});

test('the demonstration has no accounts, and a real console no demonstration', async () => {
  await using demo = await startTestConsole();
  expect((await demo.ask('GET', '/api/v1/session')).body).toMatchObject({ signIn: 'demo', version: '1.2.3' });
  expect((await signIn(demo, 'ada', password)).status).toBe(404);
  expect((await setUp(demo, { token: 'x', name: 'ada', password })).status).toBe(404);
  await using real = await accounts();
  expect((await real.ask('POST', '/api/v1/session/demo', { body: { role: 'admin' } })).status).toBe(404);
});

test('a short password is refused before anything is computed', async () => {
  await using console = await accounts();
  const answer = await setUp(console, { token: await token(), name: 'ada', password: 'too short' });
  expect(answer.body).toMatchObject({ code: 'bad_request', data: { fields: ['password'] } });
});

test.each([{ role: 'manager' }, { disabled: true }, { password: 'another long password' }])(
  'a change of %o while somebody signs in leaves no session of before',
  async (change) => {
    await using console = await accounts();
    const admin = await withAdmin(console);
    const { id } = (await add(console, admin, 'bob', 'operations')).body as { id: string };
    const { sessions } = console.services.store;
    const open = sessions.add;
    sessions.add = async (...row) => {
      sessions.add = open;
      await console.ask('PATCH', `/api/v1/people/${id}`, { cookie: admin, body: change });
      return open(...row);
    };
    const { cookie } = await signIn(console, 'bob', password);
    expect((await console.ask('GET', '/api/v1/session', { cookie })).body).toMatchObject({ person: null });
  },
);

test('behind a proxy that is named each client waits for itself; one that names itself is not believed', async () => {
  await using console = await startTestConsole({ demo: false, dataDir, trustedProxies: ['10.0.0.5'] });
  await withAdmin(console);
  let names = 0;
  const guess = (peer: string, forwardedFor: string) =>
    console.ask('POST', '/api/v1/session', {
      body: { name: `guess${(names += 1)}`, password: 'wrong' },
      headers: { 'X-Forwarded-For': forwardedFor },
      peer,
    });
  for (let n = 0; n < 30; n += 1)
    expect((await guess('10.0.0.5', `10.9.8.${n}, 203.0.113.1`)).body).toMatchObject(wrong);
  expect((await guess('10.0.0.5', '203.0.113.1')).body).toMatchObject({ code: 'too_many_attempts' });
  expect((await guess('10.0.0.5', '203.0.113.2')).body).toMatchObject(wrong);
  for (let n = 0; n < 30; n += 1)
    expect((await guess('198.51.100.9', `203.0.113.${100 + n}`)).body).toMatchObject(wrong);
  expect((await guess('198.51.100.9', '203.0.113.200')).body).toMatchObject({ code: 'too_many_attempts' });
});

/** Tokens, keys, hosts and clocks that are wrong, old or withdrawn. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';
import { hosts, type Login, type startPlatform } from './test-simulator.ts';
import { failure, minute, mutation, reader, start, anUpgrade } from './test-faults.ts';

const hour = 60 * minute;
const withKey = (change: { accessKey?: string; secretKey?: Secret }): Parameters<typeof startPlatform>[0] => ({
  change: (settings) =>
    settings.credentials.kind === 'access_key'
      ? { ...settings, credentials: { ...settings.credentials, ...change } }
      : settings,
});

test('fifty calls at once ask for one token', async () => {
  const { platform, calls } = start({ login: 'token' });
  await Promise.all(Array.from({ length: 50 }, () => platform.listSpaces(reader)));
  expect(calls('token')).toBe(1);
  expect(calls('spaces')).toBe(50);
});

test('[14] a token that ends in mid-flight is replaced once, and nobody notices', async () => {
  const { platform, world, calls } = start({ login: 'token' });
  await platform.listSpaces(reader);
  world.tokenGeneration += 1;
  const answers = await Promise.all(Array.from({ length: 20 }, () => platform.listSpaces(reader)));
  expect(answers.every((spaces) => spaces.length > 0)).toBe(true);
  expect(calls('token')).toBe(2);
  expect(platform.health().state).toBe('ok');
});

test('a write whose token has ended is sent once more, and acted on once', async () => {
  const started = start({ login: 'token' });
  const intent = await anUpgrade(started);
  started.world.tokenGeneration += 1;
  expect((await started.platform.createTask(intent, mutation)).kind).toBe('done');
  expect(started.log.filter((entry) => entry.kind === 'create').map((entry) => entry.status)).toEqual([401, 201]);
  expect(started.world.tasks.size).toBe(1);
});

test('[15] a token is replaced when four fifths of its life are over, while the old one serves', async () => {
  const { platform, world, clock, calls } = start({ login: 'token' });
  await platform.listSpaces(reader);
  clock.advance(19 * hour);
  await platform.listSpaces(reader);
  expect(calls('token')).toBe(1);
  clock.advance(hour);
  world.fault({ match: 'token', kind: 'status', status: 503, times: 3 });
  await platform.listSpaces(reader);
  await expect.poll(() => calls('token'), { interval: 1 }).toBe(4); // it was asked for three times in vain
  await platform.listSpaces(reader);
  const { state, servesUntil } = platform.health();
  expect(state).toBe('ok');
  expect((servesUntil ?? 0) - clock.now()).toBeGreaterThan(3 * hour);
  clock.advance(2 * hour);
  await platform.listSpaces(reader);
  await expect.poll(() => calls('token'), { interval: 1 }).toBe(5);
  await platform.listSpaces(reader);
  expect(platform.health().servesUntil).toBeNull();
  expect(calls('spaces')).toBe(6);
});

test.each<[string, Login, Parameters<typeof startPlatform>[0]]>([
  ['secret key', 'v11', withKey({ secretKey: new Secret('wrong') })],
  ['secret key', 'sdk', withKey({ secretKey: new Secret('wrong') })],
  ['access key', 'v11', withKey({ accessKey: 'WRONGKEY' })],
])('a wrong %s (%s) is used twice, however many calls there are, then every six minutes', async (_, login, change) => {
  const { platform, clock, log } = start({ login, ...change });
  const errors = await Promise.all(Array.from({ length: 30 }, () => failure(platform.listSpaces(reader))));
  expect(new Set(errors.map((error) => error.code))).toEqual(new Set(['credentials_rejected']));
  expect(log).toHaveLength(2);
  expect(platform.health().state).toBe('credentials_rejected');

  clock.advance(5 * minute);
  expect((await failure(platform.listSpaces(reader))).retryAfterMs).toBe(minute);
  expect(await platform.retryDevices('ab', ['d'], mutation)).toEqual({
    kind: 'not_sent',
    reason: 'credentials_rejected',
    retryAfterMs: minute,
  });
  expect(log).toHaveLength(2);
  clock.advance(minute);
  await Promise.all([failure(platform.listSpaces(reader)), failure(platform.listSpaces(reader))]);
  expect(log).toHaveLength(3);
});

test('[16] a key that is withdrawn under load fails fewer times than would lock it', async () => {
  const { platform, world, log } = start();
  await platform.listSpaces(reader);
  world.fault({ match: 'any', kind: 'status', status: 401, code: 'APIGW.0301' });
  await Promise.all(Array.from({ length: 50 }, () => failure(platform.listSpaces(reader))));
  expect(log.filter((entry) => entry.status === 401).length).toBeLessThan(5);
});

test('a wrong password asks IAM twice, then every six minutes', async () => {
  const { platform, clock, calls } = start({
    login: 'token',
    change: (settings) =>
      settings.credentials.kind === 'password'
        ? { ...settings, credentials: { ...settings.credentials, password: new Secret('wrong') } }
        : settings,
  });
  const errors = await Promise.all(Array.from({ length: 10 }, () => failure(platform.listSpaces(reader))));
  expect(new Set(errors.map((error) => error.code))).toEqual(new Set(['credentials_rejected']));
  expect(calls('token')).toBe(2);
  expect(calls('spaces')).toBe(0);
  clock.advance(6 * minute);
  await failure(platform.listSpaces(reader));
  expect(calls('token')).toBe(3);
});

test('the host of the basic edition for a standard instance is named', async () => {
  const { platform } = start({
    edition: 'standard',
    change: (settings) => ({ ...settings, endpoint: hosts.basic, signing: 'v11' }),
  });
  expect(await failure(platform.listSpaces(reader))).toMatchObject({
    code: 'wrong_host',
    upstreamCode: 'IOTDA.000021',
  });
  expect(platform.health().state).toBe('wrong_host');
});

test('the wrong algorithm is named, and not tried often', async () => {
  const { platform, log } = start({ edition: 'standard', login: 'sdk' });
  const errors = await Promise.all(Array.from({ length: 5 }, () => failure(platform.listSpaces(reader))));
  expect(errors[0]).toMatchObject({ code: 'wrong_algorithm', upstreamCode: 'IOTDA.000002' });
  expect(log).toHaveLength(2);
});

test.each([
  ['basic', hosts.basic],
  ['standard', hosts.instance],
] as const)('the %s edition takes what auto chooses for its host', async (edition, endpoint) => {
  const { platform } = start({ edition, change: (settings) => ({ ...settings, endpoint }) });
  expect(await platform.listSpaces(reader)).not.toEqual([]);
});

test.each([20, -20])('[17] a clock that is %i minutes off is corrected from the first answer', async (minutes) => {
  const started = start({ aheadMs: minutes * minute });
  const { platform, log } = started;
  await platform.listSpaces(reader);
  expect(log.map((entry) => entry.status)).toEqual([401, 200]);
  const intent = await anUpgrade(started);
  expect((await platform.createTask(intent, mutation)).kind).toBe('done');
  expect(log.filter((entry) => entry.status === 401)).toHaveLength(1);
});

test('neither errors nor the platform itself show a secret', async () => {
  const canary = 'canary-sk-4711';
  const { platform, world } = start(withKey({ secretKey: new Secret(canary) }));
  world.fault({ match: 'any', kind: 'status', status: 401, code: 'APIGW.0301', message: `signed: ${canary}` });
  const error = await failure(platform.listSpaces(reader));
  const written = await platform.retryDevices('ab', ['d'], mutation);
  const shown = [error, error.stack, written, platform, platform.health()].map((value) =>
    inspect(value, { depth: 20, showHidden: true }),
  );
  expect(shown.join('\n')).not.toContain('canary');
  expect(shown.join('\n')).not.toContain(world.credentials.ak);
});

test.each([20, -20])(
  'a platform whose clock is %i minutes off is worked with, and the offset is told',
  async (minutes) => {
    const { platform } = start({ aheadMs: minutes * 60_000 });
    expect(platform.health().skewMs).toBeNull();
    const heard: (number | null)[] = [];
    platform.onHealth(({ skewMs }) => heard.push(skewMs));
    for (let call = 0; call < 7; call += 1) await platform.listSpaces(reader);
    expect(Math.abs((platform.health().skewMs ?? 0) - minutes * 60_000)).toBeLessThan(2_000);
    expect(platform.health().state).toBe('ok');
    expect(heard.filter((skewMs) => skewMs !== null).length).toBeLessThanOrEqual(2);
  },
);

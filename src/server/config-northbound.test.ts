/** What is read of NORTHBOUND_…, and the sentences for what makes no sense. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import type { Env } from './config-connections.ts';

const folder = 'src/simulator/test-keys';
const read = (env: Env) => readConfig(env, (path) => readFileSync(path, 'utf8'));
const refusal = (env: Env): string => {
  try {
    read(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};
const platform = {
  NORTHBOUND_URL: 'https://server.example:8743',
  NORTHBOUND_APP_ID: 'app_1',
  NORTHBOUND_SECRET: 'a secret',
};
const pair = {
  NORTHBOUND_CERT: `${folder}/test-client-cert.pem`,
  NORTHBOUND_KEY: `${folder}/test-client-key.pem`,
};

test('a northbound platform is enough, and ends the demonstration', () => {
  const {
    connections,
    northbound: [northbound],
  } = read(platform);
  expect(connections).toEqual([]);
  expect(northbound?.settings).toMatchObject({ appId: 'app_1', select: 'tag', callsPerMinute: 90 });
  expect(northbound?.settings.secret.reveal()).toBe('a secret');
  expect(northbound?.tls).toEqual({});
  expect(refusal({ ...platform, HOST: '0.0.0.0' })).toMatch(/^HOST: on 0\.0\.0\.0 others/);
});

test('a certificate, its key and a private authority are read from files', () => {
  const config = read({ ...platform, ...pair, NORTHBOUND_CA: `${folder}/test-ca.pem`, NORTHBOUND_SELECT: 'tags' });
  const { ca, own } = config.northbound[0]?.tls ?? {};
  expect(own?.cert).toContain('BEGIN CERTIFICATE');
  expect(own?.key.reveal()).toContain('PRIVATE KEY');
  expect(ca).toContain('BEGIN CERTIFICATE');
  expect(config.northbound[0]?.settings.select).toBe('tags');
  expect(JSON.stringify(config) + inspect(config, { depth: 9 })).not.toMatch(/a secret|PRIVATE KEY/);
});

test.each<[Env, RegExp]>([
  [{ NORTHBOUND_CA: 'x' }, /^NORTHBOUND_URL: is missing.*\nNORTHBOUND_APP_ID: is missing/],
  [{ ...platform, NORTHBOUND_URL: 'http://server.example' }, /^NORTHBOUND_URL: must be https/],
  [{ ...platform, NORTHBOUND_URL: 'https://server.example/iocm' }, /^NORTHBOUND_URL: must be https/],
  [{ ...platform, NORTHBOUND_URL: 'http://127.0.0.1:8090' }, /^accepted$/],
  [{ ...platform, NORTHBOUND_APP_ID: 'a b' }, /^NORTHBOUND_APP_ID: must be an application ID/],
  [{ ...platform, NORTHBOUND_SECRET: '' }, /^NORTHBOUND_SECRET: is missing/],
  [{ ...platform, NORTHBOUND_SECRET_FILE: 'x' }, /^NORTHBOUND_SECRET: set either/],
  [{ ...platform, NORTHBOUND_SELECT: 'all' }, /^NORTHBOUND_SELECT: must be tag or tags/],
  [{ ...platform, NORTHBOUND_CALLS_PER_MINUTE: '0' }, /^NORTHBOUND_CALLS_PER_MINUTE: must be a number from 1/],
  [{ ...platform, NORTHBOUND_CERT: pair.NORTHBOUND_CERT }, /^NORTHBOUND_KEY: is missing/],
  [{ ...platform, NORTHBOUND_KEY: pair.NORTHBOUND_KEY }, /^NORTHBOUND_CERT: is missing/],
  [{ ...platform, ...pair, NORTHBOUND_KEY: `${folder}/none.pem` }, /^NORTHBOUND_KEY: the file .* cannot be read/],
  [{ ...platform, ...pair, NORTHBOUND_CERT: pair.NORTHBOUND_KEY }, /^NORTHBOUND_CERT: .* holds no certificate/],
  [{ ...platform, ...pair, NORTHBOUND_KEY: pair.NORTHBOUND_CERT }, /^NORTHBOUND_KEY: .* holds no private key/],
  [
    { ...platform, ...pair, NORTHBOUND_KEY: `${folder}/test-stranger-key.pem` },
    /^NORTHBOUND_KEY: cannot be used with NORTHBOUND_CERT/,
  ],
])('%o: %s', (env, sentence) => {
  expect(refusal(env)).toMatch(sentence);
});

describe('in CONNECTIONS_FILE', () => {
  const entry = (change: object = {}, more: object = {}) => ({
    id: 'old',
    northbound: { url: 'https://server.example:8743', appId: 'app_1', secret: { env: 'OLD_SECRET' }, ...change },
    ...more,
  });
  const env = { CONNECTIONS_FILE: 'connections.json', OLD_SECRET: 'a secret' };
  const reading = (entries: unknown[], also: Env = {}) =>
    readConfig({ ...env, ...also }, (path) =>
      path === 'connections.json' ? JSON.stringify(entries) : readFileSync(path, 'utf8'),
    );
  const pem = { cert: pair.NORTHBOUND_CERT, key: pair.NORTHBOUND_KEY, ca: `${folder}/test-ca.pem` };

  test('several northbound platforms, each with its own name, secret and certificates', () => {
    const config = reading([entry({ ...pem, select: 'tags' }, { name: 'Old' }), entry({}, { id: 'older' })]);
    expect(config.connections).toEqual([]);
    expect(config.northbound).toMatchObject([
      { id: 'old', name: 'Old', settings: { appId: 'app_1', select: 'tags', callsPerMinute: 90 } },
      { id: 'older', name: 'Northbound older', tls: {} },
    ]);
    expect(config.northbound[0]?.settings.secret.reveal()).toBe('a secret');
    expect(config.northbound[0]?.tls.own?.cert).toContain('BEGIN CERTIFICATE');
    expect(JSON.stringify(config) + inspect(config, { depth: 9 })).not.toMatch(/a secret|PRIVATE KEY/);
  });

  test.each<[unknown[], Env, RegExp]>([
    [
      [entry({ url: 'http://server.example' })],
      {},
      /^CONNECTIONS_FILE: connections.json does not fit: 0\.northbound\.url\.$/,
    ],
    [[entry(), entry({ secret: 'a secret' })], {}, /does not fit: 1\.northbound\.secret\.$/],
    [[entry({ callsPerMinute: 0 })], {}, /does not fit: 0\.northbound\.callsPerMinute\.$/],
    [[entry({ appid: 'x' }, { region: 'cn-north-4' })], {}, /does not fit: 0\.northbound\.appid, 0\.region\.$/],
    [['old'], {}, /does not fit: 0\.$/],
    [[entry({ secret: { env: 'NOWHERE' } })], {}, /^NOWHERE: is missing; CONNECTIONS_FILE names it/],
    [[entry({ cert: pem.cert })], {}, /^CONNECTIONS_FILE: key of old: is missing; a certificate needs its key/],
    [[entry({ ...pem, key: pem.cert })], {}, /^CONNECTIONS_FILE: key of old: .* holds no private key/],
    [[entry({ ca: `${folder}/none.pem` })], {}, /^CONNECTIONS_FILE: ca of old: the file .* cannot be read/],
    [[entry(), entry()], {}, /gives two connections one id/],
    [[entry({}, { id: 'northbound' })], platform, /the id northbound belongs to the platform of NORTHBOUND_URL/],
  ])('%j: a sentence that names what is wrong', (entries, also, sentence) => {
    expect(() => reading(entries, also)).toThrow(sentence);
  });
});

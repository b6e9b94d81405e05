import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import type { Env } from './config-connections.ts';

const files: Record<string, string> = { '/run/secrets/sk': 'from a file\n', '/run/secrets/ak': 'AKFILE\r\n' };
const readText = (path: string) => {
  const content = files[path];
  if (content === undefined) throw new Error('ENOENT');
  return content;
};
const read = (env: Env) => readConfig(env, readText);
const refusal = (env: Env): string => {
  try {
    read(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

const platform = {
  IOTDA_ENDPOINT: 'https://iotda.cn-north-4.myhuaweicloud.com',
  IOTDA_REGION: 'cn-north-4',
  IOTDA_PROJECT_ID: '0f2c8a',
};
const withKey = { ...platform, IOTDA_AK: 'AK', IOTDA_SK: 'a secret' };

test('nothing set: the demonstration on this machine', () => {
  expect(read({})).toEqual({
    host: '127.0.0.1',
    port: 8080,
    publicUrl: null,
    trustedProxies: [],
    dataDir: `${process.cwd()}/data`,
    databaseUrl: null,
    connections: [],
    namedHosts: [],
    platformAuthority: null,
    northbound: [],
    simulatorSpeed: 30,
  });
  expect(read({ PORT: '', HOST: '', SIMULATOR_SPEED: '' }).port).toBe(8080);
});

test('a platform with an access key', () => {
  const [connection] = read(withKey).connections;
  expect(connection).toMatchObject({ id: 'iotda', name: 'IoTDA cn-north-4' });
  expect(connection?.settings).toMatchObject({ signing: 'auto', packageField: 'package_ids', callsPerSecond: 5 });
  const { credentials } = connection!.settings;
  expect(credentials.kind === 'access_key' && credentials.secretKey.reveal()).toBe('a secret');
  expect('instanceId' in connection!.settings).toBe(false);
});

test('a platform with an IAM user, and secrets from files', () => {
  const iam = {
    IOTDA_IAM_ENDPOINT: 'https://iam.cn-north-4.myhuaweicloud.com',
    IOTDA_IAM_DOMAIN: 'd',
    IOTDA_IAM_USER: 'u',
  };
  const [withUser] = read({ ...platform, ...iam, IOTDA_IAM_PASSWORD_FILE: '/run/secrets/sk' }).connections;
  const { credentials } = withUser!.settings;
  expect(credentials.kind === 'password' && credentials.password.reveal()).toBe('from a file');
  const fromFiles = { ...platform, IOTDA_AK_FILE: '/run/secrets/ak', IOTDA_SK_FILE: '/run/secrets/sk' };
  expect(read(fromFiles).connections[0]?.settings.credentials).toMatchObject({ accessKey: 'AKFILE' });
});

test('no secret can be printed by accident', () => {
  const config = read({ ...withKey, DATABASE_URL: 'postgres://console:a secret@db/console' });
  expect(config.databaseUrl?.reveal()).toContain('a secret');
  expect(JSON.stringify(config) + inspect(config, { depth: 9 })).not.toContain('a secret');
});

const behindProxy = { ...withKey, HOST: '0.0.0.0', PUBLIC_URL: 'https://console.example.com' };

test('other machines reach a real console through TLS only', () => {
  expect(read(behindProxy)).toMatchObject({ host: '0.0.0.0' });
  expect(refusal({ ...behindProxy, PUBLIC_URL: '' })).toMatch(/^HOST: .*PUBLIC_URL/);
  expect(refusal({ ...behindProxy, PUBLIC_URL: 'http://console.example.com' })).toMatch(/^PUBLIC_URL: .*https/);
  expect(refusal({ ...behindProxy, PUBLIC_URL: 'https://console.example.com/path' })).toMatch(/^PUBLIC_URL: /);
});

test('the demonstration is for this machine only', () => {
  expect(refusal({ HOST: '0.0.0.0' })).toMatch(/^HOST: the demonstration/);
  expect(refusal({ HOST: '192.168.1.7', PUBLIC_URL: 'https://console.example.com' })).toMatch(
    /^HOST: the demonstration/,
  );
  expect(refusal({ PUBLIC_URL: 'https://console.example.com' })).toMatch(/^PUBLIC_URL: the demonstration/);
  expect(refusal({ HOST: 'localhost', PUBLIC_URL: 'http://localhost:5173' })).toBe('accepted');
});

test.each<[Env, RegExp]>([
  [{ PORT: 'abc' }, /^PORT: must be a whole number from 0 to 65535\.$/],
  [{ PORT: '70000' }, /^PORT: must be a whole number/],
  [{ PORT: '80.5' }, /^PORT: must be a whole number/],
  [{ HOST: 'a b' }, /^HOST: must be an address/],
  [{ PUBLIC_URL: 'console' }, /^PUBLIC_URL: must be an http or https URL/],
  [{ PUBLIC_URL: 'ftp://console' }, /^PUBLIC_URL: must be an http or https URL/],
  [{ SIMULATOR_SPEED: '0' }, /^SIMULATOR_SPEED: must be a number from 1 to 10000\.$/],
  [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL: must begin with postgres/],
  [{ PORT: 'x', SIMULATOR_SPEED: 'y' }, /^PORT: .*\nSIMULATOR_SPEED: /],
  [{ IOTDA_ENDPOINT: platform.IOTDA_ENDPOINT }, /^IOTDA_REGION: is missing.*\nIOTDA_PROJECT_ID: is missing/],
  [{ IOTDA_AK: 'AK' }, /^IOTDA_ENDPOINT: is missing/],
  [platform, /^IOTDA_AK: is missing/],
  [{ ...platform, IOTDA_AK: 'AK' }, /^IOTDA_SK: is missing/],
  [{ ...withKey, IOTDA_SK_FILE: '/run/secrets/sk' }, /^IOTDA_SK: set either IOTDA_SK or IOTDA_SK_FILE/],
  [{ ...platform, IOTDA_AK: 'AK', IOTDA_SK_FILE: '/none' }, /^IOTDA_SK_FILE: the file \/none cannot be read/],
  [{ ...withKey, IOTDA_IAM_USER: 'u' }, /^IOTDA_AK: set either an access key/],
  [{ ...platform, IOTDA_IAM_USER: 'u' }, /^IOTDA_IAM_ENDPOINT: is missing/],
  [{ ...withKey, IOTDA_ENDPOINT: 'http://iotda.example.com' }, /^IOTDA_ENDPOINT: must be https/],
  [{ ...withKey, IOTDA_ENDPOINT: 'https://user@iotda.example.com' }, /^IOTDA_ENDPOINT: must be https/],
  [{ ...withKey, IOTDA_ENDPOINT: 'https://iotda.example.com/v5' }, /^IOTDA_ENDPOINT: must be https/],
  [{ ...withKey, IOTDA_ENDPOINT: 'iotda' }, /^IOTDA_ENDPOINT: must be a URL/],
  [{ ...withKey, IOTDA_PROJECT_ID: '../x' }, /^IOTDA_PROJECT_ID: must be a project ID/],
  [{ ...withKey, IOTDA_SIGNING: 'v4' }, /^IOTDA_SIGNING: must be auto, sdk or v11/],
  [{ ...withKey, IOTDA_PACKAGE_FIELD: 'id' }, /^IOTDA_PACKAGE_FIELD: must be package_ids or package_id/],
  [{ OIDC_ISSUER: 'https://x' }, /^OIDC_ISSUER: this version/],
])('%o is refused by name', (env, sentence) => {
  expect(refusal(env)).toMatch(sentence);
});

test('a simulator on this machine may be reached without TLS', () => {
  expect(refusal({ ...withKey, IOTDA_ENDPOINT: 'http://127.0.0.1:8090' })).toBe('accepted');
});

test('several platforms come from a file that holds no secret', () => {
  const entry = { endpoint: platform.IOTDA_ENDPOINT, region: 'cn-north-4', projectId: 'p' };
  const list = (content: unknown, env: Env = {}) => {
    files['/etc/connections.json'] = typeof content === 'string' ? content : JSON.stringify(content);
    return { CONNECTIONS_FILE: '/etc/connections.json', ...env };
  };
  const north = {
    id: 'north',
    name: 'North',
    ...entry,
    accessKey: { env: 'NORTH_AK' },
    secretKey: { file: '/run/secrets/sk' },
  };
  const south = {
    id: 'south',
    ...entry,
    iam: { endpoint: 'https://iam.example.com', domain: 'd', user: 'u', password: { env: 'SOUTH_PASSWORD' } },
  };
  const secrets = { NORTH_AK: 'AK1', SOUTH_PASSWORD: 'a secret', IOTDA_ALLOWED_HOSTS: '*.example.com' };
  const { connections } = read(list([north, south], secrets));
  expect(connections.map(({ id, name }) => [id, name])).toEqual([
    ['north', 'North'],
    ['south', 'IoTDA cn-north-4'],
  ]);
  expect(connections[0]!.settings.credentials).toMatchObject({ kind: 'access_key', accessKey: 'AK1' });
  expect(connections[1]!.settings.credentials).toMatchObject({ kind: 'password', user: 'u' });

  expect(refusal(list([north], {}))).toMatch(/^NORTH_AK: is missing; CONNECTIONS_FILE names it/);
  expect(refusal(list([north, { ...south, id: 'north' }], secrets))).toMatch(/^CONNECTIONS_FILE: .*one id/);
  expect(refusal(list([{ ...north, secretKey: 'a secret' }], secrets))).toMatch(
    /^CONNECTIONS_FILE: .*does not fit: 0\.secretKey\.$/,
  );
  expect(refusal(list([{ ...north, secretKey: 'a secret' }], secrets))).not.toContain('a secret');
  expect(refusal(list('[', secrets))).toMatch(/^CONNECTIONS_FILE: .*not JSON/);
  expect(refusal(list([], secrets))).toMatch(/^CONNECTIONS_FILE: /);
  expect(refusal(list([north], { ...secrets, ...withKey }))).toMatch(/^CONNECTIONS_FILE: set either/);
});

test('proxies are named by address or network, and a slip of the pen is told', () => {
  expect(read({ ...withKey, TRUSTED_PROXIES: '10.0.0.0/8, ::1,' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  expect(refusal({ ...withKey, TRUSTED_PROXIES: '10.0.0.0/8,proxy.internal' })).toBe(
    'TRUSTED_PROXIES: proxy.internal is neither an address nor a network such as 10.0.0.0/8.',
  );
});

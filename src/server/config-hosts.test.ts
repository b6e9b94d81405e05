import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import type { Env } from './config-connections.ts';

const pem = (name: string) => readFileSync(`src/simulator/test-keys/test-${name}.pem`, 'utf8').trim();
const files: Record<string, string> = { '/etc/ca.pem': pem('ca'), '/etc/key.pem': pem('server-key') };
const platform = {
  IOTDA_ENDPOINT: 'https://iotda.cn-north-4.myhuaweicloud.com',
  IOTDA_REGION: 'cn-north-4',
  IOTDA_PROJECT_ID: '0f2c8a',
  IOTDA_AK: 'AK',
  IOTDA_SK: 'a secret',
};
const read = (env: Env) => readConfig({ ...platform, ...env }, (path) => files[path] ?? '');

test.each([
  'https://iotda.ap-southeast-1.myhuaweicloud.com',
  'https://abcdef0123.st1.iotda-app.cn-north-4.myhuaweicloud.com',
  'https://iot-api.cn-north-4.huaweicloud.com:443',
  'https://127.0.0.1:8443',
  'http://localhost:8090',
])('%s needs no permission', (endpoint) => {
  expect(read({ IOTDA_ENDPOINT: endpoint }).connections).toHaveLength(1);
});

test.each([
  'https://iotda.example.com',
  'https://myhuaweicloud.com',
  'https://iotda.myhuaweicloud.com.example.com',
  'https://evilmyhuaweicloud.com',
  'https://iotda.cn-north-4.myhuaweicloud.com.',
  'https://169.254.169.254',
  'https://[::ffff:a9fe:a9fe]',
  'https://2130706433.example.com',
  'https://10.0.0.7',
  'https://iotda.myhuaweicIoud.com',
])('%s is refused unless it is named', (endpoint) => {
  expect(() => read({ IOTDA_ENDPOINT: endpoint })).toThrow(/^IOTDA_ALLOWED_HOSTS: .* is no host of Huawei Cloud/);
});

test('hosts are allowed by name, or by the end of one', () => {
  const endpoint = 'https://iotda.plant.example.com';
  const allowed = (hosts: string) => () => read({ IOTDA_ENDPOINT: endpoint, IOTDA_ALLOWED_HOSTS: hosts }).connections;
  for (const hosts of ['iotda.plant.example.com', ' x.test , *.example.com']) expect(allowed(hosts)()).toHaveLength(1);
  for (const hosts of ['example.com', '*.plant.example.com.cn', '*.otda.plant.example.com']) {
    expect(allowed(hosts)).toThrow(/is no host of Huawei Cloud/);
  }
  for (const hosts of ['*', '*.*', 'https://iotda.plant.example.com', 'a b']) {
    expect(allowed(hosts)).toThrow(/^IOTDA_ALLOWED_HOSTS: .* neither a host name/);
  }
});

test('the host that hands out tokens is held to the same', () => {
  const { IOTDA_AK: _, IOTDA_SK: __, ...rest } = platform;
  const user = { IOTDA_IAM_DOMAIN: 'd', IOTDA_IAM_USER: 'u', IOTDA_IAM_PASSWORD: 'p' };
  const iam = { ...rest, ...user, IOTDA_IAM_ENDPOINT: 'https://iam.example.com' };
  expect(() => readConfig(iam, () => '')).toThrow(/iam\.example\.com is no host of Huawei Cloud/);
});

test('a further authority is read and tried at start', () => {
  expect(read({}).platformAuthority).toBeNull();
  expect(read({ IOTDA_CA: '/etc/ca.pem' }).platformAuthority).toBe(files['/etc/ca.pem']);
  for (const path of ['/etc/key.pem', '/etc/none.pem']) {
    expect(() => read({ IOTDA_CA: path })).toThrow(/^IOTDA_CA: .* holds no certificate in PEM form/);
  }
});

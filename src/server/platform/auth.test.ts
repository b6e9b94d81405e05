import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { parseBasicTime } from '#wire/iotda/time.ts';
import { parseAuthorization } from '#wire/iotda/signing.ts';
import { algorithmFor, createSigning } from './auth.ts';
import { nodeHashing } from './hashing.ts';
import { Secret } from './secret.ts';
import { createSkew } from './skew.ts';
import { createTestClock } from './test-support.ts';

const outgoing = { method: 'GET', host: 'iotda.test', path: '/v5/iot/p/apps', query: {} } as const;

function start(more: { securityToken?: Secret; algorithm?: 'sdk' | 'v11' } = {}) {
  const clock = createTestClock();
  const skew = createSkew(clock);
  const settings = {
    accessKey: 'AK1',
    secretKey: new Secret('canary-sk'),
    algorithm: 'v11' as const,
    region: 'cn-north-4',
    projectId: 'p',
    ...more,
  };
  const auth = createSigning(settings, { clock, skew, hashing: nodeHashing });
  const authorize = async () => {
    const authorized = await auth.authorize(outgoing);
    if (authorized.kind !== 'go')
      throw new Error(`not authorised: ${'code' in authorized ? authorized.code : 'aborted'}`);
    return authorized;
  };
  return { clock, skew, auth, authorize };
}

test.each([
  ['iotda.cn-north-4.myhuaweicloud.com', 'sdk'],
  ['iotda.ap-southeast-1.myhuaweicloud.com', 'sdk'],
  ['abcdef0123.st1.iotda-app.cn-north-4.myhuaweicloud.com', 'v11'],
  ['iot.example.org', 'v11'],
  ['127.0.0.1:8090', 'v11'],
])('%s wants %s', (host, algorithm) => {
  expect(algorithmFor(host)).toBe(algorithm);
});

test('a request is signed for its time, and fenced 16 minutes later', async () => {
  const { clock, authorize } = start();
  const { headers, fencedAt } = await authorize();
  expect(parseBasicTime(headers['X-Sdk-Date'] ?? '')).toBe(clock.now());
  expect(parseAuthorization(headers['Authorization'] ?? '')).toMatchObject({
    algorithm: 'v11',
    accessKey: 'AK1',
    signedHeaders: ['content-type', 'host', 'x-project-id', 'x-sdk-date'],
  });
  expect(fencedAt).toBe(clock.now() + 16 * 60_000);
});

test('temporary keys send and sign their token', async () => {
  const { authorize } = start({ securityToken: new Secret('st-1'), algorithm: 'sdk' });
  const { headers } = await authorize();
  expect(headers['X-Security-Token']).toBe('st-1');
  expect(parseAuthorization(headers['Authorization'] ?? '')?.signedHeaders).toContain('x-security-token');
});

test('a refused date is corrected from the answer and tried once more', async () => {
  const { clock, authorize } = start();
  const date = new Date(clock.now() + 20 * 60_000).toUTCString();
  const first = await authorize();
  expect(first.settle('rejected', { date, isReplay: false })).toBe(true);
  const second = await authorize();
  expect(parseBasicTime(second.headers['X-Sdk-Date'] ?? '')).toBe(clock.now() + 20 * 60_000);
  expect(second.settle('rejected', { date, isReplay: true })).toBe(false);
});

test('a clock that is set wrong while calls are under way stops none of them', async () => {
  const { clock, authorize } = start();
  (await authorize()).settle('accepted', { date: undefined, isReplay: false });
  const underWay = [await authorize(), await authorize(), await authorize(), await authorize()];
  const date = new Date(clock.now() + 20 * 60_000).toUTCString();
  for (const call of underWay) expect(call.settle('rejected', { date, isReplay: false })).toBe(true);
  for (const _ of underWay) (await authorize()).settle('accepted', { date, isReplay: true });
});

test('a refused signature with a right date is not tried again', async () => {
  const { clock, authorize } = start();
  const first = await authorize();
  expect(first.settle('rejected', { date: new Date(clock.now()).toUTCString(), isReplay: false })).toBe(false);
  expect((await authorize()).settle('rejected', { date: undefined, isReplay: false })).toBe(false);
  await expect(authorize()).rejects.toThrow('credentials_rejected');
});

test('what is kept shows no secret', () => {
  const { auth } = start();
  expect(inspect(auth, { depth: 9, showHidden: true })).not.toContain('canary');
});

test('of a form everything is signed but its bytes and its type', async () => {
  const { auth } = start();
  const body = { contentType: 'multipart/form-data; boundary=x', bytes: new Uint8Array([1, 2]) };
  const authorized = await auth.authorize({ ...outgoing, method: 'POST', body });
  const headers = authorized.kind === 'go' ? authorized.headers : {};
  expect(headers).toMatchObject({ 'Content-Type': body.contentType, 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' });
  expect(parseAuthorization(headers['Authorization'] ?? '')?.signedHeaders).toEqual([
    'host',
    'x-project-id',
    'x-sdk-content-sha256',
    'x-sdk-date',
  ]);
});

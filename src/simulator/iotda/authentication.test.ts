/** Platform contract G (tokens, both signatures, skew, lock) and H (editions). Vectors: G.4, made by the vendor's signer. */
import { expect, test } from 'vitest';
import { read, startSimulator } from '#simulator/test-client.ts';

const vectorKeys = {
  ak: 'FAKEAKEXAMPLE0000001',
  sk: 'FakeSkExampleForTestVectorsOnly0000000001',
  projectId: '0123456789abcdef0123456789abcdef',
  region: 'cn-north-4',
};
const basicHost = 'iotda.cn-north-4.myhuaweicloud.com';
const instanceHost = 'abcdef0123.st1.iotda-app.cn-north-4.myhuaweicloud.com';
const createText =
  '{"app_id":"Ev8FVvCfOdQDzrFrxSOemiw_aMca","task_name":"固件升级_01","task_type":"firmwareUpgrade","targets":["dev_1","dev-2"],"document":{"package_ids":["32822e5744a45ede319d2c50"]},"task_policy":{"retry_count":5,"retry_interval":60}}';
const listQuery =
  '?task_type=firmwareUpgrade&app_id=Ev8FVvCfOdQDzrFrxSOemiw_aMca&limit=50&marker=ffffffffffffffffffffffff&offset=0';
const deviceQuery = '?device_name=%E6%B3%B5%20%231%20%28A%26B%29%21%27%2A~%2B&limit=10';

const fourHeaders = 'content-type;host;x-project-id;x-sdk-date';
const sdk = (signature: string, headers = fourHeaders) =>
  `SDK-HMAC-SHA256 Access=${vectorKeys.ak}, SignedHeaders=${headers}, Signature=${signature}`;
const v11 = (signature: string) =>
  `V11-HMAC-SHA256 Credential=${vectorKeys.ak}/20260801/cn-north-4/iotdm, SignedHeaders=${fourHeaders}, Signature=${signature}`;

// Behind the signature the world has no such space and refuses such a name: those answers prove that the caller was let in.
const vectors: [name: string, host: string, path: string, body: string | null, authorization: string, after: number][] =
  [
    [
      '1',
      basicHost,
      `/batchtasks${listQuery}`,
      null,
      sdk('3478093e5b5ee3785f3463f4caa14326d0018d8f45b2d1a4e75da974a8d9f21d'),
      403,
    ],
    [
      '2',
      basicHost,
      '/batchtasks',
      createText,
      sdk('d8cef279ee0af3e2719279c7cf7d1b86ac1290e1760b8613dc59eb9ab6ca9c23'),
      403,
    ],
    [
      '3',
      instanceHost,
      `/batchtasks${listQuery}`,
      null,
      v11('ea0b82018fd099c4afeb27db30faefb523c10cba141dcc081b577980acfcf05e'),
      403,
    ],
    [
      '4',
      instanceHost,
      '/batchtasks',
      createText,
      v11('39b80ae9884d35d22f57358f83cfa2653aba9feff66e460cf040e0a3007b3e08'),
      403,
    ],
    [
      '5',
      basicHost,
      `/devices${deviceQuery}`,
      null,
      sdk('21e7c56336915d82b0e4685a47be86dcb76f28d0942c95b3e01be793192be89f'),
      400,
    ],
    [
      '7',
      basicHost,
      '/apps',
      null,
      sdk('33113a8c9eb7f69a79b8f07c1f86c582f52f6d3cfaa343743205fc5a0c23ec44', 'host;x-sdk-date'),
      200,
    ],
  ];

test.each(vectors)('G.4: vector %s of the vendor is let in', async (_, host, path, body, authorization, after) => {
  const { simulator } = startSimulator({ credentials: vectorKeys, startMs: Date.UTC(2026, 7, 1, 12) });
  const request = new Request(`https://${host}/v5/iot/${vectorKeys.projectId}${path}`, {
    method: body === null ? 'GET' : 'POST',
    ...(body !== null && { body }),
    headers: {
      'Content-Type': 'application/json',
      Host: host,
      'X-Project-Id': vectorKeys.projectId,
      'X-Sdk-Date': '20260801T120000Z',
      Authorization: authorization,
    },
  });
  const answer = await read(await simulator.fetch(request));
  const codes: Record<number, string> = { 403: 'IOTDA.001000', 400: 'IOTDA.000006' };
  expect([answer.status, answer.body.error_code]).toEqual([after, codes[after]]);
});

test.each(['sdk', 'v11'] as const)('G: a %s signature holds for 15 minutes and not longer', async (algorithm) => {
  const { call } = startSimulator();
  const ask = async (skewMs: number) => (await call('GET', '/apps', { algorithm, skewMs })).status;
  expect(await ask(-15 * 60_000)).toBe(200);
  expect(await ask(15 * 60_000)).toBe(200);
  expect(await ask(-15 * 60_000 - 1000)).toBe(401);
  expect(await ask(16 * 60_000)).toBe(401);
});

test('I: a gateway refusal names the request in its body and header', async () => {
  const { call } = startSimulator();
  const { status, body, headers } = await call('GET', '/apps', { skewMs: 3_600_000 });
  expect(status).toBe(401);
  expect(body).toEqual({
    error_code: 'APIGW.0301',
    error_msg: expect.any(String),
    request_id: headers.get('x-request-id'),
  });
});

test('G: what was signed cannot be changed', async () => {
  const { signed, simulator } = startSimulator();
  const original = signed('GET', '/batchtasks', { query: { task_type: 'firmwareUpgrade', limit: 10 } });
  const altered = new Request(original.url.replace('limit=10', 'limit=11'), { headers: original.headers });
  expect((await simulator.fetch(altered)).status).toBe(401);
  const body = signed('POST', '/search/query-devices', { body: { sql: 'select * from device' } });
  const alteredBody = new Request(body.url, {
    method: 'POST',
    headers: body.headers,
    body: '{"sql":"select  * from device"}',
  });
  expect((await simulator.fetch(alteredBody)).status).toBe(401);
});

test('G: the sixth bad signature in a row locks the key for five minutes', async () => {
  const { call, clock } = startSimulator();
  const bad = () => call('GET', '/apps', { secretKey: 'wrong' });
  const good = async () => (await call('GET', '/apps')).status;
  for (let failure = 0; failure < 5; failure += 1) await bad();
  expect(await good()).toBe(200);
  for (let failure = 0; failure < 6; failure += 1) expect((await bad()).status).toBe(401);
  expect(await good()).toBe(401);
  clock.advance('299 s');
  expect(await good()).toBe(401);
  clock.advance('1 s');
  expect(await good()).toBe(200);
});

test('H: an instance takes the algorithm of its edition only', async () => {
  const ask = async (edition: 'basic' | 'standard', algorithm: 'sdk' | 'v11', host = 'instance.example') => {
    const { status, body } = await startSimulator({ edition }).call('GET', '/apps', { algorithm, host });
    return [status, body.error_code];
  };
  expect(await ask('basic', 'sdk')).toEqual([200, undefined]);
  expect(await ask('basic', 'v11')).toEqual([401, 'IOTDA.000002']);
  expect(await ask('standard', 'v11')).toEqual([200, undefined]);
  expect(await ask('standard', 'sdk')).toEqual([401, 'IOTDA.000002']);
  expect(await ask('standard', 'v11', basicHost)).toEqual([403, 'IOTDA.000021']);
});

test('G: a caller who shows nothing, or another project, is refused', async () => {
  const { world, simulator, signed } = startSimulator();
  const bare = new Request(`https://instance.example/v5/iot/${world.credentials.projectId}/apps`);
  expect((await read(await simulator.fetch(bare))).body.error_code).toBe('APIGW.0301');
  const other = signed('GET', '/apps');
  world.credentials.projectId = 'another';
  expect((await read(await simulator.fetch(other))).body.error_code).toBe('IOTDA.000022');
});

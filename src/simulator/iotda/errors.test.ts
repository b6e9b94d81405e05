/** Platform contract I: each error the simulator's callers can cause, with the status and code of the vendor's tables. */
import { expect, test } from 'vitest';
import { workbook } from '#simulator/files/test-workbook.ts';
import { type Ask, startSimulator } from '#simulator/test-client.ts';

const { call, clock, createUpgrade, products, signed, simulator, spaces } = startSimulator({
  scenario: 'quiet-fleet',
  edition: 'standard',
});
const list = { task_type: 'firmwareUpgrade' };
const sensor = `${products[3]?.productId}_PS5-1000001`;
const file = { name: 'a.xlsx', bytes: workbook([['device_id']]) };
const large = { name: 'b.xlsx', bytes: new Uint8Array(10 * 1024 * 1024 + 1) };
await call('POST', '/batchtask-files', { file });
const gatewayId: string = (await call('GET', `/devices/${sensor}`)).body.gateway_id;

// Transcribed from the tables, not from the simulator.
test.each<[status: number, code: string, method: string, path: string, ask: Ask]>([
  [401, 'IOTDA.000002', 'GET', '/apps', { algorithm: 'sdk' }],
  [400, 'IOTDA.000006', 'GET', '/batchtasks', {}],
  [400, 'IOTDA.000008', 'POST', '/batchtasks', { body: {}, contentType: 'text/plain' }],
  [400, 'IOTDA.000009', 'GET', '/devices', { query: { start_time: 'yesterday' } }],
  [400, 'IOTDA.000010', 'GET', '/devices', { query: { start_time: '20261102T000000Z', end_time: '20261101T000000Z' } }],
  [400, 'IOTDA.000017', 'GET', '/batchtasks', { query: { ...list, limit: 51 } }],
  [400, 'IOTDA.000018', 'GET', '/batchtasks', { query: { ...list, marker: 'x' } }],
  [403, 'IOTDA.000021', 'GET', '/apps', { host: 'iotda.cn-north-4.myhuaweicloud.com' }],
  [403, 'IOTDA.001000', 'GET', '/batchtasks', { query: { ...list, app_id: 'nobody' } }],
  [404, 'IOTDA.014000', 'GET', '/devices/nobody', {}],
  [403, 'IOTDA.014024', 'DELETE', `/devices/${gatewayId}`, {}],
  [404, 'IOTDA.014600', 'DELETE', '/batchtask-files/nothing', {}],
  [400, 'IOTDA.014602', 'POST', '/batchtask-files', { file }],
  [400, 'IOTDA.014603', 'POST', '/batchtask-files', { file: large }],
  [401, 'APIGW.0301', 'GET', '/apps', { secretKey: 'wrong' }],
  [401, 'APIGW.0301', 'GET', '/apps', { skewMs: 16 * 60_000 }],
  [404, 'APIGW.0101', 'GET', '/nothing', {}],
  [413, 'APIGW.0201', 'POST', '/batchtasks', { body: { filler: 'x'.repeat(12 * 1024 * 1024) } }],
])('I: %i %s for %s %s', async (status, code, method, path, ask) => {
  const answer = await call(method, path, ask);
  const names = code.startsWith('APIGW') ? ['error_code', 'error_msg', 'request_id'] : ['error_code', 'error_msg'];
  expect([answer.status, answer.body.error_code, Object.keys(answer.body)]).toEqual([status, code, names]);
  const requestId = answer.headers.get('X-Request-Id');
  expect(requestId).toMatch(/^[0-9a-f]{32}$/);
  expect(answer.body.request_id ?? requestId).toBe(requestId);
  clock.advance('1 s');
});

test('I: a project that is not the caller’s is 403 IOTDA.000022, throttling 429 APIGW.0308', async () => {
  const foreign = startSimulator({ scenario: 'quiet-fleet', credentials: { projectId: 'f'.repeat(32) } });
  const other = startSimulator({ scenario: 'quiet-fleet' });
  const answer = await foreign.simulator.fetch(other.signed('GET', '/apps'));
  expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ error_code: 'IOTDA.000022' })]);
  const sql = 'select count(*) from device';
  const search = async () => call('POST', '/search/query-devices', { body: { sql } });
  expect((await search()).status).toBe(200);
  expect(await search()).toMatchObject({
    status: 429,
    body: { error_code: 'APIGW.0308', request_id: expect.any(String) },
  });
});

test('I: a target that is not in the task is told in an answer with status 200', async () => {
  const taskId = await createUpgrade();
  clock.advance('5 s');
  const { status, body } = await call('POST', `/batchtasks/${taskId}/stop`, { body: { targets: ['nobody'] } });
  expect([status, body.targets]).toEqual([
    200,
    [
      {
        target: 'nobody',
        status: 'failure',
        error_code: 'IOTDA.014219',
        error_msg: 'Invalid input. The target is not in the task',
      },
    ],
  ]);
});

test('I: the identity service writes its errors in its own form', async () => {
  const login = new Request('https://iam.example/v3/auth/tokens', { method: 'POST', body: '{}' });
  const answer = await simulator.fetch(login);
  expect([answer.status, await answer.json(), answer.headers.get('X-IAM-Trace-Id')]).toEqual([
    400,
    { error: { code: 400, message: expect.any(String), title: 'Bad Request' } },
    expect.stringMatching(/^[0-9a-f]{32}$/),
  ]);
  expect(spaces.length).toBeLessThanOrEqual(10);
  expect(signed('GET', '/apps').headers.get('authorization')).toMatch(/^V11-HMAC-SHA256 Credential=/);
});

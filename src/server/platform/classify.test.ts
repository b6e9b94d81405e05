import { expect, test } from 'vitest';
import { z } from 'zod';
import { classify } from './classify.ts';

const schema = z.looseObject({ task_id: z.string() });
const now = Date.UTC(2026, 10, 21, 8);
const error = (code: string) => JSON.stringify({ error_code: code, error_msg: 'As the platform says.' });
const verdict = (status: number, text: string, headers: Record<string, string> = {}, signed = true) =>
  classify({ kind: 'answer', status, headers, text }, { schema, now, signed });
const outcome = (status: number, text: string) => {
  const { kind, ...rest } = verdict(status, text);
  return 'code' in rest ? `${kind} ${rest.code}` : kind;
};

test.each([
  [201, '{"task_id":"a"}', 'ok'],
  [201, '{"task_id":', 'maybe garbled'],
  [200, '<html>Sign in</html>', 'maybe garbled'],
  [200, '', 'maybe garbled'],
  [200, 'null', 'maybe garbled'],
  [201, '{"task_name":"no id"}', 'maybe garbled'],
  [200, error('IOTDA.000006'), 'refused refused'],
  [200, error('NEW.1'), 'maybe garbled'],
  [400, error('IOTDA.000006'), 'refused refused'],
  [400, '<html>', 'refused refused'],
  [400, error('APIGW.0201'), 'refused refused'],
  [504, error('APIGW.0201'), 'maybe failing'],
  [401, error('APIGW.0301'), 'credentials credentials_rejected'],
  [401, error('IOTDA.000002'), 'credentials wrong_algorithm'],
  [401, '', 'credentials credentials_rejected'],
  [403, error('IOTDA.000004'), 'credentials credentials_rejected'],
  [500, error('IOTDA.000020'), 'credentials credentials_rejected'],
  [403, error('IOTDA.000021'), 'refused wrong_host'],
  [403, error('IOTDA.000022'), 'refused no_permission'],
  [403, error('IOTDA.001000'), 'refused not_found'],
  [403, error('IOTDA.021101'), 'throttled'],
  [403, error('IOTDA.021102'), 'throttled'],
  [403, 'forbidden', 'refused no_permission'],
  [404, error('IOTDA.014999'), 'refused not_found'],
  [404, '<html>not here</html>', 'refused failing'],
  [404, error('APIGW.0101'), 'refused failing'],
  [408, '', 'maybe failing'],
  [409, error('NEW.2'), 'refused refused'],
  [429, '', 'throttled'],
  [500, error('APIG.0308'), 'throttled'],
  [302, '', 'refused failing'],
  [500, error('IOTDA.000001'), 'maybe failing'],
  [502, '<html>', 'maybe failing'],
  [503, '', 'maybe failing'],
])('%i %s is %s', (status, text, expected) => {
  expect(outcome(status, text)).toBe(expected);
});

test('a token that is not recognised says nothing about a signature', () => {
  expect(verdict(401, error('IOTDA.000002'), {}, false)).toMatchObject({ code: 'credentials_rejected' });
});

test('Retry-After comes along', () => {
  expect(verdict(429, '', { 'retry-after': '5' })).toMatchObject({ kind: 'throttled', retryAfterMs: 5_000 });
  expect(verdict(429, '')).toMatchObject({ kind: 'throttled', retryAfterMs: null });
  expect(verdict(503, '', { 'retry-after': '7' })).toMatchObject({ kind: 'maybe', retryAfterMs: 7_000 });
});

test('code, text and request ID come along, the text short and on one line', () => {
  const text = JSON.stringify({
    error_code: 'IOTDA.000006',
    error_msg: `a\r\n\u202e${'b'.repeat(400)}`,
    request_id: 'r-2',
  });
  const { detail } = verdict(400, text);
  expect(detail.upstreamCode).toBe('IOTDA.000006');
  expect(detail.upstreamMessage).toHaveLength(300);
  expect(detail.upstreamMessage).toMatch(/^a b+$/);
  expect(detail.requestId).toBe('r-2');
  expect(verdict(400, text, { 'x-request-id': 'r-1' }).detail.requestId).toBe('r-1');
});

test('the text of a refused signature is not passed on: it may repeat the signed request', () => {
  const text = JSON.stringify({ error_code: 'APIGW.0301', error_msg: 'x-security-token:canary' });
  expect(JSON.stringify(verdict(401, text))).not.toContain('canary');
});

test("IAM's errors are read too", () => {
  const text = JSON.stringify({
    error: { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' },
  });
  expect(verdict(401, text, {}, false)).toMatchObject({ kind: 'credentials', detail: { upstreamCode: '401' } });
});

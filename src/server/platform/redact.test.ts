import { expect, test } from 'vitest';
import { redact, redactOutput, redactText } from './redact.ts';

test('secret-sounding keys lose their values, at any depth', () => {
  expect(
    redact({ a: [{ auth_info: { secret: 'x', auth_type: 'SECRET' } }], fingerprint: { y: 1 }, n: null, t: true }),
  ).toEqual({
    a: [{ auth_info: { secret: '[removed]', auth_type: 'SECRET' } }],
    fingerprint: '[removed]',
    n: null,
    t: true,
  });
});

test('a document nested beyond reason is cut off instead of ending the process', () => {
  const deep: unknown = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000));
  expect(JSON.stringify(redact(deep))).toContain('[removed]');
});

test('what registering a device answers is shown without its secret', () => {
  const output = JSON.stringify({ device_id: 'd1', secret: 'canary', fingerprint: 'canary' });
  expect(JSON.parse(redactOutput(output, true))).toEqual({
    device_id: 'd1',
    secret: '[removed]',
    fingerprint: '[removed]',
  });
  expect(redactOutput(output, false)).not.toContain('canary');
  expect(redactOutput('secret canary', true)).toBe('[removed]');
  expect(redactOutput('success', false)).toBe('success');
  expect(redactOutput('x'.repeat(9_999), false)).toHaveLength(2_000);
});

test.each([
  ['login failed: password=canary; try again', 'login failed: password=[removed]; try again'],
  ['{"result":{"wifi_psk":"canary canary","ok":1},"mess', '{"result":{"wifi_psk":[removed],"ok":1},"mess'],
  ['{"access_token" : "canary', '{"access_token" : [removed]'],
  ['Authorization: Bearer canary', 'Authorization: [removed]'],
  ['secret: canary', 'secret: [removed]'],
  ['the token has expired', 'the token has expired'],
  ['IOTDA.014016: verify code wrong', 'IOTDA.014016: verify code wrong'],
])('what stands behind a secret-sounding name in plain text is kept back: %s', (text, shown) => {
  expect(redactText(text)).toBe(shown);
  expect(redactOutput(text, false)).toBe(shown);
});

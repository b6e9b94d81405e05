import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { origin, startTestConsole } from './test-support.ts';
import { jsonLimits, whyNotParsed } from './json-scan.ts';

test.each([
  ['{"targets":["a"],"targets":[]}', 'repeated_key'],
  [String.raw`{"a":1,"\u0061":2}`, 'repeated_key'],
  ['{"x":{"a":1,"b":{},"a":2}}', 'repeated_key'],
  ['[{"a":1},{"a":1}]', null],
  ['{"a":{"a":{"a":1}}}', null],
  ['{"a":"a\\",\\"a\\":1","b":"\\\\"}', null],
  ['{"__proto__":{}}', 'forbidden_key'],
  [String.raw`{"\u005f_proto__":{}}`, 'forbidden_key'],
  ['"__proto__"', null],
  ['not json at all', null],
  ['{"open', null],
  ['}}]],', null],
])('%s: %s', (text, expected) => {
  expect(whyNotParsed(text)).toBe(expected);
});

test('as deep and with as many keys as is allowed, and no further', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(whyNotParsed(nested(jsonLimits.depth))).toBeNull();
  expect(whyNotParsed(nested(jsonLimits.depth + 1))).toBe('too_deep');
  const keyed = (keys: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, n) => [`k${n}`, n])));
  expect(whyNotParsed(keyed(jsonLimits.keys))).toBeNull();
  expect(whyNotParsed(keyed(jsonLimits.keys + 1))).toBe('too_many_keys');
});

test('what JSON itself writes is never refused', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(whyNotParsed(text)).toBeNull();
    }),
  );
});

test('six megabytes, well meant or not, are looked over in no time', () => {
  const bodies = [
    JSON.stringify({ deviceIds: Array.from({ length: 200_000 }, (_, n) => `65f6c199c9caa642df67ab13_${n}`) }),
    '['.repeat(6_000_000),
    '"'.repeat(6_000_000),
    `"${'\\'.repeat(6_000_000)}`,
    `{${'"a":{'.repeat(1_000_000)}`,
  ];
  for (const body of bodies) {
    const from = performance.now();
    whyNotParsed(body);
    expect(performance.now() - from).toBeLessThan(400);
  }
});

test('a body that can be read in two ways is refused before anything reads it, and others are read as before', async () => {
  await using console = await startTestConsole();
  const post = async (body: string) => {
    const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
    const answer = await console.fetch(new Request(`${origin}/api/v1/session/demo`, { method: 'POST', body, headers }));
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  expect(await post('{"role":"manager","role":"admin"}')).toEqual([400, 'bad_request']);
  expect(await post(`{"role":${'['.repeat(10_000)}`)).toEqual([400, 'bad_request']);
  expect(await post('{"role":')).toEqual([400, 'bad_request']);
  expect(await post('{"role":"manager"}')).toEqual([200, undefined]);
});

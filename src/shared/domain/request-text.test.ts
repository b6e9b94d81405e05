import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostRequestBytes } from './brought.ts';
import { brokenAt, requestIn } from './request-text.ts';

const json = '{"task_type": "freezeDevices", "targets": ["it\'s"]}';

describe('the body of what was pasted', () => {
  test.each([
    ['bare JSON', json],
    ['JSON with a byte order mark', `\uFEFF${json}`],
    [
      'a request as the vendor prints it',
      `POST https://{endpoint}/v5/iot/{project_id}/batchtasks\nX-Auth-Token: {token}\n\n${json}`,
    ],
    ['one whose lines were joined', `POST https://{endpoint}/v5/iot/{project_id}/batchtasks ${json}`],
    [
      'a curl command',
      `curl -X POST https://host/batchtasks \\\n  -H 'X-Auth-Token: very-secret' \\\n  -d '${json.replace("'", String.raw`'\''`)}'`,
    ],
    ['one with the option spelt out', `$ curl --data-raw='${json.replace("'", String.raw`'\''`)}' https://host`],
    ['one in double quotes', `curl https://host --data "${json.replaceAll('"', String.raw`\"`)}"`],
    ['one with the option attached', `curl.exe -d"${json.replaceAll('"', String.raw`\"`)}" https://host`],
  ])('%s', (_, pasted) => {
    const read = requestIn(pasted);
    expect('body' in read && JSON.parse(read.body)).toEqual(JSON.parse(json));
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  test.each([
    ['text_missing', ' \n '],
    ['json_not_object', '[1]'],
    ['json_not_object', 'null'],
    ['command_without_body', "curl https://host -H 'a: b'"],
    ['command_without_body', 'curl https://host -d'],
    ['command_names_file', 'curl https://host -d @request.json'],
  ])('%s', (code, pasted) => expect(requestIn(pasted)).toEqual({ problem: { code } }));

  test('as much as a list of 30,000 devices needs, and no byte more', () => {
    const around = JSON.stringify({ a: '' }).length;
    const sized = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - around) });
    expect(requestIn(sized(mostRequestBytes))).toHaveProperty('body');
    expect(requestIn(sized(mostRequestBytes + 1))).toEqual({ problem: { code: 'text_too_large' } });
    expect(requestIn(JSON.stringify({ a: '表'.repeat(mostRequestBytes / 2) }))).toEqual({
      problem: { code: 'text_too_large' },
    });
  });
});

describe('where JSON is broken', () => {
  test.each([
    ['{"a": 1,\n "b" 2}', 2, 6],
    ['{"a": 1,}', 1, 9],
    ['{"a": tru}', 1, 7],
    ['{\n  "a": [1, 2\n}', 3, 1],
    ['{"a": 1} x', 1, 10],
    ['{"a": 1', 1, 8],
    ["{'a': 1}", 1, 2],
    ['{"a": 01}', 1, 8],
    ['curl x \\\n -d \'{"a":\n 1,}\'', 3, 4],
  ])('%j at line %i, column %i', (pasted, line, column) =>
    expect(requestIn(pasted)).toEqual({ problem: { code: 'json_broken', line, column } }),
  );

  test('whatever is JSON is whole, and what is cut off is broken where it ends', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 5 }), fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value, null, 1);
        expect(brokenAt(whole)).toBe(whole.length);
        const part = whole.slice(0, cut % whole.length);
        expect(() => JSON.parse(part)).toThrow(SyntaxError);
        expect(brokenAt(part)).toBeLessThanOrEqual(part.length);
      }),
    );
  });

  test.each([
    ['brackets that nobody closes', '['.repeat(mostRequestBytes)],
    ['a text with a line break in it', `{"a": "${'x'.repeat(mostRequestBytes - 20)}\n"}`],
    ['escapes that nobody closes', `{"a": "${String.raw`\n`.repeat(mostRequestBytes / 2 - 10)}`],
    ['quotes that nobody closes', `curl -d ${String.raw`"\"`.repeat(mostRequestBytes / 3 - 10)}`],
  ])('six megabytes of %s are told', (_, pasted) =>
    expect(requestIn(pasted)).toMatchObject({ problem: { code: 'json_broken' } }),
  );
});

import { expect, test } from 'vitest';
import { type Conditions, emptyConditions, searchOf, textProblem, whyNotAsk } from './device-conditions.ts';

const nothing = { find: '', productId: null };
const given = (part: Partial<Conditions>): Conditions => ({ ...emptyConditions, ...part });

test('what was given is asked for, without spaces at its ends', () => {
  expect(searchOf(given({ firmwareVersion: ' 1.2 ', status: 'online', tagKey: '' }))).toEqual({
    firmwareVersion: '1.2',
    status: 'online',
  });
});

test.each([
  [given({}), nothing, null],
  [given({}), { find: 'meter', productId: 'p' }, null],
  [given({ status: 'online' }), nothing, null],
  [given({ status: 'online' }), { find: ' meter', productId: null }, 'find_or_conditions'],
  [given({ status: 'online', tagKey: 'site' }), nothing, 'tag_incomplete'],
  [given({ tagValue: 'north' }), nothing, 'tag_incomplete'],
  [given({ tagKey: 'site', tagValue: 'north' }), { find: '', productId: 'p' }, null],
  [given({ namePrefix: 'abc' }), nothing, 'text_wrong'],
  [given({ namePrefix: 'abcd' }), nothing, null],
  [given({ firmwareVersion: "1'2" }), nothing, 'text_wrong'],
  [given({ firmwareVersion: '1', softwareVersion: '2', status: 'online' }), nothing, null],
  [
    given({ firmwareVersion: '1', softwareVersion: '2', status: 'online' }),
    { find: '', productId: 'p' },
    'too_many_conditions',
  ],
] as const)('%j with %j: %s', (conditions, rest, problem) => {
  expect(whyNotAsk(conditions, rest)).toBe(problem);
});

test.each([
  ['firmwareVersion', 'x'.repeat(128), null],
  ['firmwareVersion', 'x'.repeat(129), 'too_long'],
  ['firmwareVersion', '1%', 'illegal_character'],
  ['tagValue', 'a\u0000b', 'illegal_character'],
  ['namePrefix', 'abc', 'too_short'],
  ['namePrefix', 'a;c', 'illegal_character'],
] as const)('the text %s %j: %s', (name, text, problem) => {
  expect(textProblem(name, text)).toBe(problem);
});

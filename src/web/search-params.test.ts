import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { choiceParam, listParam, numberParam, readSearch, textParam, writeSearch } from './search-params.ts';

test('an address reads like text', () => {
  const search = {
    q: '水表_2',
    state: 'failed',
    outcome: ['failed', 'stopped'],
    limit: 50,
    cursor: undefined,
    next: '/c/a',
  };
  expect(decodeURIComponent(writeSearch(search))).toBe(
    '?q=水表_2&state=failed&outcome=failed,stopped&limit=50&next=/c/a',
  );
  expect(writeSearch({ q: '', list: [], gone: null })).toBe('');
});

test('what was written is read again', () => {
  expect(readSearch(writeSearch({ q: 'a&b=c d', limit: 20, flag: true }))).toEqual({
    q: 'a&b=c d',
    limit: '20',
    flag: 'true',
  });
});

describe('a bad address opens all the same', () => {
  const Search = z.object({
    q: textParam(4),
    state: choiceParam(['failed', 'stopped']),
    outcomes: listParam(['failed', 'stopped']),
    limit: numberParam(1, 200, 50),
  });

  test.each([
    [{}, { outcomes: [], limit: 50 }],
    [
      { q: '  ', state: 'Fail', outcomes: 'x', limit: 'all' },
      { outcomes: [], limit: 50 },
    ],
    [
      { q: 'too long', limit: '999' },
      { outcomes: [], limit: 50 },
    ],
    [
      { q: ' ab ', limit: '20', outcomes: 'stopped,x,failed' },
      { q: 'ab', outcomes: ['failed', 'stopped'], limit: 20 },
    ],
    // The router validates its own result again.
    [
      { outcomes: ['stopped'], limit: 20 },
      { outcomes: ['stopped'], limit: 20 },
    ],
  ])('%j', (given, expected) => expect(Search.parse(given)).toEqual(expected));
});

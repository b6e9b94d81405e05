import { expect, test } from 'vitest';
import { csvLines } from './csv.ts';

test.each([
  ['=1+1', `'=1+1`],
  ['+86', `'+86`],
  ['-meter-7', `'-meter-7`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\tx', `'\tx`],
  ['\rx', `"'\rx"`],
  ['＝1', `'＝1`],
  ['＋1', `'＋1`],
  ['－1', `'－1`],
  ['＠1', `'＠1`],
  ['\0=1+1', `'=1+1`],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
])('%j cannot run in a spreadsheet, and stays as it is where it was asked for raw', (text, safe) => {
  expect(csvLines([[text]], 'safe')).toBe(`${safe}\r\n`);
  expect(csvLines([[text, 'a']], 'raw').replaceAll('""', '"')).toContain(text);
});

test('text in the middle, numbers below zero and empty cells are left alone', () => {
  expect(csvLines([['a=b', 'x-1', -5, 0, null, '']], 'safe')).toBe('a=b,x-1,-5,0,,\r\n');
});

test('commas, quotes and line breaks are quoted, and lines end as RFC 4180 says', () => {
  expect(
    csvLines(
      [
        ['a,b', 'say "hi"', 'two\nlines', '升级'],
        ['c', 'd', 'e', 'f'],
      ],
      'safe',
    ),
  ).toBe('"a,b","say ""hi""","two\nlines",升级\r\nc,d,e,f\r\n');
});

import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('spreadsheets read it: a byte order mark, quotes where needed, numbers as they are', () => {
  expect(csvOf(['Time', '设备'], [['a "b", c', 1200.5]])).toBe('\uFEFFTime,设备\r\n"a ""b"", c",1200.5\r\n');
});

test('text that a spreadsheet would run is defused, and numbers are not text', () => {
  expect(csvOf(['x'], [['=1+1'], ['@SUM(A1)'], ['-cmd'], [-5]])).toBe(
    "\uFEFFx\r\n'=1+1\r\n'@SUM(A1)\r\n'-cmd\r\n-5\r\n",
  );
});

import { expect, test } from 'vitest';
import { workbook, zip } from './test-workbook.ts';
import { readWorkbook, WorkbookError } from './workbook.ts';

test.each([false, true])('reads the first sheet, cells where they stand (inline: %s)', (inline) => {
  const rows = [
    ['device_id', '', '名称 <&>'],
    ['', '', ''],
    ['a', 'b', 'c'],
  ];
  expect(readWorkbook(workbook(rows, inline))).toEqual([rows[0], rows[2]]);
});

test('numbers, prefixes and entities of other writers are read', () => {
  const sheet =
    '<x:worksheet><x:sheetData><x:row r="1"><x:c r="B1"><x:v>42</x:v></x:c><x:c t="inlineStr"><x:is><x:t>a&#x4e2d;&#65;</x:t></x:is></x:c><x:c/></x:row></x:sheetData></x:worksheet>';
  expect(readWorkbook(zip({ 'xl/worksheets/sheet1.xml': sheet }))).toEqual([['', '42', 'a中A', '']]);
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['a text', new TextEncoder().encode('x'.repeat(100))],
  ['a cut zip', workbook([['a']]).slice(0, -60)],
  ['a zip without a sheet', zip({ 'a.txt': 'a' })],
])('%s is refused', (_, bytes) => {
  expect(() => readWorkbook(bytes)).toThrow(WorkbookError);
});

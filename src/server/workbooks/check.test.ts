import { expect, test } from 'vitest';
import { workbookKinds, workbookLimits, workbookTemplates } from '#shared/domain/workbook.ts';
import { readWorkbook } from '#simulator/files/workbook.ts';
import { recordsOf } from '#simulator/files/records.ts';
import { checkWorkbook } from './check.ts';
import { createInspector, inspectLimits } from './inspect.ts';
import { templateFile } from './template-file.ts';
import { hostile, rowsXml, sheetOf, workbookOf } from './test-workbooks.ts';
import { openZip } from './unzip.ts';

const ids = (count: number) => Array.from({ length: count }, (_, at) => [`meter_${at}`]);

test.each(workbookKinds)('the template of %s is understood here and by the platform', async (kind) => {
  const bytes = templateFile(kind, 'en');
  const { columns } = workbookTemplates[kind];
  const report = await checkWorkbook(kind, bytes);
  expect(report).toMatchObject({ rows: 1, problemCount: 0, columns: columns.map(({ name }) => name) });
  expect(report.preview).toEqual([columns.map(({ example }) => example)]);
  const given = columns.filter(({ example }) => example !== '').map(({ name, example }) => [name, example]);
  expect(recordsOf(kind, readWorkbook(bytes))).toEqual([Object.fromEntries(given)]);
});

test('each row is judged, and told by its number in the sheet', async () => {
  const rows = [
    ['Device ID', 'Device-Name', 'mine'],
    ['a', 'Meter', 'x'],
    ['', 'without'],
    ['', '', ''],
    ['b c', 'space'],
    ['a', 'again'],
    ['d'.repeat(129), ''],
    ['e', '<x>'],
  ];
  const report = await checkWorkbook('updateDevices', workbookOf(rows));
  expect(report.rows).toBe(6);
  expect(report.problems).toEqual([
    { row: 3, column: 'device_id', code: 'cell_missing', text: '' },
    { row: 5, column: 'device_id', code: 'cell_illegal_character', text: 'b c' },
    { row: 6, column: 'device_id', code: 'row_twice', text: 'a' },
    { row: 7, column: 'device_id', code: 'cell_too_long', text: 'd'.repeat(120) },
    { row: 8, column: 'device_name', code: 'cell_illegal_character', text: '<x>' },
  ]);
});

test('numbers are read as they stand, formulas are not', async () => {
  const xml = rowsXml('<row r="2"><c r="A2"><v>42</v></c></row><row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row>');
  const report = await checkWorkbook('deleteDevices', sheetOf(xml));
  expect(report.preview).toEqual([['42'], ['2']]);
  expect(report.problems).toEqual([{ row: 3, column: 'device_id', code: 'cell_is_formula', text: '2' }]);
});

test('30,000 rows are taken, one more is refused', async () => {
  const full = await checkWorkbook('deleteDevices', workbookOf([['device_id'], ...ids(workbookLimits.rows)]));
  expect(full).toMatchObject({ rows: workbookLimits.rows, problemCount: 0 });
  const over = checkWorkbook('deleteDevices', workbookOf([['device_id'], ...ids(workbookLimits.rows + 1)]));
  await expect(over).rejects.toMatchObject({ code: 'workbook_too_many_rows' });
});

test('of many problems the first are told, and how many there are', async () => {
  const rows = Array.from({ length: 1_200 }, () => ['a b']);
  const report = await checkWorkbook('deleteDevices', workbookOf([['device_id'], ...rows]));
  expect([report.problems.length, report.problemCount]).toEqual([workbookLimits.problemsShown, 1_200]);
});

test.each([
  [[['device_name'], ['a']], 'workbook_column_missing'],
  [
    [
      ['device_id', 'Device ID'],
      ['a', 'b'],
    ],
    'workbook_column_twice',
  ],
  [
    [
      ['device_id', 'secret'],
      ['a', 'b'],
    ],
    'workbook_has_secrets',
  ],
  [[['device_id']], 'workbook_no_rows'],
  [[], 'workbook_column_missing'],
])('%j is refused: %s', async (rows, code) => {
  await expect(checkWorkbook('deleteDevices', workbookOf(rows))).rejects.toMatchObject({ code });
});

test.each(hostile)('%s is refused', async (_, bytes, code) => {
  await expect(createInspector()('deleteDevices', bytes())).rejects.toMatchObject({ code });
});

test('a bomb is left long before it is large', async () => {
  const [, bomb] = hostile.find(([name]) => name === 'a zip bomb') ?? [];
  if (bomb === undefined) throw new Error('no bomb');
  const zip = openZip(bomb());
  const read = async () => {
    for await (const piece of zip.open('xl/worksheets/sheet1.xml') ?? [])
      expect(piece.length).toBeLessThanOrEqual(65_536);
  };
  await expect(read()).rejects.toMatchObject({ code: 'workbook_too_large_inside' });
  expect(zip.inflated()).toBeLessThan(8 * 1_048_576);
});

test('a thread that takes too much time or memory is ended, and the file counts as unreadable', async () => {
  const bytes = workbookOf([['device_id'], ...ids(20_000)]);
  const hurried = createInspector({ ...inspectLimits, wallMs: 0 });
  await expect(hurried('deleteDevices', bytes)).rejects.toMatchObject({ code: 'workbook_not_readable' });
  const memory = { maxOldGenerationSizeMb: 6, maxYoungGenerationSizeMb: 1, stackSizeMb: 4 };
  const small = createInspector({ ...inspectLimits, memory });
  await expect(small('deleteDevices', bytes)).rejects.toMatchObject({ code: 'workbook_not_readable' });
});

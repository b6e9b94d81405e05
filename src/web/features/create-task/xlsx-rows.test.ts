import { expect, test } from 'vitest';
import { readSource } from './target-reading.ts';
import { isZip, UnreadableWorkbook, xlsxRows } from './xlsx-rows.ts';
import { workbookOf, zipOf } from './test-workbook.ts';

const words = {
  header: ['Line', 'Text', 'Why'],
  illegal_character: 'bad',
  too_long: 'long',
  duplicateOf: 'on {{line}}',
};

test('the first sheet by the workbook’s order, with shared, inline and plain texts and their row numbers', async () => {
  const bytes = workbookOf(`
    <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>设备</t><t> ID</t></is></c></row>
    <row r="4"><c r="C4" t="s"><v>1</v></c></row>
    <row r="5"><c r="A5"/></row>
    <row r="6"><c r="C6" t="str"><f>A1</f><v>dev&amp;2</v></c></row>`);
  expect(isZip(bytes)).toBe(true);
  expect(await xlsxRows(bytes)).toEqual([
    { line: 1, cells: ['place', '', '设备 ID'] },
    { line: 4, cells: ['', '', 'dev-1'] },
    { line: 6, cells: ['', '', 'dev&2'] },
  ]);
});

test('a workbook is read like any table, and what is no device ID is named with its row', async () => {
  const cells = ['设备ID', 'dev-1', 'dev 2', 'dev-1'];
  const rows = cells.map(
    (text, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="inlineStr"><is><t>${text}</t></is></c></row>`,
  );
  const reading = await readSource({ bytes: workbookOf(rows.join('')) }, null, words);
  expect(reading).toMatchObject({
    encoding: 'xlsx',
    deviceIds: ['dev-1'],
    rejects: 1,
    duplicates: 1,
    over: 0,
    text: null,
  });
  expect(reading.leftOut.lines).toEqual([
    { line: 3, text: 'dev 2', why: 'bad' },
    { line: 4, text: 'dev-1', why: 'on 2' },
  ]);
});

test('a text in GB18030 is said to be one, and a long one is not left to a text field', async () => {
  // "设备ID,位置" as Chinese spreadsheets save it.
  const head = [0xc9, 0xe8, 0xb1, 0xb8, 0x49, 0x44, 0x2c, 0xce, 0xbb, 0xd6, 0xc3];
  const rest = Array.from({ length: 600 }, (_, nth) => `dev-${nth},x`).join('\n');
  const bytes = new Uint8Array([...head, 0x0a, ...new TextEncoder().encode(rest)]).buffer;
  const reading = await readSource({ bytes }, null, words);
  expect(reading).toMatchObject({ encoding: 'gb18030', columns: ['设备ID', '位置'], column: 0, text: null });
  expect(reading.deviceIds).toHaveLength(600);
});

test('30,001 devices: one too many is counted, and the others stand', async () => {
  const text = Array.from({ length: 30_001 }, (_, nth) => `dev-${nth}`).join('\n');
  const reading = await readSource({ text }, null, words);
  expect(reading.deviceIds).toHaveLength(30_000);
  expect(reading.over).toBe(1);
});

test('what is no workbook, cut off or a bomb is refused', async () => {
  const refused = async (bytes: ArrayBuffer) => readSource({ bytes }, null, words).catch((error: unknown) => error);
  const good = workbookOf('<row r="1"><c r="A1" t="s"><v>0</v></c></row>');
  expect(await refused(good.slice(0, 200))).toEqual(new UnreadableWorkbook('not_a_workbook'));
  expect(await refused(zipOf({ 'hello.txt': 'hello' }))).toEqual(new UnreadableWorkbook('not_a_workbook'));
  expect(await refused(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0]).buffer)).toEqual(
    new UnreadableWorkbook('not_a_workbook'),
  );
  const bomb = workbookOf(`<row r="1">${' '.repeat(70_000_000)}</row>`);
  expect(bomb.byteLength).toBeLessThan(200_000);
  const before = performance.now();
  expect(await refused(bomb)).toEqual(new UnreadableWorkbook('too_large'));
  expect(performance.now() - before).toBeLessThan(2_000);
});

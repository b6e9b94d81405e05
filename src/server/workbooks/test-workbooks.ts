/** Workbooks for tests, built byte by byte so that their headers can lie. */
import { crc32, deflateRawSync } from 'node:zlib';
import { writeWorkbook } from './write-workbook.ts';

export type Part = {
  name: string;
  content: string | Uint8Array;
  /** What the headers claim instead of the truth. */
  claims?: { size?: number; packed?: number; flags?: number; method?: number };
};

const contentTypes = { name: '[Content_Types].xml', content: '<Types/>' };
const book = { name: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="a" r:id="r"/></sheets></workbook>' };
const sheetName = 'xl/worksheets/sheet1.xml';

/** A workbook of these texts, as the templates are written. */
export const workbookOf = (rows: readonly (readonly string[])[]): Uint8Array =>
  writeWorkbook([{ name: 'Devices', rows, widths: [] }]);

/** A workbook with this XML as its sheet, and further parts. */
export const sheetOf = (xml: string, ...more: Part[]): Uint8Array =>
  zipOf([contentTypes, book, { name: sheetName, content: xml }, ...more]);

export const rowsXml = (inside: string): string =>
  `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>device_id</t></is></c></row>${inside}</sheetData></worksheet>`;

export function zipOf(parts: readonly Part[]): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims = {} } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(claims.flags ?? 0, 2);
    common.writeUInt16LE(claims.method ?? 8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(claims.packed ?? packed.length, 14);
    common.writeUInt32LE(claims.size ?? bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

const mebi = 1_048_576;
const spaces = (bytes: number) => Buffer.alloc(bytes, ' ');
const one = '<row><c t="inlineStr"><is><t>a</t></is></c></row>';

/** Files that somebody could send to do harm, each with the reason it is refused for. */
export const hostile: [name: string, bytes: () => Uint8Array, code: string][] = [
  ['a zip bomb', () => sheetOf(rowsXml('<a/>'.repeat(15 * mebi))), 'workbook_too_large_inside'],
  [
    'a bomb of many parts',
    () =>
      sheetOf(
        rowsXml(one),
        ...Array.from({ length: 300 }, (_, at) => ({ name: `xl/media/${at}`, content: spaces(mebi / 2) })),
      ),
    'workbook_too_large_inside',
  ],
  [
    'a size that says less',
    () =>
      zipOf([
        contentTypes,
        book,
        { name: sheetName, content: rowsXml(spaces(40 * mebi).toString()), claims: { size: 300 } },
      ]),
    'workbook_not_readable',
  ],
  [
    'a size that says four gigabytes',
    () => zipOf([contentTypes, book, { name: sheetName, content: rowsXml(one), claims: { size: 0xffffffff } }]),
    'workbook_too_large_inside',
  ],
  [
    'a packed size beyond the file',
    () => zipOf([contentTypes, book, { name: sheetName, content: rowsXml(one), claims: { packed: 0x7fffffff } }]),
    'workbook_not_readable',
  ],
  [
    'a document type with entities',
    () =>
      sheetOf(
        `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${rowsXml(one.replace('>a<', '>&b;<'))}`,
      ),
    'workbook_not_readable',
  ],
  [
    'an entity that reads a file',
    () => sheetOf(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${rowsXml(one)}`),
    'workbook_not_readable',
  ],
  ['an unknown entity', () => sheetOf(rowsXml(one.replace('>a<', '>&a;<'))), 'workbook_not_readable'],
  ['a macro', () => sheetOf(rowsXml(one), { name: 'xl/vbaProject.bin', content: 'x' }), 'workbook_macros'],
  [
    'a macro by its type alone',
    () =>
      zipOf([
        {
          name: contentTypes.name,
          content: '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        },
        book,
        { name: sheetName, content: rowsXml(one) },
      ]),
    'workbook_macros',
  ],
  [
    'a link to another workbook',
    () => sheetOf(rowsXml(one), { name: 'xl/externalLinks/externalLink1.xml', content: '<a/>' }),
    'workbook_external_links',
  ],
  [
    'a sheet that lies elsewhere',
    () =>
      sheetOf(rowsXml(one), {
        name: 'xl/_rels/workbook.xml.rels',
        content: '<Relationships><Relationship Id="r" Target="http://a.test/" TargetMode="External"/></Relationships>',
      }),
    'workbook_external_links',
  ],
  ['text that calls itself a workbook', () => Buffer.from('device_id\na\n'), 'workbook_wrong_type'],
  ['a program', () => Buffer.concat([Buffer.from('MZ'), spaces(1_000)]), 'workbook_wrong_type'],
  ['another zip', () => zipOf([{ name: 'a.txt', content: 'a' }]), 'workbook_wrong_type'],
  ['an older workbook', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook_old_format'],
  [
    'a zip in the zip',
    () => sheetOf(rowsXml(one), { name: 'xl/more.zip', content: zipOf([{ name: 'a', content: 'a' }]) }),
    'workbook_embedded_files',
  ],
  [
    'an embedded file',
    () => sheetOf(rowsXml(one), { name: 'xl/embeddings/a.bin', content: 'a' }),
    'workbook_embedded_files',
  ],
  [
    'two parts of one name',
    () => sheetOf(rowsXml(one), { name: sheetName, content: rowsXml('') }),
    'workbook_not_readable',
  ],
  ['a part outside', () => sheetOf(rowsXml(one), { name: '../a.xml', content: 'a' }), 'workbook_not_readable'],
  [
    'an encrypted part',
    () => zipOf([contentTypes, book, { name: sheetName, content: rowsXml(one), claims: { flags: 1 } }]),
    'workbook_not_readable',
  ],
  ['a cut file', () => sheetOf(rowsXml(one)).subarray(0, 200), 'workbook_not_readable'],
  ['a tag without an end', () => sheetOf(`<worksheet ${'a'.repeat(70_000)}`), 'workbook_not_readable'],
  ['10.1 MB', () => Buffer.concat([sheetOf(rowsXml(one)), spaces(10.1 * mebi)]), 'workbook_too_large'],
];

/** Workbooks for tests, written without anything of the reader. */
import { strToU8, zipSync } from 'fflate';

/** An xlsx with one sheet of these cells; `inline` writes the texts into the cells instead of the shared table. */
export function workbook(rows: readonly (readonly string[])[], inline = false): Uint8Array<ArrayBuffer> {
  const shared: string[] = [];
  const cell = (text: string, name: string): string => {
    if (text === '') return '';
    if (inline) return `<c r="${name}" t="inlineStr"><is><t>${escape(text)}</t></is></c>`;
    return `<c r="${name}" t="s"><v>${shared.push(text) - 1}</v></c>`;
  };
  const sheet = rows.map((row, at) => {
    const cells = row.map((text, column) => cell(text, `${String.fromCharCode(65 + column)}${at + 1}`));
    return `<row r="${at + 1}">${cells.join('')}</row>`;
  });
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip({
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="Devices" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId7" Type="${relations}/worksheet" Target="worksheets/first.xml"/></Relationships>`,
    'xl/worksheets/first.xml': `<worksheet ${main}><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst ${main}>${shared.map((text) => `<si><r><t>${escape(text.slice(0, 1))}</t></r><r><t xml:space="preserve">${escape(text.slice(1))}</t></r></si>`).join('')}</sst>`,
  });
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A zip of these texts, each deflated. */
export const zip = (parts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));

/** Workbooks for tests: just enough of the format to be read by any program. */
import { strToU8, zipSync } from 'fflate';

/** An archive of these texts. */
export const zipOf = (files: Record<string, string>): ArrayBuffer =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))).buffer;

/** A workbook whose second part, named first, has these rows; shared texts 0 and 1 are `place` and `dev-1`. */
export const workbookOf = (rows: string): ArrayBuffer =>
  zipOf({
    'xl/workbook.xml':
      '<workbook><sheets><sheet name="Meters" sheetId="2" r:id="rId2"/><sheet name="Other" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
    'xl/sharedStrings.xml':
      '<sst><si><t>place</t></si><si><r><t>dev</t></r><r><t xml:space="preserve">-1</t></r></si></sst>',
    'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>',
    'xl/worksheets/sheet2.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  });

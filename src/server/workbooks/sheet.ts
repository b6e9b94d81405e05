/** The first sheet of an xlsx workbook (ECMA-376), row by row: texts, numbers, shared and inline strings. */
import { workbookLimits } from '#shared/domain/workbook.ts';
import type { SheetRow } from '#shared/domain/workbook-rows.ts';
import { WorkbookRefused } from './refused.ts';
import type { Zip } from './unzip.ts';
import { readXml } from './xml.ts';

const mostStrings = workbookLimits.rows * 8;
const mostCharacters = 16_000_000;
const unreadable = () => new WorkbookRefused('workbook_not_readable');

/** Why a zip is not opened as a workbook: by what lies in it, whatever its name says. */
function refuseParts(names: readonly string[]): void {
  if (!names.includes('[Content_Types].xml') && !names.includes('xl/workbook.xml'))
    throw new WorkbookRefused('workbook_wrong_type');
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/vbaProject|macrosheets\/|dialogsheets\//i)) throw new WorkbookRefused('workbook_macros');
  if (has(/^xl\/(externalLinks|connections\.xml|queryTables)/i)) throw new WorkbookRefused('workbook_external_links');
  if (has(/^xl\/(embeddings|activeX|ctrlProps)\/|\.(zip|xlsx?|xlsm|docx?|exe|dll|js|vbs)$/i))
    throw new WorkbookRefused('workbook_embedded_files');
}

/** Reads a part whole; for the small ones that say where the sheet is. */
async function relationsOf(zip: Zip, name: string): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const part = zip.open(name);
  if (part === null) return targets;
  await readXml(part, {
    open(element, attribute) {
      if (element !== 'Relationship') return;
      if (attribute('TargetMode') === 'External') throw new WorkbookRefused('workbook_external_links');
      targets.set(attribute('Id') ?? '', attribute('Target') ?? '');
    },
    close: () => undefined,
    text: () => undefined,
  });
  return targets;
}

async function refuseTypes(zip: Zip): Promise<void> {
  const part = zip.open('[Content_Types].xml');
  if (part === null) return;
  await readXml(part, {
    open(_, attribute) {
      if (/macroEnabled|vbaProject/i.test(attribute('ContentType') ?? '')) throw new WorkbookRefused('workbook_macros');
    },
    close: () => undefined,
    text: () => undefined,
  });
}

async function firstSheet(zip: Zip): Promise<string> {
  let relation: string | null = null;
  const book = zip.open('xl/workbook.xml');
  if (book === null) throw new WorkbookRefused('workbook_wrong_type');
  await readXml(book, {
    open(element, attribute) {
      if (element === 'sheet') relation ??= attribute('id') ?? '';
    },
    close: () => undefined,
    text: () => undefined,
  });
  const target = (await relationsOf(zip, 'xl/_rels/workbook.xml.rels')).get(relation ?? '');
  const usual = 'xl/worksheets/sheet1.xml';
  if (target === undefined) return usual;
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function sharedStrings(zip: Zip): Promise<string[]> {
  const strings: string[] = [];
  const part = zip.open('xl/sharedStrings.xml');
  if (part === null) return strings;
  let characters = 0;
  let text = '';
  let isText = false;
  let inPhonetic = false;
  await readXml(part, {
    open(name) {
      if (name === 'si') text = '';
      inPhonetic ||= name === 'rPh';
      isText = name === 't' && !inPhonetic;
    },
    close(name) {
      if (name === 't') isText = false;
      if (name === 'rPh') inPhonetic = false;
      if (name !== 'si') return;
      if (strings.length >= mostStrings) throw new WorkbookRefused('workbook_too_large_inside');
      strings.push(text.trim());
    },
    text(piece) {
      if (!isText) return;
      text += piece;
      characters += piece.length;
      if (text.length > workbookLimits.cellCharacters) throw unreadable();
      if (characters > mostCharacters) throw new WorkbookRefused('workbook_too_large_inside');
    },
  });
  return strings;
}

/** `A1` is column 0, `AA7` 26; null where it is no name of a cell. */
function columnOf(name: string): number | null {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(name)?.[1];
  if (letters === undefined) return null;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** Hands over each row that has any text, with its cells where they stand. Throws `WorkbookRefused`. */
export async function readSheet(zip: Zip, onRow: (row: SheetRow) => void): Promise<void> {
  refuseParts(zip.names);
  await refuseTypes(zip);
  const name = await firstSheet(zip);
  const strings = await sharedStrings(zip);
  const sheet = zip.open(name);
  if (sheet === null) throw unreadable();

  let row: { number: number; cells: string[]; formulas: number[] } | null = null;
  let previous = 0;
  let cell: { at: number; type: string; text: string } | null = null;
  let takesText = false;
  const endCell = () => {
    if (row === null || cell === null) return;
    const { at, type, text } = cell;
    cell = null;
    if (at >= workbookLimits.columns) return;
    while (row.cells.length < at) row.cells.push('');
    row.cells[at] = type === 's' ? (strings[Number(text)] ?? '') : text.trim();
  };
  await readXml(sheet, {
    open(element, attribute) {
      switch (element) {
        case 'row': {
          const number = Number(attribute('r') ?? previous + 1);
          if (!Number.isSafeInteger(number) || number < 1) throw unreadable();
          previous = number;
          row = { number, cells: [], formulas: [] };
          return;
        }
        case 'c': {
          const given = attribute('r');
          const at = given === null ? (row?.cells.length ?? 0) : columnOf(given);
          if (at === null) throw unreadable();
          cell = { at, type: attribute('t') ?? '', text: '' };
          return;
        }
        case 'f':
          if (row !== null && cell !== null) row.formulas.push(cell.at);
          takesText = false;
          return;
        default:
          takesText = cell !== null && (element === 'v' || element === 't');
      }
    },
    close(element) {
      takesText = false;
      if (element === 'c') endCell();
      if (element !== 'row' || row === null) return;
      const done = row;
      row = null;
      if (done.cells.some((text) => text !== '') || done.formulas.length > 0) onRow(done);
    },
    text(piece) {
      if (!takesText || cell === null) return;
      cell.text += piece;
      if (cell.text.length > workbookLimits.cellCharacters) throw unreadable();
    },
  });
}

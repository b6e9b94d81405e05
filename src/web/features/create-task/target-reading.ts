import { limits } from '#shared/domain/create.ts';
import { type Cell, csvOf } from '#web/ui/csv.ts';
import { decodeText, readRows, readTargets, type TargetList } from './read-targets.ts';
import { isZip, UnreadableWorkbook, xlsxRows } from './xlsx-rows.ts';

/** How the worker words what it left out, in the person's language. `duplicateOf` has `{{line}}` where the number goes. */
export type ReadingWords = { header: string[]; illegal_character: string; too_long: string; duplicateOf: string };
export type Source = { text: string } | { bytes: ArrayBuffer };
/** Left-out lines: those that are shown at once, and all of them as what a file is made of. */
export type LeftOut = { lines: { line: number; text: string; why: string }[]; csv: string | Blob };

export type Reading = {
  /** How the bytes were understood; null for text that was pasted. */
  encoding: 'utf-8' | 'gb18030' | 'xlsx' | null;
  columns: string[];
  column: number;
  /** Each once, at most as many as a task takes. */
  deviceIds: string[];
  /** Devices beyond that. */
  over: number;
  duplicates: number;
  rejects: number;
  leftOut: LeftOut;
  /** The text itself where it is short enough to be edited in place. */
  text: string | null;
};

/** Lines of a text that a text field takes without making the page wait. */
export const mostEditableLines = 500;
export const shownLines = 50;

export function isEditable(text: string): boolean {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if ((lines += 1) > mostEditableLines) return false;
  return text.length <= mostEditableLines * 130;
}

/** Left-out lines in the order of the file. */
export function leftOutOf(list: TargetList, words: ReadingWords): LeftOut {
  const [before = '', after = ''] = words.duplicateOf.split('{{line}}');
  const lines = [
    ...list.rejects.map(({ line, text, reason }) => ({ line, text, why: words[reason] })),
    ...list.duplicates.map(({ line, deviceId, firstLine }) => ({
      line,
      text: deviceId,
      why: `${before}${firstLine}${after}`,
    })),
  ].toSorted((a, b) => a.line - b.line);
  const rows = lines.map(({ line, text, why }): Cell[] => [line, text, why]);
  return {
    lines: lines.slice(0, shownLines).map(({ line, text, why }) => ({ line, text: text.slice(0, 140), why })),
    csv: lines.length === 0 ? '' : csvOf(words.header, rows),
  };
}

/** Reads a list of devices. Rejects with `UnreadableWorkbook`. */
export async function readSource(source: Source, column: number | null, words: ReadingWords): Promise<Reading> {
  const chosen = column ?? undefined;
  if ('bytes' in source && isZip(source.bytes)) {
    const list = readRows(await xlsxRows(source.bytes), chosen);
    return readingOf(list, words, { encoding: 'xlsx', text: null });
  }
  const { text, encoding } = 'text' in source ? { text: source.text, encoding: null } : decodeText(source.bytes);
  // What spreadsheets keep in their older form, and pictures, are bytes that no text has.
  if (text.includes('\u0000')) throw new UnreadableWorkbook('not_a_workbook');
  return readingOf(readTargets(text, chosen), words, { encoding, text: isEditable(text) ? text : null });
}

function readingOf(list: TargetList, words: ReadingWords, how: Pick<Reading, 'encoding' | 'text'>): Reading {
  const leftOut = leftOutOf(list, words);
  return {
    ...how,
    columns: list.columns,
    column: list.column,
    deviceIds: list.deviceIds.slice(0, limits.devices),
    over: Math.max(0, list.deviceIds.length - limits.devices),
    duplicates: list.duplicates.length,
    rejects: list.rejects.length,
    // A page is handed a blob without taking in what is in it.
    leftOut: { ...leftOut, csv: new Blob([leftOut.csv]) },
  };
}

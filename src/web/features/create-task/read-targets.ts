import { limits } from '#shared/domain/create.ts';
import { lineEnd, nextQuote, rowAt, rowEnd } from './csv-rows.ts';
import { createIdTable, hashOf, mixed, noHash } from './id-table.ts';

/** Why a line's text is not a device id. (CreateBatchTask, targets: 1-128 of letters, digits, `_`, `-`) */
export type RejectReason = 'illegal_character' | 'too_long';
export type Reject = { line: number; text: string; reason: RejectReason };
export type Duplicate = { line: number; deviceId: string; firstLine: number };

export type TargetList = {
  /** In the order of the text, each once. May be longer than the limit: the page says so, nothing is dropped silently. */
  deviceIds: string[];
  duplicates: Duplicate[];
  rejects: Reject[];
  /** Names (or first values) of the columns found, and the one the ids were taken from. */
  columns: string[];
  column: number;
  hasHeader: boolean;
};
/** A row with the number that an editor or a spreadsheet shows for it. */
export type NumberedRow = { cells: string[]; line: number };

const idPattern = /^[A-Za-z0-9_-]+$/;
const headerPattern = /^(device[ _-]?ids?|设备\s*id|设备标识|设备编号|target|targets)$/i;
const maxIdLength = 128;

const newline = 10;
const carriageReturn = 13;
const quote = 34;
const lastIdCode = 122;
/** 1 for what may stand in an id. */
const idCodes = Uint8Array.from({ length: lastIdCode + 1 }, (_, code) =>
  idPattern.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * Device ids from pasted or dropped text: one a line, one a row of a CSV (the column named like a device id, else the first or
 * `column`), or all on a single line. Empty lines are skipped. Lines count from 1, as an editor shows them.
 */
export function readTargets(text: string, column?: number): TargetList {
  const source = plainLines(text);
  const delimiter = delimiterOf(source);
  const rows = rowsFrom(source, delimiter);
  const first = rows.next().value ?? null;
  const list = startList(first?.cells ?? [], column, linesLike(source));
  if (first === null) return list.done();
  if (list.mayBeOneLine && rows.next().done === true) return list.takeOneLine(first);
  const from = list.hasHeader ? first.next : first.at;
  takeLines(source, { at: from, line: list.hasHeader ? first.nextLine : first.line, delimiter }, list);
  return list.done();
}

/** The same from the rows of a table, with the numbers that its program shows. */
export function readRows(rows: readonly NumberedRow[], column?: number): TargetList {
  const first = rows[0];
  const list = startList(first?.cells ?? [], column, rows.length);
  if (first !== undefined && list.mayBeOneLine && rows.length === 1) return list.takeOneLine(first);
  for (const { cells, line } of list.hasHeader ? rows.slice(1) : rows) list.take(cells[list.column] ?? '', line);
  return list.done();
}

export const tooMany = (list: Pick<TargetList, 'deviceIds'>): boolean => list.deviceIds.length > limits.devices;

/** What the first row tells, and a list to fill. */
function startList(first: readonly string[], column: number | undefined, expected: number) {
  const named = first.findIndex((cell) => headerPattern.test(cell.trim()));
  const hasHeader = named >= 0;
  const chosen = column ?? Math.max(named, 0);
  const table = createIdTable(Math.min(expected, limits.devices * 2));
  const duplicates: Duplicate[] = [];
  const rejects: Reject[] = [];
  let columns = first.map((cell) => cell.trim());

  /** An id of legal characters. */
  const takeId = (deviceId: string, hash: number, line: number) => {
    if (deviceId.length > maxIdLength) return void rejects.push({ line, text: deviceId, reason: 'too_long' });
    const firstLine = table.add(deviceId, hash, line);
    if (firstLine !== 0) duplicates.push({ line, deviceId, firstLine });
  };
  const take = (cell: string, line: number) => {
    const text = cell.trim();
    if (text === '') return;
    if (idPattern.test(text)) takeId(text, hashOf(text), line);
    else rejects.push({ line, text, reason: 'illegal_character' });
  };
  const done = (): TargetList => ({ deviceIds: table.ids, duplicates, rejects, columns, column: chosen, hasHeader });
  return {
    column: chosen,
    hasHeader,
    mayBeOneLine: !hasHeader && column === undefined,
    takeId,
    take,
    done,
    /** "a, b, c" on one line is a list, not a table with one row. */
    takeOneLine({ cells, line }: NumberedRow): TargetList {
      columns = [];
      for (const cell of cells) for (const part of cell.split(/\s+/)) take(part, line);
      return done();
    },
  };
}

/** Without a byte order mark, and without the carriage returns that alone ended lines in programs of old. */
function plainLines(text: string): string {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return source.includes('\r') && !source.includes('\n') ? source.replaceAll('\r', '\n') : source;
}

/** How many lines there are if all are as long as the first. */
const linesLike = (source: string): number => Math.ceil(source.length / (lineEnd(source, 0) + 1));

/** What separates the cells: a tab where there is one; a semicolon only where no comma is. */
const delimiterOf = (text: string): string =>
  text.includes('\t') ? '\t' : text.includes(';') && !text.includes(',') ? ';' : ',';

/** Rows that are not empty, with where they and the next ones begin. */
function* rowsFrom(source: string, delimiter: string) {
  for (let at = 0, line = 1; at < source.length;) {
    const { cells, next, breaks } = rowAt(source, at, delimiter);
    const nextLine = line + 1 + breaks;
    if (cells.some((cell) => cell.trim() !== '')) yield { cells, line, at, next, nextLine };
    at = next;
    line = nextLine;
  }
}

/**
 * Takes the chosen cell of each row. The characters of a plain line are looked at once, without cutting it into cells; a row with
 * quotes, blanks or anything unexpected is read as a row.
 */
function takeLines(
  source: string,
  start: { at: number; line: number; delimiter: string },
  list: ReturnType<typeof startList>,
): void {
  const { delimiter } = start;
  const { column } = list;
  const cut = delimiter.charCodeAt(0);
  const { length } = source;
  let { at, line } = start;
  let quoted = -1;
  while (at < length) {
    let from = at;
    let left = column;
    for (; left > 0 && from < length; from += 1) {
      const code = source.charCodeAt(from);
      if (code === newline || code === quote) break;
      if (code === cut) left -= 1;
    }
    let to = from;
    let hash = noHash;
    let code = newline;
    for (; to < length; to += 1) {
      code = source.charCodeAt(to);
      if (code > lastIdCode || idCodes[code] === 0) break;
      hash = mixed(hash, code);
    }
    const isLast = code === newline || (code === carriageReturn && source.charCodeAt(to + 1) === newline);
    if (left === 0 && to > from && (to === length || isLast || code === cut)) {
      list.takeId(source.slice(from, to), hash, line);
      const stop = lineEnd(source, to);
      if (quoted < to) quoted = nextQuote(source, to);
      const end = quoted < stop ? rowEnd(source, to + 1, cut) : stop;
      // Cells after it may span lines.
      for (let crossed = stop; crossed < end; crossed = lineEnd(source, crossed + 1)) line += 1;
      at = end + 1;
      line += 1;
    } else {
      const row = rowAt(source, at, delimiter);
      list.take(row.cells[column] ?? '', line);
      at = row.next;
      line += 1 + row.breaks;
    }
  }
}

export type Encoding = 'utf-8' | 'gb18030';

/** Chinese Excel saves CSV as GB18030: what is not UTF-8 is read as that, and the page says which was used. */
export function decodeText(bytes: ArrayBuffer): { text: string; encoding: Encoding } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' };
  }
}

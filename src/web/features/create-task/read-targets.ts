import Papa from 'papaparse';
import { limits } from '#shared/domain/create.ts';

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

const idPattern = /^[A-Za-z0-9_-]+$/;
const headerPattern = /^(device[ _-]?ids?|设备\s*id|设备标识|设备编号|target|targets)$/i;
const maxIdLength = 128;

/**
 * Device ids from pasted or dropped text: one a line, one a row of a CSV (the column named like a device id, else the first or
 * `column`), or all on a single line. Empty lines are skipped. Lines count from 1, as an editor shows them.
 */
export const readTargets = (text: string, column?: number): TargetList =>
  readRows(numberedRows(text.replace(/^\uFEFF/, '')), column);

/** The same from the rows of a table, with the numbers that its program shows. */
export function readRows(rows: readonly NumberedRow[], column?: number): TargetList {
  const first = rows[0]?.cells ?? [];
  const named = first.findIndex((cell) => headerPattern.test(cell.trim()));
  const hasHeader = named >= 0;
  const chosen = column ?? Math.max(named, 0);
  const list: TargetList = {
    deviceIds: [],
    duplicates: [],
    rejects: [],
    columns: first.map((cell) => cell.trim()),
    column: chosen,
    hasHeader,
  };
  const firstLineOf = new Map<string, number>();
  const take = (cell: string, line: number) => {
    const deviceId = cell.trim();
    if (deviceId === '') return;
    const reason = rejectReason(deviceId);
    if (reason !== null) return void list.rejects.push({ line, text: deviceId, reason });
    const firstLine = firstLineOf.get(deviceId);
    if (firstLine !== undefined) return void list.duplicates.push({ line, deviceId, firstLine });
    firstLineOf.set(deviceId, line);
    list.deviceIds.push(deviceId);
  };

  if (rows.length === 1 && !hasHeader && column === undefined) {
    // "a, b, c" on one line is a list, not a table with one row.
    list.columns = [];
    for (const cell of first) for (const part of cell.split(/\s+/)) take(part, rows[0]?.line ?? 1);
    return list;
  }
  for (const { cells, line } of hasHeader ? rows.slice(1) : rows) take(cells[chosen] ?? '', line);
  return list;
}

export const tooMany = (list: Pick<TargetList, 'deviceIds'>): boolean => list.deviceIds.length > limits.devices;

function rejectReason(deviceId: string): RejectReason | null {
  if (!idPattern.test(deviceId)) return 'illegal_character';
  return deviceId.length > maxIdLength ? 'too_long' : null;
}

type NumberedRow = { cells: string[]; line: number };

function numberedRows(text: string): NumberedRow[] {
  const delimiter = text.includes('\t') ? '\t' : text.includes(';') && !text.includes(',') ? ';' : ',';
  const { data } = Papa.parse<string[]>(text, { delimiter });
  let line = 1;
  const rows: NumberedRow[] = [];
  for (const cells of data) {
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line });
    // A quoted cell may span lines; the next row starts after them.
    line += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(/\n/g)?.length ?? 0), 0);
  }
  return rows;
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

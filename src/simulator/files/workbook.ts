/**
 * Reads the first sheet of an xlsx workbook: a zip of XML parts (ECMA-376). Only what a list of devices needs: texts, numbers,
 * shared and inline strings. Formats, formulas and further sheets are passed over.
 */
import { inflateRawSync } from 'node:zlib';

/** Something is wrong with a workbook; the message says what. */
export class WorkbookError extends Error {}

const maxPartBytes = 128 * 1024 * 1024;
const signatures = { end: 0x06054b50, entry: 0x02014b50 } as const;
const maxCommentBytes = 65_535;

/** The cells of the first sheet as text, row by row; rows without any text are left out. Throws a WorkbookError. */
export function readWorkbook(bytes: Uint8Array): string[][] {
  const parts = readZip(bytes);
  const strings = readStrings(parts.read('xl/sharedStrings.xml') ?? '');
  const sheet = parts.read(firstSheet(parts)) ?? null;
  if (sheet === null) throw new WorkbookError('The workbook has no sheet.');
  const rows: string[][] = [];
  for (const [, content = ''] of sheet.matchAll(/<(?:\w+:)?row\b[^>]*?(?<!\/)>(.*?)<\/(?:\w+:)?row>/gs)) {
    const cells = readCells(content, strings);
    if (cells.some((cell) => cell !== '')) rows.push(cells);
  }
  return rows;
}

type Parts = { read(name: string): string | null };

function readZip(bytes: Uint8Array): Parts {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const entries = new Map<string, { method: number; packed: number; at: number }>();
  let at = view.readUInt32LE(end + 16);
  for (let left = view.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== signatures.entry) throw damaged();
    const nameLength = view.readUInt16LE(at + 28);
    const name = view.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, {
      method: view.readUInt16LE(at + 10),
      packed: view.readUInt32LE(at + 20),
      at: view.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return {
    read(name) {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      if (entry.at + 30 > view.length) throw damaged();
      const from = entry.at + 30 + view.readUInt16LE(entry.at + 26) + view.readUInt16LE(entry.at + 28);
      const packed = view.subarray(from, from + entry.packed);
      if (entry.method === 0) return packed.toString('utf8');
      try {
        return inflateRawSync(packed, { maxOutputLength: maxPartBytes }).toString('utf8');
      } catch {
        throw damaged();
      }
    },
  };
}

function findEnd(view: Buffer): number {
  for (let at = view.length - 22; at >= Math.max(0, view.length - 22 - maxCommentBytes); at -= 1) {
    if (view.readUInt32LE(at) === signatures.end) return at;
  }
  throw damaged();
}

const damaged = () => new WorkbookError('The workbook is damaged.');

/** The part that the first sheet of the workbook points to. */
function firstSheet(parts: Parts): string {
  const sheet = /<(?:\w+:)?sheet\b[^>]*\br:id="([^"]+)"/.exec(parts.read('xl/workbook.xml') ?? '')?.[1];
  const relations = parts.read('xl/_rels/workbook.xml.rels') ?? '';
  for (const [relation] of relations.matchAll(/<Relationship\b[^>]*>/g)) {
    const target = /\bTarget="([^"]+)"/.exec(relation)?.[1];
    if (target === undefined || /\bId="([^"]+)"/.exec(relation)?.[1] !== sheet) continue;
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  }
  return 'xl/worksheets/sheet1.xml';
}

function readStrings(xml: string): string[] {
  return [...xml.matchAll(/<(?:\w+:)?si\b[^>]*?(?:\/>|>(.*?)<\/(?:\w+:)?si>)/gs)].map(([, item = '']) =>
    readText(item.replaceAll(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, '')),
  );
}

function readCells(row: string, strings: readonly string[]): string[] {
  const cells: string[] = [];
  for (const [, attributes = '', content = ''] of row.matchAll(/<(?:\w+:)?c\b([^>]*?)(?:\/>|>(.*?)<\/(?:\w+:)?c>)/gs)) {
    const column = /\br="([A-Z]{1,3})\d+"/.exec(attributes)?.[1];
    const index = column === undefined ? cells.length : columnIndex(column);
    while (cells.length < index) cells.push('');
    const type = /\bt="(\w+)"/.exec(attributes)?.[1];
    const value = /<(?:\w+:)?v\b[^>]*>(.*?)<\/(?:\w+:)?v>/s.exec(content)?.[1] ?? '';
    if (type === 's') cells[index] = (strings[Number(value)] ?? '').trim();
    else cells[index] = (type === 'inlineStr' ? readText(content) : unescape(value)).trim();
  }
  return cells;
}

/** `A` is 0, `Z` 25, `AA` 26. */
function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

const readText = (xml: string): string =>
  [...xml.matchAll(/<(?:\w+:)?t\b[^>]*?(?<!\/)>(.*?)<\/(?:\w+:)?t>/gs)].map(([, text = '']) => unescape(text)).join('');

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return entities[name] ?? whole;
    const point = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}

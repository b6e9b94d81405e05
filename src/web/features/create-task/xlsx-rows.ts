/** Why a workbook cannot be read. */
export class UnreadableWorkbook extends Error {
  readonly reason: 'not_a_workbook' | 'too_large';
  constructor(reason: 'not_a_workbook' | 'too_large') {
    super(reason);
    this.name = 'UnreadableWorkbook';
    this.reason = reason;
  }
}

/** What may come out of a file of at most 10 MB: more is a bomb. */
const mostInflated = 64_000_000;
const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

type Entry = { method: number; packed: number; offset: number };

/** Whether the bytes begin like a ZIP file, which a workbook is. */
export const isZip = (bytes: ArrayBuffer): boolean =>
  bytes.byteLength > 4 && new DataView(bytes).getUint32(0, true) === 0x04034b50;

/** The files of an archive by name, from the directory at its end: what the files say of themselves is not believed. */
function entriesOf(view: DataView): Map<string, Entry> {
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== endOfDirectory) end -= 1;
  if (end < 0) throw new UnreadableWorkbook('not_a_workbook');
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== directoryEntry)
      throw new UnreadableWorkbook('not_a_workbook');
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength));
    const entry = {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    };
    entries.set(name, entry);
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (noteLength ?? 0);
  }
  return entries;
}

async function textOf(view: DataView, { method, packed, offset }: Entry): Promise<string> {
  if (offset + 30 > view.byteLength) throw new UnreadableWorkbook('not_a_workbook');
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + packed > view.byteLength || (method !== 0 && method !== 8)) throw new UnreadableWorkbook('not_a_workbook');
  const stored = new Blob([new Uint8Array(view.buffer as ArrayBuffer, from, packed)]).stream();
  const chunks = method === 0 ? stored : stored.pipeThrough(new DecompressionStream('deflate-raw'));
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  // Counted while it comes: the size that the archive tells can be forged.
  for (const reader = chunks.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > mostInflated) {
      await reader.cancel();
      throw new UnreadableWorkbook('too_large');
    }
    text += decoder.decode(value, { stream: true });
  }
}

const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const plain = (xml: string): string =>
  xml.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? all;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });

/** The text runs of a cell, joined; what is only for reading it aloud is left out. */
const runsOf = (xml: string): string =>
  [...xml.replaceAll(/<rPh\b[\s\S]*?<\/rPh>/g, '').matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)]
    .map(([, text = '']) => plain(text))
    .join('');

const columnOf = (reference: string): number =>
  [...reference.replace(/\d+$/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The first sheet that a person sees in the workbook, by the workbook's own order. */
function firstSheet(workbook: string, relations: string): string {
  const id = /<sheet\b[^>]*\br:id="([^"]+)"/.exec(workbook)?.[1] ?? '';
  const relation = [...relations.matchAll(/<Relationship\b[^>]*>/g)].find(([xml]) => xml.includes(`Id="${id}"`))?.[0];
  const target = /\bTarget="([^"]+)"/.exec(relation ?? '')?.[1] ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/**
 * The cells of a workbook's first sheet, as texts, row by row with the numbers that people see; empty rows are left out. Formulas
 * count by their last value. Rejects with `UnreadableWorkbook`.
 */
export async function xlsxRows(bytes: ArrayBuffer): Promise<{ cells: string[]; line: number }[]> {
  const view = new DataView(bytes);
  const entries = entriesOf(view);
  const part = async (name: string): Promise<string> => {
    const entry = entries.get(name);
    return entry === undefined ? '' : textOf(view, entry);
  };
  const workbook = await part('xl/workbook.xml');
  if (workbook === '') throw new UnreadableWorkbook('not_a_workbook');
  const sheet = await part(firstSheet(workbook, await part('xl/_rels/workbook.xml.rels')));
  const strings = [...(await part('xl/sharedStrings.xml')).matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, xml = '']) =>
    runsOf(xml),
  );
  const rows: { cells: string[]; line: number }[] = [];
  for (const [, attributes = '', content = ''] of sheet.matchAll(/<row\b([^>]*)>([\s\S]*?)<\/row>/g)) {
    const line = Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? rows.length + 1);
    const cells: string[] = [];
    for (const [, of = '', xml = ''] of content.matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const reference = /\br="([A-Z]+\d+)"/.exec(of)?.[1];
      const at = reference === undefined ? cells.length : columnOf(reference);
      if (at > 1_000) continue;
      while (cells.length < at) cells.push('');
      const value = plain(/<v>([\s\S]*?)<\/v>/.exec(xml)?.[1] ?? '');
      const type = /\bt="(\w+)"/.exec(of)?.[1];
      cells[at] = type === 's' ? (strings[Number(value)] ?? '') : type === 'inlineStr' ? runsOf(xml) : value;
    }
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line });
  }
  return rows;
}

/** The parts of an xlsx file, inflated piece by piece. Nothing a header says is believed: sizes only ever bound what is read. */
import { crc32, createInflateRaw } from 'node:zlib';
import { workbookLimits } from '#shared/domain/workbook.ts';
import { WorkbookRefused } from './refused.ts';

type Entry = { name: string; method: number; crc: number; from: number; to: number; size: number };

export type Zip = {
  names: readonly string[];
  /** The bytes of a part in pieces; null when there is none of this name. Throws `WorkbookRefused` while it is read. */
  open(name: string): AsyncIterable<Uint8Array> | null;
  /** Bytes that have come out so far, of all parts. */
  inflated(): number;
};

const mostEntries = 200;
const mostComment = 65_535;
/** A part that grows beyond this is refused when it holds more than `mostRatio` times what it takes in the file. */
const ratioMattersAbove = 1_048_576;
const mostRatio = 100;
const signatures = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 } as const;
const unreadable = () => new WorkbookRefused('workbook_not_readable');

/** Reads the directory of a zip (APPNOTE 6.3). Encrypted, split and 64-bit ones are refused: no spreadsheet writes them this small. */
export function openZip(bytes: Uint8Array): Zip {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, Entry>();
  for (const entry of readDirectory(view)) {
    // Of two parts with one name, another reader may take the other.
    if (entries.has(entry.name)) throw unreadable();
    entries.set(entry.name, entry);
  }
  const ordered = [...entries.values()].toSorted((one, other) => one.from - other.from);
  if (ordered.some((entry, at) => at > 0 && entry.from < (ordered[at - 1]?.to ?? 0))) throw unreadable();
  let inflated = 0;

  async function* read(entry: Entry): AsyncGenerator<Uint8Array> {
    const packed = view.subarray(entry.from, entry.to);
    let size = 0;
    let crc = 0;
    for await (const piece of entry.method === 0 ? [packed] : inflate(packed)) {
      size += piece.length;
      inflated += piece.length;
      if (size > entry.size) throw unreadable();
      if (inflated > workbookLimits.inflatedBytes) throw new WorkbookRefused('workbook_too_large_inside');
      if (size > ratioMattersAbove && size > packed.length * mostRatio)
        throw new WorkbookRefused('workbook_too_large_inside');
      crc = crc32(piece, crc);
      yield piece;
    }
    if (size !== entry.size || crc !== entry.crc) throw unreadable();
  }

  return {
    names: [...entries.keys()],
    open(name) {
      const entry = entries.get(name);
      return entry === undefined ? null : read(entry);
    },
    inflated: () => inflated,
  };
}

function readDirectory(view: Buffer): Entry[] {
  const end = endOf(view);
  const count = view.readUInt16LE(end + 10);
  if (count > mostEntries) throw new WorkbookRefused('workbook_too_large_inside');
  const entries: Entry[] = [];
  let at = view.readUInt32LE(end + 16);
  for (let nth = 0; nth < count; nth += 1) {
    if (at + 46 > end || view.readUInt32LE(at) !== signatures.entry) throw unreadable();
    const nameLength = view.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
    if (next > end) throw unreadable();
    entries.push(entryAt(view, at, view.toString('utf8', at + 46, at + 46 + nameLength)));
    at = next;
  }
  return entries;
}

function entryAt(view: Buffer, at: number, name: string): Entry {
  const flags = view.readUInt16LE(at + 8);
  const method = view.readUInt16LE(at + 10);
  const packed = view.readUInt32LE(at + 20);
  const size = view.readUInt32LE(at + 24);
  const local = view.readUInt32LE(at + 42);
  const isEncrypted = (flags & 1) === 1;
  if (isEncrypted || (method !== 0 && method !== 8) || isStrange(name)) throw unreadable();
  if (size > workbookLimits.inflatedBytes) throw new WorkbookRefused('workbook_too_large_inside');
  if (local + 30 > view.length || view.readUInt32LE(local) !== signatures.local) throw unreadable();
  const from = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
  const to = from + packed;
  if (to > view.length) throw unreadable();
  return { name, method, crc: view.readUInt32LE(at + 16), from, to, size };
}

const isStrange = (name: string): boolean =>
  name === '' || name.startsWith('/') || /[\\\0]/.test(name) || name.split('/').includes('..');

function endOf(view: Buffer): number {
  for (let at = view.length - 22; at >= Math.max(0, view.length - 22 - mostComment); at -= 1)
    if (view.readUInt32LE(at) === signatures.end) return at;
  throw unreadable();
}

async function* inflate(packed: Uint8Array): AsyncGenerator<Uint8Array> {
  const stream = createInflateRaw({ chunkSize: 65_536 });
  stream.end(packed);
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    // What zlib says of broken data; a refusal of ours leaves the loop by itself.
    throw error instanceof WorkbookRefused ? error : unreadable();
  } finally {
    stream.destroy();
  }
}

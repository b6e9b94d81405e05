import { z } from 'zod';

/** The answer to a page request, in the shape the contract promises. Cursors are opaque text. */
export type PageOf<T> = {
  rows: T[];
  total: number;
  from: number;
  nextCursor: string | null;
  previousCursor: string | null;
};

/** Rows in an order that keys decide: a key is text, or a number and text. */
export type Key = readonly (string | number)[];

export type PageSource<Row> = {
  total(): Promise<number>;
  /** Rows after a key in the page's order, or from the first one on. */
  after(key: Key | null, limit: number): Promise<Row[]>;
  /** Rows before a key, nearest first, or from the last one back. */
  before(key: Key | null, limit: number): Promise<Row[]>;
  countBefore(key: Key): Promise<number>;
  keyOf(row: Row): Key;
};

const Cursor = z.strictObject({ to: z.enum(['after', 'before']), key: z.array(z.union([z.string(), z.int()])) });
type Cursor = z.infer<typeof Cursor>;

/** What the parts of a key are. A cursor whose parts are others could not be compared by every engine. */
type KeyShape = readonly ('string' | 'number')[];
const shapeOf = (key: Key) => key.map((part) => typeof part);

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function decode(text: string, shape: KeyShape): Cursor | null {
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return shapeOf(cursor.key).join() === shape.join() ? cursor : null;
  } catch {
    return null;
  }
}

/**
 * One page by key, so that it costs the same at any depth. `cursor` is one given by a page before, 'last' for the last page
 * (aligned to `limit`), or absent; a cursor that makes no sense gives the first page, because people edit addresses.
 * Beyond either end it gives the page at that end. Call it inside one picture.
 */
export async function readPage<Row>(
  source: PageSource<Row>,
  { limit, cursor, shape }: { limit: number; cursor: string | undefined; shape: KeyShape },
): Promise<PageOf<Row>> {
  const total = await source.total();
  const rows = await rowsAt(source, limit, cursor === 'last' ? 'last' : decode(cursor ?? '', shape), total);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) {
    return { rows: [], total, from: 0, nextCursor: null, previousCursor: null };
  }
  const from = await source.countBefore(source.keyOf(first));
  const key = (row: Row) => [...source.keyOf(row)];
  return {
    rows,
    total,
    from,
    nextCursor: from + rows.length < total ? encode({ to: 'after', key: key(last) }) : null,
    previousCursor: from > 0 ? encode({ to: 'before', key: key(first) }) : null,
  };
}

async function rowsAt<Row>(
  source: PageSource<Row>,
  limit: number,
  place: Cursor | 'last' | null,
  total: number,
): Promise<Row[]> {
  if (total === 0) return [];
  if (place === null) return source.after(null, limit);
  if (place === 'last') return (await source.before(null, total % limit || limit)).reverse();
  if (place.to === 'after') {
    const rows = await source.after(place.key, limit);
    return rows.length > 0 ? rows : rowsAt(source, limit, 'last', total);
  }
  const rows = await source.before(place.key, limit);
  // Rows may have come in front since; a short first page would shift every page after it.
  return rows.length === limit ? rows.reverse() : source.after(null, limit);
}

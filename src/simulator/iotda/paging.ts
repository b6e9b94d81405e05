/**
 * Marker and offset paging of every v5 list: records by ID, newest first; the marker is exclusive; the offset skips
 * matching records after it; `page.count` counts all that match, `page.marker` is the last record of this page.
 */
import { refuse, invalid } from './refusal.ts';

/** The marker is lower case. */
export type Paging = { limit: number; marker: string; offset: number };
export type PageInfo = { count: number; marker?: string };

const defaultLimit = 10;
const maxLimit = 50;
const maxOffset = 500;
const topMarker = 'f'.repeat(24);

export function readPaging(query: URLSearchParams): Paging {
  const limit = wholeNumber(query.get('limit'), defaultLimit);
  if (limit === null || limit < 1 || limit > maxLimit) throw refuse('IOTDA.000017');
  const marker = query.get('marker') ?? topMarker;
  if (!/^[0-9a-fA-F]{24}$/.test(marker)) throw refuse('IOTDA.000018');
  const offset = wholeNumber(query.get('offset'), 0);
  if (offset === null || offset > maxOffset) throw invalid('offset is out of range.');
  return { limit, marker: marker.toLowerCase(), offset };
}

function wholeNumber(written: string | null, otherwise: number): number | null {
  if (written === null) return otherwise;
  return /^\d{1,9}$/.test(written) ? Number(written) : null;
}

/**
 * Indices of one page, newest first. Records are indexed in ascending order of ID; `below` is how many of them lie below the
 * marker.
 */
export function walkDown(below: number, paging: Paging, matches: (index: number) => boolean): number[] {
  const page: number[] = [];
  let skip = paging.offset;
  for (let index = below - 1; index >= 0 && page.length < paging.limit; index -= 1) {
    if (!matches(index)) continue;
    if (skip > 0) skip -= 1;
    else page.push(index);
  }
  return page;
}

export function pageInfo(count: number, lastId: string | undefined): PageInfo {
  return lastId === undefined ? { count } : { count, marker: lastId };
}

/** One page of a short list. `all` are the records that match, in any order. */
export function pageOf<Row>(
  all: readonly Row[],
  paging: Paging,
  idOf: (row: Row) => string,
): { rows: Row[]; page: PageInfo } {
  const rows = all
    .filter((row) => idOf(row) < paging.marker)
    .toSorted((left, right) => (idOf(left) < idOf(right) ? 1 : -1))
    .slice(paging.offset, paging.offset + paging.limit);
  const last = rows.at(-1);
  return { rows, page: pageInfo(all.length, last === undefined ? undefined : idOf(last)) };
}

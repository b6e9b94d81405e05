import { type Page as WirePage, firstMarker, markerPattern, pageLimit, pageOffset } from '#wire/iotda/paging.ts';
import { type Page, PlatformError } from './port.ts';

/** The paging part of a query: from the newest row, or from behind a marker; size and skipped rows are brought into the platform's range. */
export function pageQuery(marker: string | null, limit: number = pageLimit.max, offset = 0) {
  if (marker !== null && !markerPattern.test(marker)) throw new PlatformError('refused');
  return {
    limit: Math.min(Math.max(Math.trunc(limit), pageLimit.min), pageLimit.max),
    marker: marker ?? firstMarker,
    offset: Math.min(Math.max(Math.trunc(offset), pageOffset.min), pageOffset.max),
  };
}

/**
 * A page in our form. A page with fewer rows than asked for was the last, unless it is the first and more rows are said to exist.
 * Where more follow, a marker that is missing or does not lead further down would end a walk early or never: a broken answer.
 */
export function pageOf<T>(
  rows: T[],
  page: WirePage | undefined,
  asked: { limit: number; marker: string; offset: number },
): Page<T> {
  const total = Math.max(page?.count ?? 0, rows.length);
  const isShort = rows.length < asked.limit;
  const isFirst = asked.marker === firstMarker && asked.offset === 0;
  if (isShort && (!isFirst || total <= rows.length || rows.length === 0)) {
    return { rows, total, marker: null };
  }
  const marker = page?.marker;
  if (marker !== undefined && markerPattern.test(marker) && marker.toLowerCase() < asked.marker.toLowerCase()) {
    return { rows, total, marker };
  }
  if (total > rows.length) throw new PlatformError('garbled');
  return { rows, total, marker: null };
}

/** Every row of a list. Meant for lists that are short by the platform's own limits: spaces, products, packages, groups. */
export async function everyRow<T>(page: (marker: string | null) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let marker: string | null = null;
  do {
    const next: Page<T> = await page(marker);
    rows.push(...next.rows);
    marker = next.marker;
  } while (marker !== null);
  return rows;
}

/** Paging of every v5 list and of `task_details` (vendor page of ShowBatchTask: limit, marker, offset). */
import { z } from 'zod';
import { soft, text, whole } from './reading.ts';

/** Rows a page may hold: 1 to 50, 10 when not said. */
export const pageLimit = { min: 1, max: 50, default: 10 } as const;
/** Rows that may be skipped after the marker: 0 to 500. One marker therefore reaches at most 550 rows. */
export const pageOffset = { min: 0, max: 500, default: 0 } as const;
/** The marker above every record: lists are sorted by record ID, descending, and a marker is exclusive. */
export const firstMarker = 'ffffffffffffffffffffffff';
/** A marker is 24 hex digits. */
export const markerPattern = /^[A-Fa-f0-9]{24}$/;

const digits = (range: { min: number; max: number; default: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(range.min).max(range.max))
    .default(range.default);

/** The paging part of a query string as the platform reads it; out of range is refused. */
export const PageQuery = z.object({
  limit: digits(pageLimit),
  marker: z.string().regex(markerPattern).default(firstMarker),
  offset: digits(pageOffset),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** `page` of a response: all records that match, and the ID of the last record on this page. */
export const Page = z.looseObject({ count: soft(whole), marker: soft(text) });
export type Page = z.infer<typeof Page>;

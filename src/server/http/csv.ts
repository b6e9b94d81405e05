import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/** `safe`: text that a spreadsheet would run as a formula gets a leading apostrophe. `raw`: every character as it is. */
export type CsvCells = 'safe' | 'raw';

// Spreadsheets pass over U+0000 and look at what follows.
const withoutNul = (text: string) => text.replaceAll('\0', '');

/**
 * Rows as lines of CSV (RFC 4180: CRLF, quotes doubled). Null is an empty cell. In `safe` cells text that begins with `=`, `+`, `-`,
 * `@`, their full-width twins, a tab or a carriage return gets an apostrophe in front; numbers stay numbers.
 */
export const csvLines = (rows: readonly (readonly Cell[])[], cells: CsvCells): string =>
  stringify(
    rows.map((row) => [...row]),
    {
      record_delimiter: 'windows',
      quote_record_delimiter: true,
      ...(cells === 'safe' && { escape_formulas: true, cast: { string: withoutNul } }),
    },
  );

export type Cell = string | number;

// Spreadsheets run cells that begin like a formula, so such text gets an apostrophe.
const startsLikeFormula = /^[=+\-@\t\r]/;
// Most cells need nothing, which one look tells.
const plain = /^[^=+\-@\t",\r\n][^",\r\n]*$/;

function field(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  if (plain.test(cell)) return cell;
  const safe = startsLikeFormula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as CSV with a byte order mark, which spreadsheets need to read Chinese. */
export const csvOf = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${[header, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;

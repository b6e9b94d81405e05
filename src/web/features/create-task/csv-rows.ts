const newline = 10;
const quote = 34;

/** A row of a CSV: its cells, where the next row begins, and how many line breaks stand inside its cells. */
export type CsvRow = { cells: string[]; next: number; breaks: number };

/** The row that begins at `from`. A quote that is never closed is a character like any other. */
export function rowAt(source: string, from: number, delimiter: string): CsvRow {
  const end = lineEnd(source, from);
  const line = source.slice(from, end);
  return line.includes('"')
    ? quotedRow(source, from, delimiter)
    : { cells: line.split(delimiter), next: end + 1, breaks: 0 };
}

function quotedRow(source: string, from: number, delimiter: string): CsvRow {
  const cells: string[] = [];
  let breaks = 0;
  for (let at = from; ;) {
    let cell = '';
    const closing = source.charCodeAt(at) === quote ? closingQuote(source, at) : -1;
    if (closing >= 0) {
      cell = source.slice(at + 1, closing);
      if (cell.includes('"')) cell = cell.replaceAll('""', '"');
      for (let end = cell.indexOf('\n'); end >= 0; end = cell.indexOf('\n', end + 1)) breaks += 1;
      at = closing + 1;
    }
    const end = lineEnd(source, at);
    const rest = source.slice(at, end);
    const cut = rest.indexOf(delimiter);
    const tail = cut < 0 ? rest : rest.slice(0, cut);
    cells.push(tail === '' ? cell : cell + tail);
    if (cut < 0) return { cells, next: end + 1, breaks };
    at += cut + 1;
  }
}

/** Where the row ends, seen from where one of its cells begins. */
export function rowEnd(source: string, from: number, cut: number): number {
  for (let at = from; ; at += 1) {
    if (source.charCodeAt(at) === quote) {
      const closing = closingQuote(source, at);
      if (closing >= 0) at = closing + 1;
    }
    for (; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === newline) return at;
      if (code === cut) break;
    }
    if (at >= source.length) return source.length;
  }
}

/** Where the line ends that `from` is in. */
export function lineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

/** Where the first quote stands from `from` on; the end of the text where there is none. */
export function nextQuote(source: string, from: number): number {
  const at = source.indexOf('"', from);
  return at < 0 ? source.length : at;
}

/** Where the quote that opens at `from` is closed; -1: nowhere. */
function closingQuote(source: string, from: number): number {
  let at = source.indexOf('"', from + 1);
  while (at >= 0 && source.charCodeAt(at + 1) === quote) at = source.indexOf('"', at + 2);
  return at;
}

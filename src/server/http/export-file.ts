import type { ExportOf, ExportOptions } from '#shared/api/exports.ts';
import { csvLines } from './csv.ts';
import { type Column, headerOf } from './export-columns.ts';
import type { Walk } from './export-walk.ts';

/** What a file is of. The filter's values are as they were asked for. */
export type Exported = {
  of: ExportOf;
  /** What the file is called after: the task, or the connection. */
  subject: string;
  filter: Readonly<Record<string, unknown>>;
  at: number;
  /** Rows that there were when it began: a file with fewer was cut off, or its list became shorter meanwhile. */
  total: number;
  /** False while the console has not yet copied every row from the platform. */
  complete: boolean;
};

const byteOrderMark = '\uFEFF';
const longestName = 120;

/** The rows as a spreadsheet or a program reads them: a header, then a piece for each page. */
export async function* csvPieces<Row>(
  walk: Walk<Row>,
  columns: readonly Column<Row>[],
  { format, lang }: ExportOptions,
): AsyncGenerator<string, void> {
  const cells = format === 'raw' ? 'raw' : 'safe';
  yield `${format === 'excel' ? byteOrderMark : ''}${csvLines([headerOf(columns, lang)], cells)}`;
  for await (const rows of walk.pages)
    yield csvLines(
      rows.map((row) => columns.map(({ cell }) => cell(row))),
      cells,
    );
}

/** The rows as the API has them, one a line, behind what the file is of. */
export async function* jsonPieces<Row>(walk: Walk<Row>, { at, ...rest }: Exported): AsyncGenerator<string> {
  const about = JSON.stringify({ ...rest, at: new Date(at).toISOString() });
  yield `${about.slice(0, -1)},"rows":[`;
  let separator = '\n';
  for await (const rows of walk.pages) {
    let piece = '';
    for (const row of rows) {
      piece += separator + JSON.stringify(row);
      separator = ',\n';
    }
    yield piece;
  }
  yield '\n]}\n';
}

/** A body whose next piece is made when the reader wants it. A reader that leaves ends the walk; a failure cuts the file off. */
export function bodyOf(pieces: AsyncGenerator<string, void>, onFailure: (error: unknown) => void): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (done === true) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          onFailure(error);
          controller.error(error);
        }
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.map(textOf).join('+') : String(value));

/** A moment in UTC, to the minute. */
const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;

// The fields of every filter that are moments.
const moments: ReadonlySet<string> = new Set(['createdFrom', 'createdTo', 'failedSince', 'from', 'to']);
const partOf = ([field, value]: [string, unknown]) =>
  `${field}_${moments.has(field) ? stamp(Number(value)) : textOf(value) || 'none'}`;

/** Task or connection, what of it, filter, rows and time (UTC), without what file systems do not take. */
export function fileName({ of, subject, filter, at, total, complete }: Exported, extension: 'csv' | 'json'): string {
  const name = [subject, of, ...Object.entries(filter).map(partOf)]
    .join('-')
    // eslint-disable-next-line no-control-regex -- control characters are what must go
    .replaceAll(/[\u0000-\u001F\u007F"*/:<>?\\|\s]+/g, '_');
  return `${[...name].slice(0, longestName).join('')}-${total}_rows${complete ? '' : '_incomplete'}-${stamp(at)}.${extension}`;
}

/** RFC 6266: the name in full for every browser of today, and one in ASCII beside it. */
export function contentDisposition(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7E]/g, '_').replaceAll(/["\\%;]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

import type { WorkbookKind, WorkbookReport } from '#shared/domain/workbook.ts';
import { workbookLimits } from '#shared/domain/workbook.ts';
import { columnsOf, createRowCheck, deviceIdOf, type FoundColumn } from '#shared/domain/workbook-rows.ts';
import { WorkbookRefused } from './refused.ts';
import { readSheet } from './sheet.ts';
import { openZip } from './unzip.ts';

/** What a look at a workbook found; `inflatedBytes` is what came out of it, `deviceIds` are those of its good rows. */
export type Checked = Omit<WorkbookReport, 'workbook'> & { inflatedBytes: number; deviceIds: string[] };

const magic = { zip: [0x50, 0x4b, 0x03, 0x04], older: [0xd0, 0xcf, 0x11, 0xe0] } as const;

/** Why a file is not opened at all: decided by its size and first bytes, never by its name. */
export function refuseUnopened(bytes: Uint8Array): void {
  if (bytes.length > workbookLimits.bytes) throw new WorkbookRefused('workbook_too_large');
  const begins = (start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);
  // Older workbooks, and those with a password, look the same from outside.
  if (begins(magic.older)) throw new WorkbookRefused('workbook_old_format');
  if (!begins(magic.zip)) throw new WorkbookRefused('workbook_wrong_type');
}

/** Checks a workbook row by row against the template of its kind. Throws `WorkbookRefused`. */
export async function checkWorkbook(kind: WorkbookKind, bytes: Uint8Array): Promise<Checked> {
  refuseUnopened(bytes);
  const zip = openZip(bytes);
  let columns: FoundColumn[] | null = null;
  let check: ReturnType<typeof createRowCheck> = () => [];
  const found: Checked = {
    rows: 0,
    problems: [],
    problemCount: 0,
    columns: [],
    preview: [],
    inflatedBytes: 0,
    deviceIds: [],
  };
  await readSheet(zip, (row) => {
    if (columns === null) {
      const read = columnsOf(kind, row);
      if (typeof read === 'string') throw new WorkbookRefused(read);
      columns = read;
      found.columns = read.map(({ name }) => name);
      check = createRowCheck(kind, read);
      return;
    }
    found.rows += 1;
    if (found.rows > workbookLimits.rows) throw new WorkbookRefused('workbook_too_many_rows');
    const problems = check(row);
    if (problems.length === 0) found.deviceIds.push(deviceIdOf(kind, columns, row));
    found.problemCount += problems.length;
    found.problems.push(...problems.slice(0, workbookLimits.problemsShown - found.problems.length));
    if (found.preview.length < workbookLimits.previewRows)
      found.preview.push(columns.map(({ at }) => (row.cells[at] ?? '').slice(0, workbookLimits.previewCharacters)));
  });
  if (columns === null) throw new WorkbookRefused('workbook_column_missing');
  if (found.rows === 0) throw new WorkbookRefused('workbook_no_rows');
  return { ...found, inflatedBytes: zip.inflated() };
}

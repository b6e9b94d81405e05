import {
  type ColumnName,
  columnNames,
  type RowProblem,
  type RowProblemCode,
  type WorkbookKind,
  workbookLimits,
  type WorkbookProblem,
  workbookTemplates,
} from './workbook.ts';

/** A row of a sheet: its number as spreadsheets count, its cells as text, and which of them hold a formula. */
export type SheetRow = { number: number; cells: readonly string[]; formulas: readonly number[] };

/** Where a column that a template knows stands in the sheet. */
export type FoundColumn = { name: ColumnName; at: number };

// (ListDevices, ShowDevice: the shapes of IDs and names)
const rules: Partial<Record<ColumnName, { most: number; pattern: RegExp }>> = {
  product_id: { most: 36, pattern: /^[A-Za-z0-9_-]*$/ },
  node_id: { most: 64, pattern: /^[A-Za-z0-9_-]*$/ },
  device_id: { most: 128, pattern: /^[A-Za-z0-9_-]*$/ },
  gateway_id: { most: 128, pattern: /^[A-Za-z0-9_-]*$/ },
  device_name: { most: 256, pattern: /^[\p{Script=Han}A-Za-z0-9_?'#().,&%@! -]*$/u },
};
const otherwise = { most: 2_048, pattern: /^[^\p{Cc}\p{Cs}]*$/u };

const plain = (cell: string): string =>
  cell
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

const isColumn = (name: string): name is ColumnName => columnNames.some((column) => column === name);

/** The columns that the first row names, or why the sheet is not one of this kind. Names are read without case and punctuation. */
export function columnsOf(kind: WorkbookKind, first: SheetRow): FoundColumn[] | WorkbookProblem {
  const names = first.cells.map(plain);
  // The console keeps what is uploaded, and keeps no secrets: the platform makes them.
  if (names.includes('secret')) return 'workbook_has_secrets';
  const found = names.flatMap((name, at) => (isColumn(name) ? [{ name, at }] : []));
  if (new Set(found.map(({ name }) => name)).size < found.length) return 'workbook_column_twice';
  const { columns } = workbookTemplates[kind];
  const isThere = (name: ColumnName) => found.some((column) => column.name === name);
  return columns.some(({ name, required }) => required && !isThere(name)) ? 'workbook_column_missing' : found;
}

function cellProblem(name: ColumnName, text: string, isRequired: boolean): RowProblemCode | null {
  if (text === '') return isRequired ? 'cell_missing' : null;
  const { most, pattern } = rules[name] ?? otherwise;
  // Counted in UTF-16 first: a cell may hold more than is worth spreading.
  if (text.length > most && [...text].length > most) return 'cell_too_long';
  return pattern.test(text) ? null : 'cell_illegal_character';
}

const shownText = (text: string): string => text.slice(0, workbookLimits.previewCharacters);

/**
 * The ID of the device that a row without problems names. A new one gets the ID that the platform makes by default: product and node.
 * (AddDevice, device_id)
 */
export function deviceIdOf(kind: WorkbookKind, columns: readonly FoundColumn[], row: SheetRow): string {
  const textOf = (name: ColumnName) => row.cells[columns.find((column) => column.name === name)?.at ?? -1] ?? '';
  return workbookTemplates[kind].key.map(textOf).join('_');
}

/** Looks at row after row and remembers which devices it has seen. */
export function createRowCheck(kind: WorkbookKind, columns: readonly FoundColumn[]): (row: SheetRow) => RowProblem[] {
  const { columns: known, key } = workbookTemplates[kind];
  const required = new Set<ColumnName>(known.filter((column) => column.required).map(({ name }) => name));
  const keyColumns = columns.filter(({ name }) => key.some((part) => part === name));
  const seen = new Set<string>();
  return ({ number, cells, formulas }) => {
    const problems: RowProblem[] = [];
    for (const { name, at } of columns) {
      const text = cells[at] ?? '';
      const code = formulas.includes(at) ? 'cell_is_formula' : cellProblem(name, text, required.has(name));
      if (code !== null) problems.push({ row: number, column: name, code, text: shownText(text) });
    }
    const [first] = keyColumns;
    if (problems.length > 0 || first === undefined) return problems;
    const device = keyColumns.map(({ at }) => cells[at] ?? '').join('\n');
    if (seen.has(device))
      problems.push({ row: number, column: first.name, code: 'row_twice', text: shownText(cells[first.at] ?? '') });
    seen.add(device);
    return problems;
  };
}

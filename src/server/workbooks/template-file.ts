import { type WorkbookKind, workbookTemplates } from '#shared/domain/workbook.ts';
import { writeWorkbook } from './write-workbook.ts';

const words = {
  en: {
    devices: 'Devices',
    columns: 'Columns',
    name: 'Column',
    required: 'Required',
    meaning: 'Meaning',
    yes: 'yes',
    no: 'no',
  },
  'zh-CN': { devices: '设备', columns: '列说明', name: '列名', required: '必填', meaning: '含义', yes: '是', no: '否' },
} as const;

/** The template of a kind: a sheet with the row of names and an example to write over, and one that explains the columns. */
export function templateFile(kind: WorkbookKind, language: keyof typeof words): Uint8Array {
  const { columns } = workbookTemplates[kind];
  const say = words[language];
  const explained = columns.map(({ name, required, meaning }) => [
    name,
    required ? say.yes : say.no,
    meaning[language],
  ]);
  return writeWorkbook([
    {
      name: say.devices,
      rows: [columns.map(({ name }) => name), columns.map(({ example }) => example)],
      widths: columns.map(() => 24),
    },
    { name: say.columns, rows: [[say.name, say.required, say.meaning], ...explained], widths: [24, 12, 60] },
  ]);
}

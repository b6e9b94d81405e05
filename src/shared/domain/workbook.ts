import { z } from 'zod';
import { type KnownKind, rulesOf } from './kinds.ts';

/** The kinds whose devices a workbook can name. (CreateBatchTask, document_source) */
export const workbookKinds = [
  'createDevices',
  'updateDevices',
  'deleteDevices',
  'freezeDevices',
  'unfreezeDevices',
] as const satisfies readonly KnownKind[];
export type WorkbookKind = (typeof workbookKinds)[number];
export const takesWorkbook = (kind: string): kind is WorkbookKind => rulesOf(kind).targets.includes('file');

const mebi = 1_048_576;
/** Rows: UploadBatchTaskFile. The others bound what a hostile file can cost. */
export const workbookLimits = {
  bytes: 10 * mebi,
  inflatedBytes: 64 * mebi,
  /** Besides the row of names. */
  rows: 30_000,
  columns: 64,
  cellCharacters: 32_767,
  /** Row problems that an answer spells out; it always tells how many there are. */
  problemsShown: 1_000,
  previewRows: 20,
  previewCharacters: 120,
  /** For how long the console keeps one. */
  days: 7,
  keptForPerson: 20,
} as const;

/** Why a file is refused as a whole. */
export const workbookProblems = [
  'workbook_missing',
  'workbook_wrong_type',
  'workbook_old_format',
  'workbook_too_large',
  'workbook_too_large_inside',
  'workbook_too_many_rows',
  'workbook_macros',
  'workbook_external_links',
  'workbook_embedded_files',
  'workbook_not_readable',
  'workbook_column_missing',
  'workbook_column_twice',
  'workbook_has_secrets',
  'workbook_no_rows',
  'workbook_of_another_kind',
  'workbook_gone',
] as const;
export type WorkbookProblem = (typeof workbookProblems)[number];

/** What is wrong with one cell or row. */
export const rowProblemCodes = [
  'cell_missing',
  'cell_illegal_character',
  'cell_too_long',
  'cell_is_formula',
  'row_twice',
] as const;
export type RowProblemCode = (typeof rowProblemCodes)[number];

export const columnNames = [
  'product_id',
  'node_id',
  'device_id',
  'device_name',
  'description',
  'gateway_id',
  'fingerprint',
] as const;
export type ColumnName = (typeof columnNames)[number];

type Column = {
  name: ColumnName;
  required: boolean;
  meaning: { en: string; 'zh-CN': string };
  example: string;
};
type Template = {
  /** The vendor's name of its own template. (UploadBatchTaskFile) */
  fileName: string;
  /** Whether the layout was compared with the vendor's template; the pages name the templates and show none. */
  isVerified: boolean;
  columns: readonly Column[];
  /** Columns that together name a device: no two rows may have the same. */
  key: readonly ColumnName[];
};

const deviceId: Column = {
  name: 'device_id',
  required: true,
  meaning: { en: 'ID of the device', 'zh-CN': '设备 ID' },
  example: 'meter_0001',
};
const deviceName: Column = {
  name: 'device_name',
  required: false,
  meaning: { en: 'Name that people see', 'zh-CN': '显示名称' },
  example: 'Meter 1',
};
const description: Column = {
  name: 'description',
  required: false,
  meaning: { en: 'Free text', 'zh-CN': '说明文字' },
  example: 'North gate',
};
const byId = { isVerified: false, columns: [deviceId], key: ['device_id'] } as const;

/** The templates as data: columns in the order in which they are written. */
export const workbookTemplates = {
  createDevices: {
    fileName: 'BatchCreateDevices_Template.xlsx',
    isVerified: false,
    columns: [
      {
        name: 'product_id',
        required: true,
        meaning: { en: 'Product of the new device', 'zh-CN': '新设备所属产品' },
        example: 'product_water_meter',
      },
      {
        name: 'node_id',
        required: true,
        meaning: { en: 'The device’s own identifier, such as its serial number', 'zh-CN': '设备标识，例如序列号' },
        example: 'SN0001',
      },
      deviceName,
      description,
      {
        name: 'gateway_id',
        required: false,
        meaning: { en: 'Device ID of its gateway, for a device behind one', 'zh-CN': '所属网关的设备 ID（仅子设备）' },
        example: '',
      },
      {
        name: 'fingerprint',
        required: false,
        meaning: { en: 'Fingerprint of its certificate, where it has one', 'zh-CN': '证书指纹（如使用证书）' },
        example: '',
      },
    ],
    key: ['product_id', 'node_id'],
  },
  updateDevices: {
    fileName: 'BatchUpdateDevices_Template.xlsx',
    isVerified: false,
    columns: [deviceId, deviceName, description],
    key: ['device_id'],
  },
  deleteDevices: { fileName: 'BatchDeleteDevices_Template.xlsx', ...byId },
  freezeDevices: { fileName: 'BatchFreezeDevices_Template.xlsx', ...byId },
  unfreezeDevices: { fileName: 'BatchUnfreezeDevices_Template.xlsx', ...byId },
} as const satisfies Record<WorkbookKind, Template>;

/** `row` is the row's number in the sheet, counted from 1 as spreadsheets do. */
export const RowProblem = z.object({
  row: z.int(),
  column: z.enum(columnNames),
  code: z.enum(rowProblemCodes),
  /** The beginning of what stands in the cell. */
  text: z.string(),
});
export type RowProblem = z.infer<typeof RowProblem>;

export const WorkbookId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** A workbook that the console keeps. Times are epoch milliseconds. */
export const Workbook = z
  .object({
    id: z.string(),
    kind: z.enum(workbookKinds),
    fileName: z.string(),
    /** Besides the row of names and empty rows. */
    rows: z.int(),
    bytes: z.int(),
    /** SHA-256, as 64 hexadecimal digits. */
    digest: z.string(),
    createdAt: z.int(),
    expiresAt: z.int(),
  })
  .meta({ id: 'Workbook' });
export type Workbook = z.infer<typeof Workbook>;

/** What was found in an uploaded workbook. */
export const WorkbookReport = z.object({
  /** Null when rows have problems: then it is not kept. */
  workbook: Workbook.nullable(),
  rows: z.int(),
  /** The first `workbookLimits.problemsShown` of `problemCount`. */
  problems: z.array(RowProblem),
  problemCount: z.int(),
  /** The columns that were understood, and the first rows of them. */
  columns: z.array(z.enum(columnNames)),
  preview: z.array(z.array(z.string())),
});
export type WorkbookReport = z.infer<typeof WorkbookReport>;

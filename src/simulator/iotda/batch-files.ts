/** UploadBatchTaskFile, ListBatchTaskFiles, DeleteBatchTaskFile: ten files at most, each kept for an hour. */
import { formatBasicTime } from '#wire/iotda/time.ts';
import { readWorkbook, WorkbookError } from '#simulator/files/workbook.ts';
import { filesAt, type StoredFile } from '#simulator/world/inventory.ts';
import type { World } from '#simulator/world/world.ts';
import { type Call, type Handler, ok } from './call.ts';
import { uuidOf } from './outputs.ts';
import { guess, invalid, refuse } from './refusal.ts';

const maxFiles = 10;
const maxFileBytes = 10 * 1024 * 1024;
/** Besides a row of names. */
const maxRows = 30_000;
const magic = { xlsx: [0x50, 0x4b, 0x03, 0x04], xls: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] } as const;

export const uploadFile: Handler = ({ world, upload }) => {
  if (upload === null) throw refuse('IOTDA.000008');
  const { name, bytes } = upload;
  const nowMs = world.clock.now();
  const stored = filesAt(world.inventory, nowMs);
  if (!/^[^/\\\0]{1,128}\.xlsx?$/i.test(name)) throw invalid('The name of the file does not end in xlsx or xls.');
  if (stored.some((file) => file.name === name)) throw refuse('IOTDA.014602');
  if (bytes.byteLength > maxFileBytes) throw refuse('IOTDA.014603');
  const rows = rowsOf(bytes);
  if (rows !== null && rows.length > maxRows + 1) throw refuse('IOTDA.014603');
  if (stored.length >= maxFiles) throw guess('too many files');
  const file: StoredFile = { fileId: uuidOf(world.freshHex(32)), name, uploadedMs: nowMs, rows };
  world.change({ kind: 'upload', file });
  return { status: 201, body: fileBody(file) };
};

export const listFiles: Handler = ({ world }) =>
  ok({ files: filesAt(world.inventory, world.clock.now()).toReversed().map(fileBody) });

export const deleteFile: Handler = (call) => {
  const file = storedFile(call.world, fileIdOf(call));
  if (file === null) throw refuse('IOTDA.014600');
  call.world.change({ kind: 'discard', fileId: file.fileId });
  return { status: 204, body: null };
};

/** The file of an ID while it exists, or null. */
export const storedFile = (world: World, fileId: string): StoredFile | null =>
  filesAt(world.inventory, world.clock.now()).find((file) => file.fileId === fileId) ?? null;

const fileIdOf = ({ params }: Call): string => params['file_id'] ?? '';

/** What a file is decides its first bytes, not its name. Null for a workbook of the older kind. */
function rowsOf(bytes: Uint8Array): string[][] | null {
  const begins = (start: readonly number[]) => start.every((byte, index) => bytes[index] === byte);
  if (begins(magic.xls)) return null;
  if (!begins(magic.xlsx)) throw invalid('The file is no workbook.');
  try {
    return readWorkbook(bytes);
  } catch (error) {
    if (error instanceof WorkbookError) throw invalid(error.message);
    throw error;
  }
}

const fileBody = ({ fileId, name, uploadedMs }: StoredFile) => ({
  file_id: fileId,
  file_name: name,
  upload_time: formatBasicTime(uploadedMs),
});

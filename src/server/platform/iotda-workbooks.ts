import { BatchTaskFile, fileIdPattern, fileNamePattern, ListBatchTaskFilesResponse } from '#wire/iotda/batch-files.ts';
import { timeOf } from './iotda-words.ts';
import { multipart } from './multipart.ts';
import type { StoredWorkbook, Workbooks } from './port-files.ts';
import type { Transport } from './transport.ts';
import { mapWritten } from './written.ts';

const segments = ['batchtask-files'];

/** Batch-task files. Their bytes are not covered by a signature: the platform wants uploads signed without them. */
export function createWorkbooks(transport: Transport, random: () => number): Workbooks {
  return {
    async list(call) {
      const { files } = await transport.read({ segments }, ListBatchTaskFilesResponse, call);
      return files.map(storedWorkbook);
    },

    async upload({ name, content }, call) {
      if (!fileNamePattern.test(name)) throw new RangeError('a workbook ends in .xls or .xlsx');
      const body = multipart({ part: 'file', name, content }, random);
      return mapWritten(await transport.write({ segments, body }, BatchTaskFile, call), storedWorkbook);
    },

    async delete(fileId, call) {
      if (!fileIdPattern.test(fileId)) throw new RangeError('not a file ID');
      return transport.remove({ segments: [...segments, fileId] }, call);
    },
  };
}

const storedWorkbook = (file: BatchTaskFile): StoredWorkbook => ({
  id: file.file_id,
  name: file.file_name ?? file.file_id,
  uploadedAt: timeOf(file.upload_time),
});

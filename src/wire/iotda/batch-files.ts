/** Batch-task files: UploadBatchTaskFile, ListBatchTaskFiles, DeleteBatchTaskFile. They live for an hour. */
import { z } from 'zod';
import { id, soft, text } from './reading.ts';

/** What may be uploaded; names are unique among the stored files. */
export const fileNamePattern = /\.xlsx?$/i;
/** `file_id`: at most 128 letters, digits, `_`, `-`. */
export const fileIdPattern = /^[A-Za-z0-9_-]{1,128}$/;

/** A stored file, and the answer to an upload (201). */
export const BatchTaskFile = z.looseObject({ file_id: id, file_name: soft(text), upload_time: soft(text) });
export type BatchTaskFile = z.infer<typeof BatchTaskFile>;

/** Answer of `GET /batchtask-files`. There is no paging: ten files are stored at most. */
export const ListBatchTaskFilesResponse = z.looseObject({ files: z.array(BatchTaskFile) });
export type ListBatchTaskFilesResponse = z.infer<typeof ListBatchTaskFilesResponse>;

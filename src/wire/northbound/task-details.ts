/** Subtasks of the northbound v1.1.0 platform: `GET taskDetails` (Querying Information About a Subtask of a Batch Task). */
import { z } from 'zod';
import { bag, soft, text, whole } from '#wire/iotda/reading.ts';
import { ErrorBody } from './errors.ts';

/** `status` of a subtask, an open enum, and the values of the filter `status`. Older pages do not have WaitResult. */
export const detailStatuses = ['Pending', 'WaitResult', 'Success', 'Fail', 'Timeout'] as const;
export type KnownDetailStatus = (typeof detailStatuses)[number];

/** `pageNo` counts from 0 and without it there is no paging; `pageSize` is from 1 and only 1 when left out. */
export const defaultPageSize = 1;

/** `param` of a subtask: of a command, or of a line in a file. */
const DetailParam = z.looseObject({
  deviceId: soft(text),
  commandId: soft(text),
  nodeId: soft(text),
  index: soft(whole),
});

/** What went wrong: an object written as text. A text that is none of ours stays a text. */
const DetailError = z.union([ErrorBody, text.transform(errorIn)]);

/** One item of a task. `output` differs by type; of a registration it holds the device's secret. */
export const TaskDetail = z.looseObject({
  status: soft(text),
  output: soft(z.union([text, bag.transform((value) => JSON.stringify(value))])),
  error: soft(DetailError),
  param: soft(DetailParam),
});
export type TaskDetail = z.infer<typeof TaskDetail>;

/** `totalCount` counts the items that match. */
export const TaskDetailsResponse = z.looseObject({
  pageNo: soft(whole),
  pageSize: soft(whole),
  totalCount: soft(whole),
  taskDetails: z
    .union([z.array(TaskDetail), z.null().transform(() => [])])
    .optional()
    .transform((rows) => rows ?? []),
});
export type TaskDetailsResponse = z.infer<typeof TaskDetailsResponse>;

function errorIn(written: string): { error_code: string; error_desc: string | undefined } | undefined {
  if (written.trim() === '') return undefined;
  try {
    const body = ErrorBody.safeParse(JSON.parse(written)).data;
    if (body) return { error_code: body.error_code, error_desc: body.error_desc };
  } catch {
    // Not JSON: the text itself is all there is to tell.
  }
  return { error_code: '', error_desc: written };
}

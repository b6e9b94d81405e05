/** Batch tasks: create, list, show, retry, stop, confirm, delete. What a task's `document` holds is in documents.ts. */
import { z } from 'zod';
import { AppId, DeviceId, GroupId, TaskName } from './identifiers.ts';
import { Page, PageQuery } from './paging.ts';
import { bag, bagOrText, flag, id, soft, softTexts, text, whole } from './reading.ts';

/** `task_type`, an open enum. `changeGateway` is on recent pages only, `moduleUpgrade` came with SDK 3.1.171. */
export const taskTypes = [
  'softwareUpgrade',
  'firmwareUpgrade',
  'moduleUpgrade',
  'createDevices',
  'updateDevices',
  'deleteDevices',
  'freezeDevices',
  'unfreezeDevices',
  'createCommands',
  'createAsyncCommands',
  'createMessages',
  'updateDeviceShadows',
  'changeGateway',
] as const;
export type KnownTaskType = (typeof taskTypes)[number];

/** `status` of a task, an open enum (ShowBatchTask, table of Task). `Waitting` is the platform's own spelling. */
export const taskStatuses = [
  'Initializing',
  'Waitting',
  'Processing',
  'Success',
  'PartialSuccess',
  'Fail',
  'Stopping',
  'Stopped',
] as const;
export type KnownTaskStatus = (typeof taskStatuses)[number];

/** `status` of a subtask, an open enum, and the values of the filter `task_detail_status` (ShowBatchTask). */
export const taskDetailStatuses = [
  'Waitting',
  'Processing',
  'Success',
  'Fail',
  'FailWaitRetry',
  'Stopped',
  'Removed',
] as const;
export type KnownTaskDetailStatus = (typeof taskDetailStatuses)[number];

/** Device IDs one create may name (CreateBatchTask, `targets`). */
export const maxCreateTargets = 30_000;
/** Device IDs one retry, stop or confirm may name (RetryBatchTask, `targets`). */
export const maxBatchTargets = 100;
/** `task_policy`: automatic retries of a failed subtask, and minutes between them. Each requires the other. */
const policyLimits = { retryCount: 5, retryIntervalMinutes: 1440 } as const;
/** `task_ext_info`, in characters. */
const maxExtInfoLength = 512;

const ScheduleTime = z.string().regex(/^\d{8}T\d{6}Z$/);

/** `task_policy` of a create: `schedule_time` within 7 days (absent = now), `retry_count` to 5, `retry_interval` minutes. */
const CreateTaskPolicy = z.object({
  schedule_time: ScheduleTime.optional(),
  retry_count: z.int().min(0).max(policyLimits.retryCount).optional(),
  retry_interval: z.int().min(0).max(policyLimits.retryIntervalMinutes).optional(),
});

/**
 * Body of `POST /batchtasks` (CreateBatchTask, request parameters), answered 201 with a {@link Task}.
 * Of `targets`, `targets_filter`, `document_source` one takes effect, in this order.
 */
export const CreateBatchTask = z.object({
  app_id: AppId.optional(),
  task_name: TaskName,
  task_type: z.string().min(1),
  task_mode: z.literal('GATEWAY').optional(),
  need_confirm: z.boolean().optional(),
  task_ext_info: bag.refine((info) => JSON.stringify(info).length <= maxExtInfoLength).optional(),
  targets: z.array(DeviceId).max(maxCreateTargets).optional(),
  targets_filter: z
    .object({ group_ids: z.array(GroupId).optional() })
    .catchall(z.unknown())
    .optional(),
  document: bag.optional(),
  task_policy: CreateTaskPolicy.optional(),
  document_source: z.string().min(1).max(128).optional(),
});
export type CreateBatchTask = z.infer<typeof CreateBatchTask>;

/** `task_policy` of an answer (ShowBatchTask, table of TaskPolicy). */
export const TaskPolicy = z.looseObject({
  schedule_time: soft(text),
  retry_count: soft(whole),
  retry_interval: soft(whole),
});
export type TaskPolicy = z.infer<typeof TaskPolicy>;

/** `task_progress`: devices per outcome (ShowBatchTask, table of TaskProgress). Any counter may be missing. */
export const TaskProgress = z.looseObject({
  total: soft(whole),
  processing: soft(whole),
  success: soft(whole),
  fail: soft(whole),
  waitting: soft(whole),
  fail_wait_retry: soft(whole),
  stopped: soft(whole),
  removed: soft(whole),
});
export type TaskProgress = z.infer<typeof TaskProgress>;

/** A task as create, list and show answer it (ShowBatchTask, table of Task). `app_id` is not part of it. */
export const Task = z.looseObject({
  task_id: id,
  task_name: soft(text),
  task_type: soft(text),
  task_mode: soft(text),
  need_confirm: soft(flag),
  task_ext_info: soft(bag),
  targets: softTexts,
  targets_filter: soft(bag),
  document: soft(bagOrText),
  task_policy: soft(TaskPolicy),
  status: soft(text),
  status_desc: soft(text),
  task_progress: soft(TaskProgress),
  create_time: soft(text),
});
export type Task = z.infer<typeof Task>;

/** `error` of a failed subtask (ShowBatchTask, table of ErrorInfo). */
const ErrorInfo = z.looseObject({ error_code: soft(text), error_msg: soft(text) });

/** One device of a task (ShowBatchTask, table of TaskDetail). It has no ID, no times and no attempt counter. */
export const TaskDetail = z.looseObject({
  target: id,
  status: soft(text),
  output: soft(z.union([text, bag.transform((value) => JSON.stringify(value))])),
  error: soft(ErrorInfo),
});
export type TaskDetail = z.infer<typeof TaskDetail>;

/**
 * Whether every row is as the vendor's page has it, so that {@link TaskDetail} would answer it unchanged. A page has 50 rows, and
 * asking this of them takes a tenth of the time.
 */
export function areExactDetails(rows: unknown): rows is TaskDetail[] {
  return Array.isArray(rows) && rows.every(isExactDetail);
}

function isExactDetail(row: unknown): boolean {
  if (!isObject(row)) return false;
  const { target, status, output, error } = row;
  if (typeof target !== 'string' || target === '' || !isTextOrAbsent(status) || !isTextOrAbsent(output)) return false;
  return (
    error === undefined ||
    (isObject(error) && isTextOrAbsent(error['error_code']) && isTextOrAbsent(error['error_msg']))
  );
}

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Query of `GET /batchtasks` (ListBatchTasks). `task_type` is required: there is no list across types. */
export const ListBatchTasksQuery = PageQuery.extend({
  task_type: z.string().min(1),
  app_id: AppId.optional(),
  status: z.string().min(1).optional(),
});
export type ListBatchTasksQuery = z.infer<typeof ListBatchTasksQuery>;

/** Answer of `GET /batchtasks`, newest first (ListBatchTasks). */
export const ListBatchTasksResponse = z.looseObject({ batchtasks: z.array(Task), page: soft(Page) });
export type ListBatchTasksResponse = z.infer<typeof ListBatchTasksResponse>;

/** Query of `GET /batchtasks/{task_id}` (ShowBatchTask). Filters and paging act on `task_details` only. */
export const ShowBatchTaskQuery = PageQuery.extend({
  task_detail_status: z.string().min(1).optional(),
  target: DeviceId.optional(),
});
export type ShowBatchTaskQuery = z.infer<typeof ShowBatchTaskQuery>;

/** Answer of `GET /batchtasks/{task_id}`; `page.count` counts the subtasks that match (ShowBatchTask). */
export const ShowBatchTaskResponse = z.looseObject({
  batchtask: Task,
  task_details: z
    .union([z.custom<TaskDetail[]>(areExactDetails), z.array(TaskDetail), z.null().transform(() => [])])
    .optional()
    .transform((rows) => rows ?? []),
  page: soft(Page),
});
export type ShowBatchTaskResponse = z.infer<typeof ShowBatchTaskResponse>;

/** Body of retry, stop and confirm. `{}` means every subtask that qualifies (RetryBatchTask, request parameters). */
export const BatchTargets = z.object({ targets: z.array(DeviceId).max(maxBatchTargets).optional() });
export type BatchTargets = z.infer<typeof BatchTargets>;

/** One target of the answer to retry, stop and confirm; `status` is `success` or `failure`, in lower case (RetryBatchTask). */
export const BatchTargetResult = z.looseObject({
  target: id,
  status: soft(text),
  error_code: soft(text),
  error_msg: soft(text),
});
export type BatchTargetResult = z.infer<typeof BatchTargetResult>;

/** Answer of retry, stop and confirm; the HTTP status is 200 whatever happened to single targets (RetryBatchTask). */
export const BatchTargetsResponse = z.looseObject({ targets: soft(z.array(BatchTargetResult)) });
export type BatchTargetsResponse = z.infer<typeof BatchTargetsResponse>;

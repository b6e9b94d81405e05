import { knownError } from '#wire/iotda/errors.ts';
import { type Counts, type Outcome, TaskId } from '#shared/domain/task.ts';
import {
  BatchTargetsResponse,
  type BatchTargetResult,
  ListBatchTasksResponse,
  maxBatchTargets,
  ShowBatchTaskResponse,
  Task,
  type TaskDetail,
  type TaskProgress,
} from '#wire/iotda/batch-tasks.ts';
import { UpgradeDocument } from '#wire/iotda/documents.ts';
import { deviceIdPattern, id36Pattern, taskIdPattern } from '#wire/iotda/identifiers.ts';
import { intentOfRequest } from './intent-of-request.ts';
import { assertSendable, createBody, type PackageField } from './iotda-intents.ts';
import { detailStatusOf, groupIdsOf, outcomeOf, retryPolicyOf, stateOf, timeOf } from './iotda-words.ts';
import { pageOf, pageQuery } from './iotda-pages.ts';
import {
  type Call,
  type Control,
  type Page,
  type Platform,
  PlatformError,
  type SeenSubtask,
  type SeenTargetResult,
  type SeenTask,
} from './port.ts';
import { Nothing } from './nothing.ts';
import { redact, redactOutput, redactText } from './redact.ts';
import type { Transport } from './transport.ts';
import { mapWritten } from './written.ts';

type Tasks = Pick<
  Platform,
  'listTasks' | 'showTask' | 'createPath' | 'describeCreate' | 'readCreate' | 'createTask' | 'retryDevices'
> & {
  control: Control;
};
type TargetAction = 'retry' | 'stop' | 'confirm';

/** Where devices were named, an answer that names none does not say what became of them. */
const NamedResults = BatchTargetsResponse.refine((answer) => answer.targets !== undefined);

/** Batch tasks through the v5 API. */
export function createTasks(transport: Transport, settings: { packageField: PackageField }): Tasks {
  async function actOn(action: TargetAction, taskId: string, deviceIds: readonly string[], call: Call) {
    if (deviceIds.length < 1 || deviceIds.length > maxBatchTargets) {
      throw new RangeError(`1 to ${maxBatchTargets} devices are named in one call`);
    }
    const request = {
      segments: ['batchtasks', existing(taskId), action],
      body: JSON.stringify({ targets: deviceIds }),
    };
    const written = await transport.write(request, NamedResults, call);
    return mapWritten(written, ({ targets = [] }) => targets.map(seenTargetResult));
  }

  return {
    async listTasks({ kind, spaceId, marker, limit }, call) {
      if (spaceId !== undefined && !id36Pattern.test(spaceId)) throw new PlatformError('not_found');
      const paging = pageQuery(marker, limit);
      const query = { task_type: kind, app_id: spaceId, ...paging };
      const answer = await transport.read({ segments: ['batchtasks'], query }, ListBatchTasksResponse, call);
      const page = pageOf(answer.batchtasks.map(seenTask), answer.page, paging);
      // One that nobody could open must not keep the others from being shown.
      return { ...page, rows: page.rows.filter(({ id }) => TaskId.safeParse(id).success) };
    },

    async showTask({ taskId, outcome, deviceId, marker, offset, limit }, call) {
      if (!taskIdPattern.test(taskId)) throw new PlatformError('not_found');
      const paging = pageQuery(marker ?? null, limit, offset);
      // An ID that no device can have matches none; asked for, it would be an error.
      const impossible = deviceId !== undefined && !deviceIdPattern.test(deviceId);
      const query = {
        ...paging,
        task_detail_status: outcome === undefined ? undefined : detailStatusOf(outcome),
        target: impossible ? undefined : deviceId,
      };
      const answer = await transport.read({ segments: ['batchtasks', taskId], query }, ShowBatchTaskResponse, call);
      const task = seenTask(answer.batchtask);
      const none: Page<SeenSubtask> = { rows: [], total: 0, marker: null };
      const rows = answer.task_details.map((detail) => seenSubtask(detail, task.kind));
      return { task, subtasks: impossible ? none : pageOf(rows, answer.page, paging) };
    },

    createPath: '/v5/iot/{project_id}/batchtasks',
    readCreate(kind, body) {
      return intentOfRequest(kind, body);
    },
    describeCreate(intent) {
      return redact(createBody(intent, settings.packageField));
    },

    async createTask(intent, call) {
      const body = createBody(intent, settings.packageField);
      assertSendable(intent, body);
      const request = { segments: ['batchtasks'], body: JSON.stringify(body) };
      const answer = mapWritten(await transport.write(request, Task, call), seenTask);
      if (answer.kind !== 'refused' || answer.code === null || knownError(answer.code) !== null) return answer;
      return { ...answer, unexplained: true };
    },

    retryDevices: (taskId, deviceIds, call) => actOn('retry', taskId, deviceIds, call),

    control: {
      stopDevices: (taskId, deviceIds, call) => actOn('stop', taskId, deviceIds, call),
      confirmDevices: (taskId, deviceIds, call) => actOn('confirm', taskId, deviceIds, call),
      async stopTask(taskId, call) {
        // The one place where no list is meant to be everything.
        const request = { segments: ['batchtasks', existing(taskId), 'stop'], body: '{}' };
        return transport.write(request, Nothing, call);
      },
      needsConfirm: (request) =>
        typeof request === 'object' && request !== null && 'need_confirm' in request && request.need_confirm === true,
      deleteTask: async (taskId, call) => transport.remove({ segments: ['batchtasks', existing(taskId)] }, call),
    },
  };
}

function existing(taskId: string): string {
  if (!taskIdPattern.test(taskId)) throw new RangeError('not a task ID');
  return taskId;
}

function seenTask(task: Task): SeenTask {
  const document = UpgradeDocument.safeParse(task.document ?? {}).data;
  return {
    id: task.task_id,
    platformName: task.task_name ?? '',
    kind: task.task_type ?? '',
    state: stateOf(task.status),
    rawState: task.status ?? '',
    note: task.status_desc || null,
    counts: countsOf(task.task_progress ?? {}),
    createdAt: timeOf(task.create_time) ?? 0,
    startsAt: timeOf(task.task_policy?.schedule_time),
    retry: retryPolicyOf(task.task_policy),
    packageIds: document?.package_ids ?? (document?.package_id === undefined ? [] : [document.package_id]),
    groupIds: groupIdsOf(task.targets_filter?.['group_ids']),
    request: redact({
      ...(task.targets && { targets: task.targets }),
      ...(task.targets_filter && { targets_filter: task.targets_filter }),
      ...(task.document && { document: task.document }),
      ...(task.task_policy && { task_policy: task.task_policy }),
      ...(task.need_confirm && { need_confirm: true }),
      ...(task.task_mode && { task_mode: task.task_mode }),
      ...(task.task_ext_info && { task_ext_info: task.task_ext_info }),
    }),
  };
}

/** A missing counter is 0; without a total, it is what the others add up to. */
function countsOf(progress: TaskProgress): Counts {
  const counts = {
    waiting: progress.waitting ?? 0,
    processing: progress.processing ?? 0,
    succeeded: progress.success ?? 0,
    failed: progress.fail ?? 0,
    retryPending: progress.fail_wait_retry ?? 0,
    stopped: progress.stopped ?? 0,
    removed: progress.removed ?? 0,
  };
  return { total: progress.total ?? Object.values(counts).reduce((sum, count) => sum + count, 0), ...counts };
}

/** Kinds whose output is known to hold no secrets; an unknown kind is treated like the registration of devices. */
const harmlessKinds: ReadonlySet<string> = new Set([
  'firmwareUpgrade',
  'softwareUpgrade',
  'moduleUpgrade',
  'deleteDevices',
  'freezeDevices',
  'unfreezeDevices',
  'createCommands',
  'createAsyncCommands',
  'createMessages',
  'updateDeviceShadows',
]);

function seenSubtask(detail: TaskDetail, kind: string): SeenSubtask {
  const outcome: Outcome = outcomeOf(detail.status);
  return {
    deviceId: detail.target,
    outcome,
    rawOutcome: detail.status ?? '',
    output: detail.output ? redactOutput(detail.output, !harmlessKinds.has(kind)) : null,
    ...errorIn(detail.error),
  };
}

/** Devices can put anything there: a code as long as can be asked for again, a text as long as any output. */
const longestCode = 128;

const errorIn = (error: { error_code?: string | undefined; error_msg?: string | undefined } | undefined) => ({
  errorCode: error?.error_code?.slice(0, longestCode) || null,
  errorMessage: redactText(error?.error_msg ?? '') || null,
});

const seenTargetResult = (result: BatchTargetResult): SeenTargetResult => ({
  deviceId: result.target,
  accepted: result.status?.toLowerCase() === 'success',
  ...errorIn(result),
});

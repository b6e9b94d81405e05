/** CreateBatchTask, ListBatchTasks, ShowBatchTask. */
import { type Task, taskDetailStatuses, type TaskDetail, taskStatuses, taskTypes } from '#wire/iotda/batch-tasks.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import { keptTargets } from '#simulator/world/targets.ts';
import { consecutiveBelow } from '#simulator/world/record-id.ts';
import { resultAt } from '#simulator/world/results.ts';
import {
  countOf,
  findSubtask,
  type SimTask,
  statusNumber,
  statusOf,
  subtaskRecordId,
  targetOf,
} from '#simulator/world/task.ts';
import type { World } from '#simulator/world/world.ts';
import { type Call, type Handler, ok } from './call.ts';
import { devicePattern, spaceParam, textParam } from './checks.ts';
import { outputOf } from './outputs.ts';
import { pageInfo, pageOf, type Paging, readPaging, walkDown } from './paging.ts';
import { guess, invalid } from './refusal.ts';
import { readOrder } from './task-order.ts';

export const createBatchTask: Handler = ({ world, body, note }) => {
  const order = readOrder(world, body);
  const { task } = world.act({ kind: 'create', order });
  note({ taskId: task.taskId, targets: 'deviceIds' in order.targets ? order.targets.deviceIds : null });
  return { status: 201, body: taskBody(world, task) };
};

export const listBatchTasks: Handler = ({ world, query }) => {
  const type = taskTypes.find((one) => one === query.get('task_type'));
  if (type === undefined) throw invalid('task_type is missing or unknown.');
  const space = spaceParam(world, query);
  const status = query.get('status');
  if (status !== null && !taskStatuses.some((one) => one === status)) throw invalid('status is unknown.');
  const paging = readPaging(query);
  const matching = [...world.tasks.values()].filter(
    (task) =>
      task.order.type === type &&
      (space === undefined || task.order.space === space) &&
      (status === null || task.status === status),
  );
  const { rows, page } = pageOf(matching, paging, (task) => task.taskId);
  return ok({ batchtasks: rows.map((task) => taskBody(world, task)), page });
};

export const showBatchTask: Handler = (call) => {
  const { world, query } = call;
  const task = namedTask(call);
  const status = query.get('task_detail_status');
  const wanted = status === null ? undefined : taskDetailStatuses.find((one) => one === status);
  if (status !== null && wanted === undefined) throw invalid('task_detail_status is unknown.');
  const target = textParam(query, 'target', devicePattern);
  const { rows } = task;
  const { indices, count } = chooseRows(world, task, readPaging(query), wanted, target);
  const last = indices.at(-1);
  return ok({
    batchtask: taskBody(world, task),
    task_details: indices.map((subtask) => detailBody(world, task, subtask)),
    page: pageInfo(count, last === undefined ? undefined : subtaskRecordId(rows, last)),
  });
};

/** The task of the path, else 404. */
export function namedTask({ world, params, note }: Call): SimTask {
  const taskId = params['task_id'] ?? '';
  if (!/^[a-f0-9]{1,24}$/.test(taskId)) throw invalid('task_id is malformed.');
  note({ taskId });
  for (const task of world.tasks.values()) if (task.taskId === taskId) return task;
  throw guess('no task');
}

function chooseRows(
  world: World,
  { rows }: SimTask,
  paging: Paging,
  status: TaskDetailStatus | undefined,
  target: string | undefined,
): { indices: number[]; count: number } {
  const below = consecutiveBelow(paging.marker, rows.idPrefix, rows.idFirst, rows.size);
  const wanted = status === undefined ? -1 : statusNumber(status);
  const matches = (index: number) => wanted < 0 || rows.status[index] === wanted;
  if (target !== undefined) {
    const subtask = findSubtask(world.fleet, rows, target);
    const found = subtask >= 0 && matches(subtask);
    return {
      indices: found && subtask < below && paging.offset === 0 ? [subtask] : [],
      count: found ? 1 : 0,
    };
  }
  return {
    indices: walkDown(below, paging, matches),
    count: status === undefined ? rows.size : countOf(rows, status),
  };
}
type TaskDetailStatus = (typeof taskDetailStatuses)[number];

function taskBody(world: World, task: SimTask): Task {
  const { order, rows } = task;
  const { targets, retry, scheduledMs } = order;
  return {
    task_id: task.taskId,
    task_name: order.name,
    task_type: order.type,
    ...(order.mode !== null && { task_mode: order.mode }),
    ...(order.needConfirm !== null && { need_confirm: order.needConfirm }),
    ...(order.extInfo !== null && { task_ext_info: order.extInfo }),
    ...('deviceIds' in targets && isEchoed(targets.deviceIds) && { targets: targets.deviceIds }),
    ...('groupIds' in targets && { targets_filter: { group_ids: targets.groupIds } }),
    ...(order.document !== null && { document: order.document }),
    ...((retry !== null || scheduledMs !== null) && {
      task_policy: {
        ...(scheduledMs !== null && { schedule_time: formatBasicTime(scheduledMs) }),
        ...(retry !== null && { retry_count: retry.count, retry_interval: retry.intervalMinutes }),
      },
    }),
    status: task.status,
    ...(task.statusDesc !== null && { status_desc: task.statusDesc }),
    task_progress: {
      total: rows.size,
      processing: countOf(rows, 'Processing'),
      success: countOf(rows, 'Success'),
      fail: countOf(rows, 'Fail'),
      waitting: countOf(rows, 'Waitting'),
      fail_wait_retry: countOf(rows, 'FailWaitRetry'),
      stopped: countOf(rows, 'Stopped'),
      removed: countOf(rows, 'Removed'),
    },
    create_time: formatBasicTime(task.createdMs),
  };
}

/** A long list is not echoed: every poll of a large task would carry a megabyte. */
const isEchoed = (deviceIds: readonly string[]): boolean => deviceIds.length > 0 && deviceIds.length <= keptTargets;

function detailBody(world: World, task: SimTask, subtask: number): TaskDetail {
  const { rows } = task;
  const status = statusOf(rows, subtask);
  const result = resultAt(rows.result[subtask] ?? 0);
  const output = status === 'Success' ? outputOf(world, task, subtask) : null;
  return {
    target: targetOf(world.fleet, rows, subtask),
    status,
    ...(output !== null && { output }),
    ...(!result.ok && { error: { error_code: result.code, error_msg: result.message } }),
  };
}

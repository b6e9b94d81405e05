/** Creating a batch task, asking for one, asking for its subtasks. */
import { formatBasicTime } from '#wire/iotda/time.ts';
import { defaultPageSize, detailStatuses } from '#wire/northbound/task-details.ts';
import { ok } from '#simulator/iotda/call.ts';
import { type CommandTask, countItems, type Item, itemAt, itemParam, sizeOf } from '#simulator/world/command-task.ts';
import { findDevice } from '#simulator/world/fleet.ts';
import { hexOf } from '#simulator/world/random.ts';
import type { World } from '#simulator/world/world.ts';
import { admitApplication, applicationOf, jsonBody, type NorthboundCall, type NorthboundHandler } from './call.ts';
import { errorBody, refuse } from './refusal.ts';
import { readOrder } from './task-order.ts';

/** 200 with `taskID`; the query spells it `taskId`. */
export const createTask: NorthboundHandler = (call) => {
  const { world, note } = call;
  const order = readOrder(world, jsonBody(call));
  for (const task of world.commandTasks.values()) {
    const { status } = countsOf(world, task);
    if (status === 'Pending' || status === 'Running') throw refuse('unfinished task');
  }
  const task = world.command(order);
  const named = order.param['deviceList'];
  const targets = Array.isArray(named) ? named.filter((one) => typeof one === 'string') : null;
  note({ taskId: task.taskId, targets });
  return ok({ taskID: task.taskId });
};

export const queryTask: NorthboundHandler = (call) => {
  const { world, query, params, note } = call;
  admitApplication(world, query.get('appId'));
  const select = query.get('select');
  if (select !== null && select !== 'tag' && select !== 'tags') throw refuse('invalid query');
  const task = namedTask(world, params['taskId'] ?? '');
  note({ taskId: task.taskId });
  const { order } = task;
  const { status, total, success, fail, timeout, expired } = countsOf(world, task);
  const complete = success + fail + timeout;
  return ok({
    taskId: task.taskId,
    taskName: order.name,
    appId: applicationOf(world),
    operator: 'simulated-operator',
    taskFrom: 'Northbound',
    taskType: order.type,
    status,
    startTime: formatBasicTime(task.createdMs),
    timeout: order.timeoutSeconds,
    progress: thousandths(complete + expired, total),
    totalCnt: total,
    successCnt: success,
    failCnt: fail,
    timeoutCnt: timeout,
    expiredCnt: expired,
    completeCnt: complete,
    successRate: thousandths(success, complete),
    param: order.param,
    ...(select !== null && { tags: order.tags }),
  });
};

export const queryDetails: NorthboundHandler = (call) => {
  const { world, query, note } = call;
  const { fleet, seed } = world;
  admitApplication(world, query.get('appId'));
  const taskId = query.get('taskId');
  if (taskId === null || taskId === '') throw refuse('missing parameter');
  const task = namedTask(world, taskId);
  note({ taskId });
  const status = query.get('status');
  if (status !== null && !detailStatuses.some((one) => one === status)) throw refuse('invalid query');
  const pageNo = wholeParam(query, 'pageNo', 0);
  const pageSize = wholeParam(query, 'pageSize', 1) ?? defaultPageSize;
  const now = world.now();

  const matching: { item: number; state: Item }[] = [];
  for (const item of candidates(call, task)) {
    const state = itemAt(fleet, seed, task, item, now);
    if (status === null || state.status === status) matching.push({ item, state });
  }
  const page = pageNo === null ? matching : matching.slice(pageNo * pageSize, (pageNo + 1) * pageSize);
  return ok({
    pageNo: pageNo ?? 0,
    pageSize: pageNo === null ? matching.length : pageSize,
    totalCount: matching.length,
    taskDetails: page.map(({ item, state }) => detailBody(world, task, item, state)),
  });
};

const countsOf = (world: World, task: CommandTask) => countItems(world.fleet, world.seed, task, world.now());

/** By the text of the page; its sample prints hundredths. */
const thousandths = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((part * 1000) / whole));

function namedTask(world: World, taskId: string): CommandTask {
  const task = world.commandTasks.get(taskId);
  if (task === undefined) throw refuse('no task');
  return task;
}

function wholeParam(query: URLSearchParams, name: string, from: number): number | null {
  const written = query.get(name);
  if (written === null || written === '') return null;
  if (!/^\d{1,9}$/.test(written) || Number(written) < from) throw refuse('invalid query');
  return Number(written);
}

/** The items that `deviceId`, `commandId`, `nodeId` and `index` leave. */
function* candidates({ world, query }: NorthboundCall, task: CommandTask): Generator<number> {
  const size = sizeOf(task);
  const filters = ['deviceId', 'commandId', 'nodeId', 'index'].flatMap((name): [string, string][] => {
    const value = query.get(name);
    return value === null ? [] : [[name, value]];
  });
  const deviceId = query.get('deviceId');
  const { items } = task.order;
  if (deviceId !== null && 'devices' in items) {
    // By the device's number, not by writing the parameters of 30,000 items.
    const item = items.devices.indexOf(findDevice(world.fleet, deviceId));
    if (item >= 0 && items.devices[item] !== -1) {
      if (matches(world, task, item, filters)) yield item;
      return;
    }
  }
  for (let item = 0; item < size; item += 1) if (matches(world, task, item, filters)) yield item;
}

function matches(world: World, task: CommandTask, item: number, filters: readonly [string, string][]): boolean {
  if (filters.length === 0) return true;
  const param = itemParam(world.fleet, world.seed, task, item);
  return filters.every(([name, value]) => String(param[name]) === value);
}

function detailBody(world: World, task: CommandTask, item: number, { status, error }: Item) {
  return {
    status,
    ...(status === 'Success' && { output: outputOf(world, task, item) }),
    error: error === null ? '' : JSON.stringify(errorBody({ code: error.code, message: error.text })),
    param: itemParam(world.fleet, world.seed, task, item),
  };
}

/** A registration answers with what the device logs in with. */
function outputOf({ seed }: World, { no, order }: CommandTask, item: number): Record<string, string> {
  if (order.type === 'DeviceCmd') return { requestId: hexOf(32, seed, no, item, 47), commandResult: 'SUCCESSFUL' };
  const deviceId = hexOf(32, seed, no, item, 48);
  if (order.type !== 'DeviceReg') return { deviceId };
  return { deviceId, verifyCode: hexOf(12, seed, no, item, 49), psk: hexOf(32, seed, no, item, 50) };
}

/** A batch task and its subtasks, one column per fact. A subtask is its index; a larger index has a larger record ID. */
import type { KnownTaskDetailStatus, KnownTaskStatus, KnownTaskType } from '#wire/iotda/batch-tasks.ts';
import type { FileRecord } from '#simulator/files/records.ts';
import { type Fleet, deviceIdOf, everDevice, plannedDevice } from './fleet.ts';
import type { Pace } from './pace.ts';
import { recordId } from './record-id.ts';

export const subtaskStatuses = [
  'Waitting',
  'Processing',
  'Success',
  'Fail',
  'FailWaitRetry',
  'Stopped',
  'Removed',
] as const satisfies readonly KnownTaskDetailStatus[];
export const statusNumber = (status: KnownTaskDetailStatus): number => subtaskStatuses.indexOf(status);

/** What a create asked for, after its checks. */
export type TaskOrder = {
  space: number;
  name: string;
  type: KnownTaskType;
  mode: 'GATEWAY' | null;
  needConfirm: boolean | null;
  extInfo: Record<string, unknown> | null;
  document: Record<string, unknown> | null;
  /** Epoch ms; null = at once. */
  scheduledMs: number | null;
  /** Automatic retries; null when the order carries no such policy. */
  retry: { count: number; intervalMinutes: number } | null;
  /** Exactly one source takes effect. */
  targets: { deviceIds: string[] } | { groupIds: string[] } | { fileId: string; records: FileRecord[] };
};

export type SimTask = {
  /** Its place in the world's list, never used again after a delete. */
  no: number;
  taskId: string;
  order: TaskOrder;
  createdMs: number;
  status: KnownTaskStatus;
  statusDesc: string | null;
  rows: Rows;
  pace: Pace;
};

export type Rows = {
  size: number;
  idPrefix: string;
  idFirst: number;
  /** Index of the device, -1 while the target is none. */
  device: Int32Array;
  /** The texts of targets that were no device when the task was prepared. */
  strangers: Map<number, string>;
  status: Uint8Array;
  /** Index into the results; 0 while there is none. */
  result: Uint8Array;
  /** Attempts so far: each attempt draws anew. */
  attempts: Uint16Array;
  /** Automatic retries used since the start or the last retry by hand. */
  autoRetries: Uint8Array;
  /** Grows whenever what was planned for the subtask becomes void. */
  epoch: Uint16Array;
  /** 1 once a subtask may start; only used when the task needs confirmation. */
  confirmed: Uint8Array;
  /** How many subtasks have each status, in the order of `subtaskStatuses`. */
  counts: number[];
};

/** Columns for these devices; `strangers` holds the targets that are no device. */
export function newRows(
  devices: Int32Array,
  strangers: Map<number, string>,
  ids: { idPrefix: string; idFirst: number },
): Rows {
  const size = devices.length;
  return {
    size,
    ...ids,
    device: devices,
    strangers,
    status: new Uint8Array(size),
    result: new Uint8Array(size),
    attempts: new Uint16Array(size),
    autoRetries: new Uint8Array(size),
    epoch: new Uint16Array(size),
    confirmed: new Uint8Array(size),
    counts: subtaskStatuses.map((_, index) => (index === 0 ? size : 0)),
  };
}

export const noRows = (): Rows => newRows(new Int32Array(0), new Map(), { idPrefix: '', idFirst: 0 });

/** The only way a subtask changes its status: the counters move with it. */
export function setStatus(rows: Rows, subtask: number, status: KnownTaskDetailStatus): void {
  const from = rows.status[subtask] ?? 0;
  const to = statusNumber(status);
  rows.counts[from] = (rows.counts[from] ?? 0) - 1;
  rows.counts[to] = (rows.counts[to] ?? 0) + 1;
  rows.status[subtask] = to;
}

export const statusOf = (rows: Rows, subtask: number): KnownTaskDetailStatus =>
  subtaskStatuses[rows.status[subtask] ?? 0] ?? 'Waitting';

export const countOf = (rows: Rows, status: KnownTaskDetailStatus): number => rows.counts[statusNumber(status)] ?? 0;

export const subtaskRecordId = (rows: Rows, subtask: number): string => recordId(rows.idPrefix, rows.idFirst + subtask);

export function targetOf(fleet: Fleet, rows: Rows, subtask: number): string {
  const stranger = rows.strangers.get(subtask);
  if (stranger !== undefined) return stranger;
  const device = rows.device[subtask] ?? -1;
  return device >= 0 ? deviceIdOf(fleet, device) : '';
}

/** The subtask of a target, or -1. */
export function findSubtask(fleet: Fleet, rows: Rows, target: string): number {
  // A device that was deleted and registered again is another one with the same ID.
  for (const device of [everDevice(fleet, target), plannedDevice(fleet, target)]) {
    const subtask = device < 0 ? -1 : rows.device.indexOf(device);
    if (subtask >= 0) return subtask;
  }
  for (const [subtask, stranger] of rows.strangers) if (stranger === target) return subtask;
  return -1;
}

export function isFinal(status: KnownTaskStatus): boolean {
  return status === 'Success' || status === 'PartialSuccess' || status === 'Fail' || status === 'Stopped';
}

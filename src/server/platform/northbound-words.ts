/** The northbound platform's words in ours, and back. */
import { noCounts } from '#shared/domain/counting.ts';
import type { KnownKind } from '#shared/domain/kinds.ts';
import type { Counts, Outcome, TaskState } from '#shared/domain/task.ts';
import { parseBasicTime, parseIsoTime } from '#wire/iotda/time.ts';
import type { KnownDetailStatus } from '#wire/northbound/task-details.ts';
import type { KnownTaskStatus, KnownTaskType, QueriedTask } from '#wire/northbound/tasks.ts';

/** Kinds that both platforms have go by one name; the others keep the platform's own. */
const kinds: Record<KnownTaskType, KnownKind | null> = {
  DeviceReg: 'createDevices',
  DeviceCmd: 'createAsyncCommands',
  DeviceMod: 'updateDevices',
  DeviceDel: 'deleteDevices',
  DeviceLocation: null,
  DeviceLicense: null,
};
/** null: it has ended, and only the counters tell how. */
const states: Record<KnownTaskStatus, TaskState | null> = {
  Pending: 'waiting',
  Running: 'processing',
  Complete: null,
  Timeout: null,
};
const outcomes: Record<KnownDetailStatus, Outcome> = {
  Pending: 'waiting',
  WaitResult: 'processing',
  Success: 'succeeded',
  Fail: 'failed',
  Timeout: 'failed',
};

const look = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

export const kindOf = (type: string): string => look(kinds, type) ?? type;
export const outcomeOf = (status: string): Outcome => look(outcomes, status) ?? 'other';

/** What to ask for, one after the other, to meet every item of an outcome. Empty: the platform has no word for it. */
export const statusesOf = (outcome: Outcome): KnownDetailStatus[] =>
  Object.entries(outcomes).flatMap(([status, is]) => (is === outcome ? [status as KnownDetailStatus] : [])); // keys of the table

/** A task that has ended has succeeded only when its counters say so of every item. */
export function stateOf(status: string, { total, succeeded }: Counts): TaskState {
  const state = look(states, status);
  if (state === undefined) return 'other';
  if (state !== null) return state;
  if (succeeded === 0) return 'failed';
  return succeeded < total ? 'partly_succeeded' : 'succeeded';
}

/**
 * Counts of items. `waiting` is how many of those that have not ended were not sent yet, which the task itself does not tell. An
 * item that timed out, or expired before it was sent, has failed: the device did not do what was asked.
 */
export function countsOf(task: QueriedTask, waiting: number): Counts {
  const succeeded = task.successCnt ?? 0;
  const failed = (task.failCnt ?? 0) + (task.timeoutCnt ?? 0) + (task.expiredCnt ?? 0);
  const total = task.totalCnt ?? succeeded + failed;
  const open = Math.max(total - succeeded - failed, 0);
  const isOver = task.status === 'Complete' || task.status === 'Timeout';
  if (isOver) return { ...noCounts, total, succeeded, failed };
  const unsent = task.status === 'Pending' ? open : Math.min(waiting, open);
  return { ...noCounts, total, succeeded, failed, waiting: unsent, processing: open - unsent };
}

/** Epoch milliseconds; the form of `startTime` is not documented, so several are read. Null for any other. */
export function timeOf(written: string | undefined): number | null {
  if (written === undefined) return null;
  if (/^\d{13}$/.test(written)) return Number(written);
  return parseBasicTime(written) ?? parseIsoTime(written) ?? parseIsoTime(`${written.replace(' ', 'T')}Z`);
}

/** A callback's address without what may open the other side's door. */
export function bareUrl(url: string): string {
  if (!URL.canParse(url)) return '[removed]';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

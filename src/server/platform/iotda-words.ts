/** The platform's words in ours, and back. Unknown words become `other`, with the raw word kept beside it. */
import type { DeviceStatus } from '#shared/domain/catalogue.ts';
import type { Outcome, RetryPolicy, TaskState } from '#shared/domain/task.ts';
import type { KnownTaskDetailStatus, KnownTaskStatus, TaskPolicy } from '#wire/iotda/batch-tasks.ts';
import type { deviceStatuses } from '#wire/iotda/devices.ts';
import type { KnownPackageType } from '#wire/iotda/packages.ts';
import { parseBasicTime, parseIsoTime } from '#wire/iotda/time.ts';

const states: Record<KnownTaskStatus, TaskState> = {
  Initializing: 'initializing',
  Waitting: 'waiting',
  Processing: 'processing',
  Success: 'succeeded',
  PartialSuccess: 'partly_succeeded',
  Fail: 'failed',
  Stopping: 'stopping',
  Stopped: 'stopped',
};
const outcomes: Record<KnownTaskDetailStatus, Outcome> = {
  Waitting: 'waiting',
  Processing: 'processing',
  Success: 'succeeded',
  Fail: 'failed',
  FailWaitRetry: 'retry_pending',
  Stopped: 'stopped',
  Removed: 'removed',
};
const statuses: Record<(typeof deviceStatuses)[number], DeviceStatus> = {
  ONLINE: 'online',
  OFFLINE: 'offline',
  ABNORMAL: 'abnormal',
  INACTIVE: 'inactive',
  FROZEN: 'frozen',
};
/** The filter value of each outcome; what the platform has no word for cannot be asked for. */
const detailStatuses: Record<Exclude<Outcome, 'other'>, KnownTaskDetailStatus> = {
  waiting: 'Waitting',
  processing: 'Processing',
  succeeded: 'Success',
  failed: 'Fail',
  retry_pending: 'FailWaitRetry',
  stopped: 'Stopped',
  removed: 'Removed',
};
const packageKinds = {
  firmwarePackage: 'firmware',
  softwarePackage: 'software',
  modulePackage: 'module',
} as const satisfies Record<KnownPackageType, string>;
export type PackageKind = (typeof packageKinds)[KnownPackageType];
export const packageTypeOf: Record<PackageKind, KnownPackageType> = {
  firmware: 'firmwarePackage',
  software: 'softwarePackage',
  module: 'modulePackage',
};
/** What a search asks for. */
export const statusWordOf: Record<Exclude<DeviceStatus, 'other'>, (typeof deviceStatuses)[number]> = {
  online: 'ONLINE',
  offline: 'OFFLINE',
  abnormal: 'ABNORMAL',
  inactive: 'INACTIVE',
  frozen: 'FROZEN',
};

const look = <T>(table: Readonly<Record<string, T>>, word: string | undefined): T | null =>
  word !== undefined && Object.hasOwn(table, word) ? (table[word] ?? null) : null;
/** The platform's spelling, should it ever be corrected. */
const respelt = (word: string | undefined): string | undefined => (word === 'Waiting' ? 'Waitting' : word);

export const stateOf = (status: string | undefined): TaskState => look(states, respelt(status)) ?? 'other';
export const outcomeOf = (status: string | undefined): Outcome => look(outcomes, respelt(status)) ?? 'other';
export const deviceStatusOf = (status: string | undefined): DeviceStatus => look(statuses, status) ?? 'other';
export const packageKindOf = (type: string | undefined): PackageKind | null => look(packageKinds, type);

/** A gateway and a device that connects by itself are the same to the platform. */
export const connectionOf = (nodeType: string | undefined): 'direct' | 'behind_gateway' | 'other' =>
  nodeType === 'GATEWAY' ? 'direct' : nodeType === 'ENDPOINT' ? 'behind_gateway' : 'other';

/** Throws a RangeError for `other`: only our own copy can be searched for it. */
export function detailStatusOf(outcome: Outcome): KnownTaskDetailStatus {
  if (outcome === 'other') throw new RangeError('the platform cannot filter by an outcome it has no word for');
  return detailStatuses[outcome];
}

/** Epoch milliseconds of either of the platform's forms; null where there is no time or it cannot be read. */
export const timeOf = (written: string | undefined): number | null =>
  written === undefined ? null : (parseBasicTime(written) ?? parseIsoTime(written));

/** Automatic retry as it was asked for; null where there is none, or only half of it. */
export function retryPolicyOf(policy: TaskPolicy | undefined): RetryPolicy | null {
  if (policy?.retry_count === undefined || policy.retry_interval === undefined) return null;
  return { count: Math.min(policy.retry_count, 5), intervalMinutes: Math.min(policy.retry_interval, 1440) };
}

/** The groups that a task names. SDK samples send the list as text, `[a, b]`, and it is answered the way it was sent. */
export function groupIdsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  return typeof value === 'string' ? (value.match(/[A-Za-z0-9-]+/g) ?? []) : [];
}

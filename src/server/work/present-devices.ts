import { counterOf } from '#shared/domain/counting.ts';
import type { Outcome } from '#shared/domain/task.ts';
import type { Call, Platform, SeenSubtask } from '#server/platform/port.ts';
import { pagesOf } from './pass.ts';

/**
 * The devices that were found, and those that the task does not have. A device in neither was met by no walk: its outcome is
 * none of those that were walked.
 */
export type Present = { rows: ReadonlyMap<string, SeenSubtask>; missing: ReadonlySet<string> };

type Wanted = {
  taskId: string;
  deviceIds: readonly string[];
  /** The outcomes in which a device matters. Not `other`, which no platform can be asked for. */
  among: readonly Exclude<Outcome, 'other'>[];
};

/** Reads devices of a task for the fewest calls: one by one, or by walking the outcomes in which they matter. */
export async function readDevices(platform: Platform, wanted: Wanted, call: Call): Promise<Present> {
  const { taskId, deviceIds, among } = wanted;
  const { pageSize } = platform.capabilities;
  const { task } = await platform.showTask({ taskId, limit: 1 }, call);
  const queue = among.filter((outcome) => task.counts[counterOf[outcome]] > 0);
  const pages = queue.reduce((sum, outcome) => sum + pagesOf(task.counts[counterOf[outcome]], pageSize), 0);
  return pages < deviceIds.length
    ? byWalking(platform, { ...wanted, among: queue }, call)
    : oneByOne(platform, wanted, call);
}

async function byWalking(platform: Platform, { taskId, deviceIds, among }: Wanted, call: Call): Promise<Present> {
  const limit = platform.capabilities.pageSize;
  const wanted = new Set(deviceIds);
  const rows = new Map<string, SeenSubtask>();
  for (const outcome of among) {
    let marker: string | null = null;
    do {
      const { subtasks } = await platform.showTask({ taskId, outcome, marker, limit }, call);
      for (const row of subtasks.rows) if (wanted.has(row.deviceId)) rows.set(row.deviceId, row);
      marker = subtasks.marker;
    } while (marker !== null);
  }
  return { rows, missing: new Set() };
}

async function oneByOne(platform: Platform, { taskId, deviceIds }: Wanted, call: Call): Promise<Present> {
  const rows = new Map<string, SeenSubtask>();
  for (const deviceId of deviceIds) {
    const { subtasks } = await platform.showTask({ taskId, deviceId, limit: 1 }, call);
    for (const row of subtasks.rows) rows.set(row.deviceId, row);
  }
  return { rows, missing: new Set(deviceIds.filter((deviceId) => !rows.has(deviceId))) };
}

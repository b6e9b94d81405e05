/** Which devices a task is about. */
import type { KnownTaskType } from '#wire/iotda/batch-tasks.ts';
import { targetOfRecord } from '#simulator/files/records.ts';
import type { Group } from './catalogue.ts';
import { compileRule } from './device-query.ts';
import { findDevice, type Fleet, productOf } from './fleet.ts';
import type { TaskOrder } from './task.ts';

/** Longer lists of targets are forgotten once the subtasks exist: they would be kept twice. */
export const keptTargets = 100;

/** The members of a group at a world time, in order of registration. */
export function membersOf(group: Group, fleet: Fleet, seed: number, at: number): Int32Array {
  const members: number[] = [];
  const belongs =
    group.type === 'STATIC'
      ? (device: number) => ((fleet.groups[device] ?? 0) & (1 << group.bit)) !== 0
      : compileRule(group.rule, { fleet, seed, at });
  for (let device = 0; device < fleet.size; device += 1) {
    if (fleet.removed[device] || productOf(fleet, device).space !== group.space) continue;
    if (belongs(device)) members.push(device);
  }
  return Int32Array.from(members);
}

/** One row per target; a target that is no device of the space is a stranger. */
export type Resolved = { devices: Int32Array; strangers: Map<number, string> };

/** The rows of a new task, or the sentence that says why there are none. Each target counts once. */
export function resolveTargets(
  { targets, space, type }: TaskOrder,
  fleet: Fleet,
  membersOfGroup: (groupId: string) => Int32Array | null,
): Resolved | string {
  if ('groupIds' in targets) return resolveGroups(targets.groupIds, membersOfGroup);
  if ('deviceIds' in targets) return resolveDevices(new Set(targets.deviceIds), fleet, space);
  const names = targets.records.map(targetOfRecord);
  if (names.length === 0) return 'The batch task file holds no device.';
  if (type !== 'createDevices') return resolveDevices(rowByRow(type) ? names : new Set(names), fleet, space);
  return { devices: new Int32Array(names.length).fill(-1), strangers: new Map(names.entries()) };
}

/** Whether each row of a file says something of its own, so that each is a subtask. */
export const rowByRow = (type: KnownTaskType): boolean =>
  type === 'createDevices' || type === 'updateDevices' || type === 'changeGateway';

function resolveGroups(
  groupIds: readonly string[],
  membersOfGroup: (groupId: string) => Int32Array | null,
): Resolved | string {
  const seen = new Set<number>();
  for (const groupId of groupIds) {
    const members = membersOfGroup(groupId);
    if (members === null) return `The device group ${groupId} does not exist.`;
    for (const member of members) seen.add(member);
  }
  if (seen.size === 0) return 'No device belongs to the device groups.';
  return { devices: Int32Array.from(seen), strangers: new Map() };
}

function resolveDevices(deviceIds: Iterable<string>, fleet: Fleet, space: number): Resolved {
  const devices: number[] = [];
  const strangers = new Map<number, string>();
  for (const deviceId of deviceIds) {
    const device = findDevice(fleet, deviceId);
    const known = device >= 0 && productOf(fleet, device).space === space;
    if (!known) strangers.set(devices.length, deviceId);
    devices.push(known ? device : -1);
  }
  return { devices: Int32Array.from(devices), strangers };
}

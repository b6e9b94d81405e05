/** What a success changes on the device, and what stands in its way only now. */
import { buildFor } from './attempt.ts';
import type { UpgradePackage } from './catalogue.ts';
import { wish } from './device-memory.ts';
import { findDevice, type Fleet, removeDevice, versionIndex } from './fleet.ts';
import { shadowsOf } from './instant.ts';
import { editDevice, mayMoveBehind, moveBehind, register } from './registry.ts';
import { type ResultName, resultNumber } from './results.ts';
import type { SimTask } from './task.ts';

export type EffectInput = {
  seed: number;
  fleet: Fleet;
  task: SimTask;
  subtask: number;
  /** What an upgrade installs, null for tasks that install nothing. */
  builds: readonly UpgradePackage[] | null;
};

/** Carries out a success. The answer is a result that replaces it, or null. */
export function takeEffect(input: EffectInput): number | null {
  const { fleet, task, subtask, builds } = input;
  const device = task.rows.device[subtask] ?? -1;
  if (builds !== null) {
    install(fleet, builds, device);
    return null;
  }
  const obstacle = task.order.type === 'createDevices' ? registerRow(input) : changeDevice(input, device);
  return obstacle === null ? null : resultNumber(obstacle);
}

function install(fleet: Fleet, builds: readonly UpgradePackage[], device: number): void {
  const build = buildFor(fleet, builds, device);
  if (build === null) return;
  if (build.type === 'modulePackage') {
    const modules = { ...fleet.edits.get(device)?.modules, [build.module ?? '']: build.version };
    editDevice(fleet, device, { modules });
    return;
  }
  const column = build.type === 'firmwarePackage' ? fleet.firmware : fleet.software;
  column[device] = versionIndex(fleet, build.version);
}

function registerRow({ seed, fleet, task, subtask }: EffectInput): ResultName | null {
  const { result, device } = register(fleet, recordAt(task, subtask), {
    seed,
    space: task.order.space,
    nowMs: task.createdMs,
  });
  task.rows.device[subtask] = device;
  return result === 'done' ? null : result;
}

function changeDevice({ fleet, task, subtask }: EffectInput, device: number): ResultName | null {
  const record = recordAt(task, subtask);
  switch (task.order.type) {
    case 'freezeDevices':
    case 'unfreezeDevices':
      fleet.frozen[device] = task.order.type === 'freezeDevices' ? 1 : 0;
      return null;
    case 'deleteDevices':
      if ((fleet.children[device] ?? 0) > 0) return 'hasChildren';
      removeDevice(fleet, device);
      return null;
    case 'updateDevices':
      editDevice(fleet, device, {
        ...(record.device_name !== undefined && { name: record.device_name }),
        ...(record.description !== undefined && { description: record.description }),
      });
      return null;
    case 'changeGateway': {
      const gateway = findDevice(fleet, record.gateway_id ?? '');
      if (!mayMoveBehind(fleet, device, gateway)) return 'noDevice';
      moveBehind(fleet, device, gateway);
      return null;
    }
    case 'updateDeviceShadows':
      wish(fleet, device, shadowsOf(task.order.document));
      return null;
    default:
      return null;
  }
}

function recordAt({ order: { targets } }: SimTask, subtask: number) {
  return ('records' in targets ? targets.records[subtask] : undefined) ?? {};
}

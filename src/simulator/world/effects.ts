/** What a success changes on the device. */
import type { KnownTaskType } from '#wire/iotda/batch-tasks.ts';
import { buildFor } from './attempt.ts';
import type { UpgradePackage } from './catalogue.ts';
import { type Fleet, removeDevice, versionIndex } from './fleet.ts';

/** `builds` is what an upgrade installs, null for tasks that install nothing. */
export function takeEffect(
  fleet: Fleet,
  type: KnownTaskType,
  builds: readonly UpgradePackage[] | null,
  device: number,
): void {
  const build = builds === null ? null : buildFor(fleet, builds, device);
  if (build !== null) {
    const column = build.type === 'firmwarePackage' ? fleet.firmware : fleet.software;
    column[device] = versionIndex(fleet, build.version);
  } else if (type === 'freezeDevices') {
    fleet.frozen[device] = 1;
  } else if (type === 'unfreezeDevices') {
    fleet.frozen[device] = 0;
  } else if (type === 'deleteDevices') {
    removeDevice(fleet, device);
  }
}

/** Short ways to write a scenario's past. */
import { deviceIdOf, type Fleet, tendencies } from '#simulator/world/fleet.ts';
import { patterns } from '#simulator/world/presence.ts';
import type { PastAct } from '#simulator/world/scenario.ts';
import type { TaskOrder } from '#simulator/world/task.ts';

const minuteMs = 60_000;

/** IDs of devices of a product, `count` of them from the `from`-th on, in order of registration. */
function devicesOf(fleet: Fleet, { product, from, count, dependable = false }: DeviceRange): string[] {
  const devices = [...(fleet.bySerial[product] ?? [])].slice(from);
  const chosen = dependable ? devices.filter((device) => isDependable(fleet, device)) : devices;
  return chosen.slice(0, count).map((device) => deviceIdOf(fleet, device));
}

/** `dependable` leaves out devices that are ever away or fail more than now and then. */
type DeviceRange = { product: number; from: number; count: number; dependable?: boolean };

const isDependable = (fleet: Fleet, device: number): boolean =>
  patterns[fleet.pattern[device] ?? 0] === 'always' &&
  tendencies[fleet.tendency[device] ?? 0] === 'sound' &&
  !fleet.frozen[device];

type PastUpgrade = {
  agoMinutes: number;
  name: string;
  type: 'firmwareUpgrade' | 'softwareUpgrade';
  /** Index of the package. */
  pack: number;
  space?: number;
  /** Which devices; or the name of a group. */
  devices?: DeviceRange;
  group?: string;
  retry?: { count: number; intervalMinutes: number };
  /** Starts this long after the birth. */
  startsInMinutes?: number;
};

/** An upgrade that had been created before the world began. */
export function pastUpgrade(past: PastUpgrade): PastAct {
  return {
    agoMs: past.agoMinutes * minuteMs,
    act({ fleet, nowMs }) {
      const { packages, groups } = fleet.catalogue;
      const startsAfterMs =
        past.startsInMinutes === undefined ? null : (past.agoMinutes + past.startsInMinutes) * minuteMs;
      const order: TaskOrder = {
        space: past.space ?? 0,
        name: past.name,
        type: past.type,
        mode: null,
        needConfirm: null,
        extInfo: null,
        document: { package_ids: [packages[past.pack]?.packageId ?? ''] },
        scheduledMs: startsAfterMs === null ? null : Math.floor((nowMs + startsAfterMs) / 1000) * 1000,
        retry: past.retry ?? null,
        targets: past.devices
          ? { deviceIds: devicesOf(fleet, past.devices) }
          : { groupIds: [groups.find((group) => group.name === past.group)?.groupId ?? missingGroup] },
      };
      return { kind: 'create', order };
    },
  };
}

/** A group that exists nowhere: its task ends as Fail without subtasks. */
const missingGroup = '00000000-0000-4000-a000-000000000000';

/** Stops or retries the `task`-th task of the past (0 = the first one created) as a whole. */
export function pastAction(agoMinutes: number, kind: 'retry' | 'stop', task: number): PastAct {
  return { agoMs: agoMinutes * minuteMs, act: ({ tasks }) => ({ kind, task: tasks[task] ?? 0, targets: null }) };
}

/** From then on this share of attempts failed on a bad network. */
export const pastOutage = (agoMinutes: number, share: number): PastAct => ({
  agoMs: agoMinutes * minuteMs,
  act: () => ({ kind: 'outage', share }),
});

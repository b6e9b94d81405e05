/** What a world is between two processes: a snapshot of it, as JSON. Devices come from the seed again, so it holds how they differ. */
import type { Planned } from './world/agenda.ts';
import type { CommandTask } from './world/command-task.ts';
import type { OtaModule, UpgradePackage } from './world/catalogue.ts';
import { type AddedDevice, createFleet, type DeviceEdit, type Fleet } from './world/fleet.ts';
import { type Inventory, newInventory } from './world/inventory.ts';
import { addDevice, type Placement } from './world/registry.ts';
import { newRows, type Rows, type SimTask } from './world/task.ts';
import type { World } from './world/world.ts';

/** Snapshots of another version are not read. */
export const formatVersion = 1;

type Column = 'device' | 'status' | 'result' | 'attempts' | 'autoRetries' | 'epoch' | 'confirmed';
const columns: readonly Column[] = ['device', 'status', 'result', 'attempts', 'autoRetries', 'epoch', 'confirmed'];

type SavedTask = Omit<SimTask, 'rows'> & {
  rows: Pick<Rows, 'idPrefix' | 'idFirst' | 'counts'> & {
    strangers: [number, string][];
    columns: Record<Column, string>;
  };
};
type DeviceChange = [
  device: number,
  firmware: number,
  software: number,
  frozen: number,
  removed: number,
  gateway?: number,
];

/** What callers made besides tasks. Absent in worlds kept before they could. */
type SavedInventory = Inventory & {
  packages: UpgradePackage[];
  modules: OtaModule[];
  devices: (AddedDevice & Placement)[];
  edits: [device: number, edit: DeviceEdit][];
};

export type Snapshot = {
  version: number;
  generation: number;
  scenario: string;
  seed: number;
  birthMs: number;
  at: number;
  wallMs: number;
  counter: number;
  nextTask: number;
  outage: number;
  tasks: SavedTask[];
  /** Absent in worlds kept before there was the northbound platform. */
  commandTasks?: CommandTask[];
  inventory?: SavedInventory;
  agenda: [at: number, what: Planned['what'], task: number, subtask: number, epoch: number, result: number][];
  busy: [device: number, holder: number][];
  versions: string[];
  devices: DeviceChange[];
};

/** The snapshot of a world; `generation` names the journal that goes on from it. */
export function snapshotOf(world: World, generation: number): Snapshot {
  const { counter, nextTask, outage, tasks, commandTasks, agenda, at, wallMs } = world.capture();
  return {
    version: formatVersion,
    generation,
    scenario: world.scenario.name,
    seed: world.seed,
    birthMs: world.birthMs,
    at,
    wallMs,
    counter,
    nextTask,
    outage,
    tasks: tasks.map(saveTask),
    commandTasks,
    inventory: saveInventory(world),
    agenda: agenda.map((entry) => [entry.at, entry.what, entry.task, entry.subtask, entry.epoch, entry.result]),
    busy: [...world.busy.entries()].filter(([, holder]) => holder !== 0),
    versions: world.fleet.versions,
    devices: changedDevices(world),
  };
}

/** Makes a world that was just begun from the same seed what it was. */
export function restore(world: World, snapshot: Snapshot): void {
  const { fleet, busy } = world;
  fleet.versions = snapshot.versions;
  if (snapshot.inventory !== undefined) restoreFleet(fleet, snapshot.inventory);
  for (const [device, firmware, software, frozen, removed, gateway] of snapshot.devices) {
    fleet.gateway[device] = gateway ?? fleet.gateway[device] ?? device;
    fleet.firmware[device] = firmware;
    fleet.software[device] = software;
    fleet.frozen[device] = frozen;
    fleet.removed[device] = removed;
  }
  recountChildren(fleet);
  for (const [device, holder] of snapshot.busy) busy[device] = holder;
  const { counter, nextTask, outage, at, wallMs, commandTasks = [] } = snapshot;
  const agenda = snapshot.agenda.map(([entryAt, what, task, subtask, epoch, result]): Planned => ({
    at: entryAt,
    what,
    task,
    subtask,
    epoch,
    result,
  }));
  const tasks = snapshot.tasks.map(restoreTask);
  const { changes, files } = snapshot.inventory ?? newInventory();
  world.restore({
    counter,
    nextTask,
    outage,
    at,
    wallMs,
    agenda,
    tasks,
    commandTasks,
    inventory: { changes, files },
  });
}

function saveInventory({ fleet, inventory }: World): SavedInventory {
  const { packages, modules } = fleet.catalogue;
  const devices = fleet.added.map((added, index) => {
    const device = fleet.planned + index;
    return {
      ...added,
      product: fleet.product[device] ?? 0,
      registeredSeconds: fleet.registered[device] ?? 0,
      gateway: -1,
    };
  });
  return { ...inventory, packages, modules, devices, edits: [...fleet.edits] };
}

function restoreFleet(fleet: Fleet, { packages, modules, devices, edits }: SavedInventory): void {
  Object.assign(fleet.catalogue, { packages, modules });
  for (const { product, gateway, registeredSeconds, ...added } of devices) {
    addDevice(fleet, added, { product, gateway, registeredSeconds });
  }
  fleet.edits = new Map(edits);
}

function recountChildren(fleet: Fleet): void {
  fleet.children.fill(0);
  for (let device = 0; device < fleet.size; device += 1) {
    const parent = fleet.gateway[device] ?? device;
    if (parent !== device && !fleet.removed[device]) fleet.children[parent] = (fleet.children[parent] ?? 0) + 1;
  }
}

function changedDevices({ scenario, seed, birthMs, fleet }: World): DeviceChange[] {
  const fresh = createFleet(scenario.plan(seed, birthMs), seed, birthMs);
  const changes: DeviceChange[] = [];
  for (let device = 0; device < fleet.size; device += 1) {
    const now = stateOf(fleet, device);
    const before = stateOf(fresh, device);
    if (now.some((value, index) => value !== before[index])) changes.push(now);
  }
  return changes;
}

const stateOf = (fleet: Fleet, device: number): DeviceChange => [
  device,
  fleet.firmware[device] ?? 0,
  fleet.software[device] ?? 0,
  fleet.frozen[device] ?? 0,
  fleet.removed[device] ?? 0,
  fleet.gateway[device] ?? device,
];

function saveTask({ rows, ...task }: SimTask): SavedTask {
  const packed = columns.map((name): [Column, string] => {
    const { buffer, byteOffset, byteLength } = rows[name];
    return [name, Buffer.from(buffer, byteOffset, byteLength).toString('base64')];
  });
  return {
    ...task,
    rows: {
      idPrefix: rows.idPrefix,
      idFirst: rows.idFirst,
      counts: rows.counts,
      strangers: [...rows.strangers],
      columns: Object.fromEntries(packed) as Record<Column, string>, // one entry per column
    },
  };
}

function restoreTask({ rows: saved, ...task }: SavedTask): SimTask {
  const bytesOf = (name: Column): ArrayBuffer => new Uint8Array(Buffer.from(saved.columns[name], 'base64')).buffer;
  const { idPrefix, idFirst } = saved;
  const rows = newRows(new Int32Array(bytesOf('device')), new Map(saved.strangers), { idPrefix, idFirst });
  return {
    ...task,
    rows: {
      ...rows,
      status: new Uint8Array(bytesOf('status')),
      result: new Uint8Array(bytesOf('result')),
      attempts: new Uint16Array(bytesOf('attempts')),
      autoRetries: new Uint8Array(bytesOf('autoRetries')),
      epoch: new Uint16Array(bytesOf('epoch')),
      confirmed: new Uint8Array(bytesOf('confirmed')),
      counts: saved.counts,
    },
  };
}

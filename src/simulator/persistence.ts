/**
 * A world that outlives its process: a snapshot, and a journal of what was accepted since. Each act is in the journal before
 * its caller is answered. Devices come from the seed again, so a snapshot holds only how they differ.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Planned } from './world/agenda.ts';
import type { Clock } from './world/clock.ts';
import type { CommandTask } from './world/command-task.ts';
import type { OtaModule, UpgradePackage } from './world/catalogue.ts';
import { type AddedDevice, createFleet, type DeviceEdit, type Fleet } from './world/fleet.ts';
import { type Inventory, newInventory } from './world/inventory.ts';
import { addDevice, type Placement } from './world/registry.ts';
import type { Scenario } from './world/scenario.ts';
import { newRows, type Rows, type SimTask } from './world/task.ts';
import { type Accepted, createWorld, type World } from './world/world.ts';

export type KeptWorld = {
  world: World;
  /** Writes a snapshot and lets go of the files. */
  close(): void;
};

export type KeepOptions = {
  dir: string;
  /** For a world that does not exist yet; an existing one stays what it is. */
  scenario: Scenario;
  seed: number;
  findScenario: (name: string) => Scenario | null;
  clock: Clock;
  speed: number;
};

const formatVersion = 1;
/** A snapshot is taken when the journal has this many entries. */
const journalLimit = 100;
const snapshotName = 'world.json';

/**
 * Opens the world kept in a folder, or begins one there. Time that passed in between is caught up with. A folder that cannot
 * be understood (another version, a damaged file) is set aside as `world.json.unreadable`.
 */
export function openWorld(options: KeepOptions): KeptWorld {
  mkdirSync(options.dir, { recursive: true });
  const loaded = loadWorld(options);
  const world = loaded?.world ?? createWorld(options);
  let generation = (loaded?.generation ?? 0) + 1;
  let journal = begin();
  let entries = 0;

  function begin(): number {
    saveWorld(world, options.dir, generation);
    const descriptor = openSync(journalPath(options.dir, generation), 'w', 0o600);
    rmSync(journalPath(options.dir, generation - 1), { force: true });
    return descriptor;
  }

  function rotate(): void {
    closeSync(journal);
    generation += 1;
    entries = 0;
    journal = begin();
  }

  world.onAct = (accepted) => {
    writeSync(journal, `${JSON.stringify(accepted)}\n`);
    entries += 1;
    if (entries >= journalLimit) rotate();
  };
  return {
    world,
    close() {
      world.onAct = null;
      world.settle();
      rotate();
      closeSync(journal);
    },
  };
}

const journalPath = (dir: string, generation: number): string => join(dir, `journal-${generation}.jsonl`);

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

type Snapshot = {
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

/** Writes a snapshot; the file is either the old or the new one, never half of one. */
function saveWorld(world: World, dir: string, generation: number): void {
  const { counter, nextTask, outage, tasks, commandTasks, agenda, at, wallMs } = world.capture();
  const snapshot: Snapshot = {
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
  const path = join(dir, snapshotName);
  writeFileSync(`${path}.new`, JSON.stringify(snapshot), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/** The world kept in a folder, with its journal replayed; null when there is none that can be read. */
function loadWorld(options: KeepOptions): { world: World; generation: number } | null {
  const path = join(options.dir, snapshotName);
  if (!existsSync(path)) return null;
  try {
    const snapshot = JSON.parse(readFileSync(path, 'utf8')) as Snapshot; // written by us; its version is checked next
    const scenario = snapshot.version === formatVersion ? options.findScenario(snapshot.scenario) : null;
    if (scenario === null) throw new RangeError('the saved world is of another version');
    const { clock, speed } = options;
    const world = createWorld({ scenario, seed: snapshot.seed, birthMs: snapshot.birthMs, clock, speed });
    restore(world, snapshot);
    for (const accepted of readJournal(options.dir, snapshot.generation)) world.replay(accepted);
    return { world, generation: snapshot.generation };
  } catch {
    renameSync(path, `${path}.unreadable`);
    return null;
  }
}

function restore(world: World, snapshot: Snapshot): void {
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

/** Entries in order. The last line may be torn: its caller was never answered. */
function readJournal(dir: string, generation: number): Accepted[] {
  const path = journalPath(dir, generation);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Accepted); // whole lines are as we wrote them
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

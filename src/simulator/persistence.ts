/**
 * A world that outlives its process: a snapshot, and a journal of what was accepted since. Each act is in the journal before
 * its caller is answered.
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
import { formatVersion, restore, type Snapshot, snapshotOf } from './snapshot.ts';
import type { Clock } from './world/clock.ts';
import type { Scenario } from './world/scenario.ts';
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

/** Writes a snapshot; the file is either the old or the new one, never half of one. */
function saveWorld(world: World, dir: string, generation: number): void {
  const path = join(dir, snapshotName);
  writeFileSync(`${path}.new`, JSON.stringify(snapshotOf(world, generation)), { mode: 0o600, flush: true });
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

/** Entries in order. The last line may be torn: its caller was never answered. */
function readJournal(dir: string, generation: number): Accepted[] {
  const path = journalPath(dir, generation);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Accepted); // whole lines are as we wrote them
}

/** The simulated platform's state: a fleet, tasks that take their course, a clock that was handed in. */
import type { KnownTaskType } from '#wire/iotda/batch-tasks.ts';
import { type Act, chooseSubtasks, type TargetOutcome, type TaskAct } from './act.ts';
import { createAgenda, type Planned } from './agenda.ts';
import type { Group, UpgradePackage } from './catalogue.ts';
import { type Clock, type Duration, durationMs, systemClock } from './clock.ts';
import type { CommandOrder, CommandTask } from './command-task.ts';
import { type Credentials, makeCredentials } from './credentials.ts';
import { createFaults, type FaultSpec, type Faults } from './faults.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { change, type Inventory, type InventoryAct, isInventoryAct, newInventory } from './inventory.ts';
import { newPace } from './pace.ts';
import { createProgress } from './progress.ts';
import { hexOf } from './random.ts';
import { recordId, recordPrefix } from './record-id.ts';
import type { Scenario } from './scenario.ts';
import { membersOf } from './targets.ts';
import { noRows, type SimTask } from './task.ts';

export type WorldOptions = {
  scenario: Scenario;
  seed: number;
  clock?: Clock;
  /** How much faster than the clock devices behave; API times always follow the clock. Default 1. */
  speed?: number;
  /** Epoch ms at which the world began; the clock's now by default. Only a reloaded world needs to say. */
  birthMs?: number;
  /** Instead of those made from the seed. */
  credentials?: Partial<Credentials>;
};

/** One act as it was accepted, at a world time and a clock time (ms). `pass` only lets time pass up to its moment. */
export type Accepted = { at: number; wallMs: number; act: Act | { kind: 'pass' } };

/** What a saved world holds besides its seed (persistence). */
type Restorable = {
  counter: number;
  nextTask: number;
  outage: number;
  tasks: SimTask[];
  commandTasks: CommandTask[];
  inventory: Inventory;
  agenda: Planned[];
  /** World time and clock time of the save. */
  at: number;
  wallMs: number;
};

export type World = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly birthMs: number;
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly fleet: Fleet;
  /** By number, oldest first. */
  readonly tasks: ReadonlyMap<number, SimTask>;
  /** Those of the northbound platform, by ID, oldest first. */
  readonly commandTasks: ReadonlyMap<string, CommandTask>;
  readonly busy: Int32Array;
  readonly inventory: Inventory;
  readonly faults: Faults;
  /** How long new tokens live. */
  tokenLifeMs: number;
  /** Tokens of an earlier generation are no longer accepted: raise it to revoke them all. */
  tokenGeneration: number;
  /** When the device search was last called, epoch ms: it may be called once a second. */
  searchedMs: number;
  /** Called after each act that was carried out, before the caller is answered. */
  onAct: ((accepted: Accepted) => void) | null;

  /** Milliseconds of device life since the birth; negative in a scenario's past. */
  now(): number;
  /** The clock time of a world time, as nearly as the present speed allows. */
  wallOf(at: number): number;
  /** Carries out everything due by now. */
  settle(): void;
  /** Lets this much device life pass; the clock, and with it API times, stays where it is. */
  advance(by: Duration): void;
  setSpeed(speed: number): void;
  /** Switches a fault on; the answer switches it off. */
  fault(spec: FaultSpec): () => void;
  /** Carries out an act now. The caller has checked that it is legal. */
  act(act: TaskAct): ActResult;
  /** From now on this share (0 to 1) of upgrade attempts fails on a bad network; a later retry finds the network as it is then. */
  setOutage(share: number): void;
  /** Accepts a task of the northbound platform. The caller has checked that it is legal. */
  command(order: CommandOrder): CommandTask;
  /** Carries out a change of what is kept besides tasks. The caller has checked that it is legal. */
  change(act: InventoryAct): void;
  /** Hex digits that no change before had. */
  freshHex(length: number): string;
  membersOf(group: Group): Int32Array;

  /** For persistence only. */
  capture(): Restorable;
  restore(saved: Restorable): void;
  replay(accepted: Accepted): void;
};

/** The task acted on, and what became of each named target (empty when none were named). */
type ActResult = { task: SimTask; outcomes: TargetOutcome[] };

const upgradeTypes: readonly KnownTaskType[] = ['firmwareUpgrade', 'softwareUpgrade', 'moduleUpgrade'];

export function createWorld(options: WorldOptions): World {
  const clock = options.clock ?? systemClock;
  const { seed, scenario } = options;
  const birthMs = options.birthMs ?? clock.now();
  const fleet = createFleet(scenario.plan(seed, birthMs), seed, birthMs);
  const maker = hexOf(6, seed, 0x7a5c);
  const busy = new Int32Array(fleet.product.length);
  const tasks = new Map<number, SimTask>();
  const commandTasks = new Map<string, CommandTask>();
  const agenda = createAgenda();
  const inventory = newInventory();
  let counter = 1;
  let nextTask = 0;
  let outage = 0;
  let speed = options.speed ?? 1;
  let origin = { at: 0, wallMs: birthMs };
  let settledTo = Number.NEGATIVE_INFINITY;

  const buildsOf = (task: SimTask): readonly UpgradePackage[] | null => {
    if (!upgradeTypes.includes(task.order.type)) return null;
    const wanted = packageIdsOf(task.order.document);
    return fleet.catalogue.packages.filter((one) => wanted.includes(one.packageId));
  };

  const progress = createProgress({
    seed,
    fleet,
    agenda,
    tasks,
    busy,
    takeIds(task, count) {
      const idFirst = counter;
      counter += count;
      return { idPrefix: recordPrefix(task.createdMs, maker), idFirst };
    },
    membersOf(groupId, space, at) {
      const group = fleet.catalogue.groups.find((one) => one.groupId === groupId && one.space === space);
      return group === undefined ? null : membersOf(group, fleet, seed, at);
    },
    buildsOf,
    outage: () => outage,
  });

  function settleTo(at: number): void {
    settledTo = Math.max(settledTo, at);
    progress.settle(settledTo);
  }

  function now(): number {
    return Math.max(settledTo, Math.floor(origin.at + (clock.now() - origin.wallMs) * speed));
  }

  function carryOut({ at, wallMs, act }: Accepted): void {
    settleTo(at);
    if (act.kind === 'outage') outage = act.share;
    else if (act.kind === 'command') addCommandTask(act.order, at, wallMs);
    else if (act.kind === 'pass') return;
    else if (isInventoryAct(act)) change(inventory, fleet, act, wallMs);
    else carryOutOnTask(act, at, wallMs);
  }

  function addCommandTask(order: CommandOrder, at: number, wallMs: number): CommandTask {
    const taskId = recordId(recordPrefix(wallMs, maker), counter);
    counter += 1;
    const task: CommandTask = { no: commandTasks.size, taskId, createdMs: wallMs, at, order };
    commandTasks.set(taskId, task);
    return task;
  }

  function carryOutOnTask(act: TaskAct, at: number, wallMs: number): ActResult {
    if (act.kind === 'create') {
      const taskId = recordId(recordPrefix(wallMs, maker), counter);
      counter += 1;
      const task: SimTask = {
        no: nextTask,
        taskId,
        order: act.order,
        createdMs: wallMs,
        status: 'Initializing',
        statusDesc: null,
        rows: noRows(),
        pace: newPace(),
      };
      nextTask += 1;
      tasks.set(task.no, task);
      const { scheduledMs } = act.order;
      progress.accept(task, at, scheduledMs === null ? at : at + (scheduledMs - wallMs) * speed);
      return { task, outcomes: [] };
    }
    const task = tasks.get(act.task);
    if (task === undefined) throw new RangeError(`no task ${act.task}`);
    if (act.kind === 'delete') {
      tasks.delete(act.task);
      return { task, outcomes: [] };
    }
    const { subtasks, outcomes } = chooseSubtasks(fleet, task, act.kind, act.targets);
    if (act.kind === 'retry') progress.restart(task, subtasks, at);
    else if (act.kind === 'confirm') progress.confirm(task, subtasks, at);
    else if (act.targets === null) progress.haltAll(task, at);
    else progress.halt(task, subtasks, at);
    return { task, outcomes };
  }

  const world: World = {
    scenario,
    seed,
    birthMs,
    clock,
    credentials: { ...makeCredentials(seed), ...options.credentials },
    fleet,
    tasks,
    commandTasks,
    busy,
    inventory,
    faults: createFaults(seed),
    tokenLifeMs: 24 * 3_600_000,
    tokenGeneration: 0,
    searchedMs: Number.NEGATIVE_INFINITY,
    onAct: null,
    now,
    wallOf: (at) => clock.now() - (now() - at) / speed,
    settle: () => settleTo(now()),
    advance(by) {
      origin = { at: now() + durationMs(by), wallMs: clock.now() };
      settleTo(origin.at);
      world.onAct?.({ ...origin, act: { kind: 'pass' } });
    },
    setSpeed(next) {
      origin = { at: now(), wallMs: clock.now() };
      speed = next;
    },
    fault: (spec) => world.faults.add(spec),
    act(act) {
      const accepted = { at: now(), wallMs: clock.now(), act };
      settleTo(accepted.at);
      const result = carryOutOnTask(act, accepted.at, accepted.wallMs);
      world.onAct?.(accepted);
      return result;
    },
    setOutage(share) {
      const accepted: Accepted = { at: now(), wallMs: clock.now(), act: { kind: 'outage', share } };
      carryOut(accepted);
      world.onAct?.(accepted);
    },
    command(order) {
      const accepted = { at: now(), wallMs: clock.now(), act: { kind: 'command', order } } as const;
      settleTo(accepted.at);
      const task = addCommandTask(order, accepted.at, accepted.wallMs);
      world.onAct?.(accepted);
      return task;
    },
    change(act) {
      const accepted: Accepted = { at: now(), wallMs: clock.now(), act };
      carryOut(accepted);
      world.onAct?.(accepted);
    },
    freshHex: (length) => hexOf(length, seed, inventory.changes, 605),
    membersOf: (group) => membersOf(group, fleet, seed, now()),
    capture: () => ({
      counter,
      nextTask,
      outage,
      tasks: [...tasks.values()],
      commandTasks: [...commandTasks.values()],
      inventory,
      agenda: agenda.entries(),
      at: now(),
      wallMs: clock.now(),
    }),
    restore(saved) {
      counter = saved.counter;
      nextTask = saved.nextTask;
      outage = saved.outage;
      tasks.clear();
      for (const task of saved.tasks) tasks.set(task.no, task);
      commandTasks.clear();
      for (const task of saved.commandTasks) commandTasks.set(task.taskId, task);
      Object.assign(inventory, saved.inventory);
      agenda.reset(saved.agenda);
      settledTo = saved.at;
      origin = { at: saved.at, wallMs: saved.wallMs };
    },
    replay(accepted) {
      carryOut(accepted);
      origin = { at: accepted.at, wallMs: accepted.wallMs };
    },
  };

  for (const spec of scenario.faults ?? []) world.faults.add(spec);
  // The past is part of the seed: a reloaded world has it in its save.
  if (options.birthMs === undefined) {
    for (const { agoMs, act } of scenario.past.toSorted((left, right) => right.agoMs - left.agoMs)) {
      const nowMs = birthMs - agoMs;
      carryOut({ at: -agoMs, wallMs: nowMs, act: act({ fleet, tasks: [...tasks.keys()], nowMs }) });
    }
    settleTo(0);
  }
  return world;
}

/** The packages a document names: `package_ids`, or `package_id` as before. */
export function packageIdsOf(document: Record<string, unknown> | null): string[] {
  const list = document?.['package_ids'];
  if (Array.isArray(list)) return list.filter((one): one is string => typeof one === 'string');
  const single = document?.['package_id'];
  return typeof single === 'string' ? [single] : [];
}

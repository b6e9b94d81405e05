import { pack } from '#simulator/scenarios/utility-fleet.ts';
import type { TaskOrder } from '#simulator/world/task.ts';
import type { Stack } from './stack.ts';
import { deviceIds } from './verbs.ts';

type World = Pick<Stack, 'world'>;

/** A task that somebody makes at the platform, past the console: an upgrade of three water meters, unless told otherwise; its ID. */
export function makeElsewhere({ world }: World, order: Partial<TaskOrder>): string {
  const usual: TaskOrder = {
    space: 0,
    name: 'Made_elsewhere',
    type: 'firmwareUpgrade',
    mode: null,
    needConfirm: null,
    extInfo: null,
    document: { package_ids: [world.fleet.catalogue.packages[pack.meter250]?.packageId] },
    scheduledMs: null,
    retry: null,
    targets: { deviceIds: deviceIds({ world }, 'waterMeter', 3) },
  };
  return world.act({ kind: 'create', order: { ...usual, ...order } }).task.taskId;
}

/** How many tasks, each of so many devices of its own; where they are held, each device waits until it is confirmed. */
export type Waves = { count: number; devicesEach: number; held?: boolean };

/** Makes wave_000, wave_001 and so on. */
export function makeWaves(stack: World, { count, devicesEach, held = false }: Waves): void {
  for (let nth = 0; nth < count; nth += 1) {
    const targets = { deviceIds: deviceIds(stack, 'waterMeter', devicesEach, nth * devicesEach) };
    makeElsewhere(stack, { name: `wave_${String(nth).padStart(3, '0')}`, needConfirm: held, targets });
  }
}

/** Somebody confirms every device of every task, so that those begin which were held. */
export function confirmAll({ world }: World): void {
  for (const { no } of world.tasks.values()) world.act({ kind: 'confirm', task: no, targets: null });
}

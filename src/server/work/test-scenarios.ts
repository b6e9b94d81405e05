/** What the tests of this folder find at the platform, and what its own books say of it. */
import type { Outcome } from '#shared/domain/task.ts';
import type { UpgradeIntent } from '#server/platform/port-intents.ts';
import { pastUpgrade } from '#simulator/scenarios/past.ts';
import { pack, product, utilityFleet } from '#simulator/scenarios/utility-fleet.ts';
import { deviceIdOf } from '#simulator/world/fleet.ts';
import type { Scenario } from '#simulator/world/scenario.ts';
import { type SimTask, statusOf, targetOf } from '#simulator/world/task.ts';
import type { TestSite } from './test-site.ts';

const rollout = (count: number, build: number): Scenario => ({
  name: 'rollout',
  plan: utilityFleet('quiet'),
  past: [
    pastUpgrade({
      agoMinutes: 600,
      name: 'Meters',
      type: 'firmwareUpgrade',
      pack: build,
      devices: { product: product.waterMeter, from: 0, count },
    }),
  ],
});

/** Meters were given a gateway's firmware: each has failed, and fails again within seconds when it is retried. */
export const allFailed = (count: number): Scenario => rollout(count, pack.gateway330);
/** A build with a defect: about half have failed, and each new attempt takes longer than 50 seconds. */
export const halfFailed = (count: number): Scenario => rollout(count, pack.meter260rc);

/** Nothing has happened yet, and whatever is tried succeeds. */
export const quiet: Scenario = { name: 'quiet', plan: utilityFleet('quiet'), past: [] };

const outcomeNames: Record<ReturnType<typeof statusOf>, Outcome> = {
  Waitting: 'waiting',
  Processing: 'processing',
  Success: 'succeeded',
  Fail: 'failed',
  FailWaitRetry: 'retry_pending',
  Stopped: 'stopped',
  Removed: 'removed',
};

/** Every device of a task by ID, with what really became of it. */
export function truth({ world }: Pick<TestSite, 'world'>, { rows }: SimTask): Map<string, Outcome> {
  const pairs = Array.from({ length: rows.size }, (_, row): [string, Outcome] => [
    targetOf(world.fleet, rows, row),
    outcomeNames[statusOf(rows, row)],
  ]);
  return new Map(pairs.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Its first task, the task's devices, and those that have failed, by ID. */
export function firstTask(site: Pick<TestSite, 'world'>): {
  task: SimTask;
  id: string;
  devices: string[];
  failed: string[];
} {
  const [task] = site.world.tasks.values();
  if (task === undefined) throw new Error('the world has no task');
  const outcomes = truth(site, task);
  const failed = [...outcomes].filter(([, outcome]) => outcome === 'failed').map(([device]) => device);
  return { task, id: task.taskId, devices: [...outcomes.keys()], failed };
}

/** IDs of water meters, from the `from`-th on. */
export const devicesFrom = ({ world: { fleet } }: TestSite, from: number, count: number): string[] =>
  [...(fleet.bySerial[product.waterMeter] ?? [])].slice(from, from + count).map((device) => deviceIdOf(fleet, device));

/** An upgrade of 20 meters that the platform takes. */
export function smallUpgrade(site: TestSite): UpgradeIntent {
  const { spaces, packages } = site.world.fleet.catalogue;
  return {
    kind: 'firmwareUpgrade',
    platformName: 'Meters_abcdefghijkl',
    spaceId: spaces[0]?.appId ?? '',
    targets: { source: 'devices', deviceIds: devicesFrom(site, 0, 20) },
    packageId: packages[pack.meter250]?.packageId ?? '',
    startsAt: null,
    retry: null,
  };
}

/** Makes tasks that are not the console's, a second apart. `held`: their devices wait for a confirmation. */
export function makeTasks(site: TestSite, count: number, { space = 0, held = false, devices = 1 } = {}): SimTask[] {
  const document = { package_ids: [site.world.fleet.catalogue.packages[pack.meter250]?.packageId] };
  return Array.from({ length: count }, (_, nth) => {
    site.clock.advance(1_000);
    const order = {
      space,
      name: `Task_${nth}`,
      type: 'firmwareUpgrade' as const,
      mode: null,
      needConfirm: held,
      extInfo: null,
      document,
      scheduledMs: null,
      retry: null,
      targets: { deviceIds: devicesFrom(site, nth, devices) },
    };
    return site.world.act({ kind: 'create', order }).task;
  });
}

/** How often the platform started each device again, by its own log. */
export function timesRetried({ simulator }: TestSite): Map<string, number> {
  const times = new Map<string, number>();
  for (const { kind, acted, targets } of simulator.log.entries) {
    if (kind !== 'retry' || !acted) continue;
    for (const device of targets ?? []) times.set(device, (times.get(device) ?? 0) + 1);
  }
  return new Map([...times].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
export const onceEach = (devices: readonly string[]) => new Map(devices.map((device) => [device, 1]));

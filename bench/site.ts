/** The console's background work over the real adapter and the simulated platform, by a clock that the benchmark moves. */
import { createEventHub } from '#server/http/event-hub.ts';
import { createLog } from '#server/log.ts';
import { InProcessDispatcher } from '#server/platform/in-process.ts';
import { openIotda } from '#server/platform/iotda.ts';
import { openStore } from '#server/store/open-store.ts';
import { createWork } from '#server/work/work.ts';
import { pastUpgrade } from '#simulator/scenarios/past.ts';
import { pack, product, utilityFleet } from '#simulator/scenarios/utility-fleet.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { createWorld } from '#simulator/world/world.ts';
import { createVirtualTime } from './virtual-time.ts';
import { simulatedPlatform } from './simulated-platform.ts';

export const connection = 'city';
export const devices = 30_000;

/** `latencyMs` is what the platform takes for each answer, `callsPerSecond` what the console may ask of it. */
export async function openBenchSite({ latencyMs, callsPerSecond }: { latencyMs: number; callsPerSecond: number }) {
  const time = createVirtualTime();
  const past = pastUpgrade({
    agoMinutes: 60 * 30,
    name: 'All_meters',
    type: 'firmwareUpgrade',
    pack: pack.meter250,
    devices: { product: product.waterMeter, from: 0, count: devices },
  });
  const scenario = { name: 'bench', plan: utilityFleet('quiet'), past: [past] };
  const world = createWorld({ scenario, seed: 3, clock: time });
  const simulator = createSimulator(world);
  const { region } = world.credentials;
  let onCall: () => void = () => undefined;
  const dispatcher = new InProcessDispatcher(async (request) => {
    onCall();
    await time.sleep(latencyMs);
    return time.instantly(() => simulator.fetch(request));
  });
  const platform = openIotda(simulatedPlatform(world.credentials, callsPerSecond), {
    dispatcher,
    clock: time,
    random: () => 0.5,
    timer: () => () => undefined,
  });
  const store = await openStore({ engine: 'sqlite', file: ':memory:' });
  const log = createLog(time, () => undefined);
  const describe = () => ({
    id: connection,
    name: 'City',
    region,
    simulated: true,
    lists: true,
    creates: 'tasks' as const,
    state: 'ok' as const,
    stateSince: 0,
    answeredAt: null,
    resumesAt: null,
    cause: null,
    skewMs: null,
    servesUntil: null,
  });
  const connected = { id: connection, name: 'City', region, simulated: true, platform, describe };
  const connections = new Map([[connection, connected]]);
  const services = { store, clock: time, log, events: createEventHub(log), connections, owner: 'bench' };
  const [task] = world.tasks.values();
  if (task === undefined) throw new Error('the world has no task');
  return {
    time,
    world,
    task,
    taskId: task.taskId,
    platform,
    store,
    services,
    work: createWork(services),
    calls: () => simulator.log.entries.filter(({ kind }) => kind === 'show').length,
    throttled: () => simulator.log.entries.filter(({ status }) => status === 429).length,
    onCall: (act: () => void) => void (onCall = act),
    /** Uses up the calls that were saved while nobody called. */
    async spendSavings() {
      const spent = Array.from({ length: callsPerSecond * 4 }, () =>
        platform.listTasks({ kind: 'firmwareUpgrade', marker: null, limit: 1 }, { lane: 'reader' }),
      );
      await time.during(Promise.all(spent));
    },
  };
}
export type BenchSite = Awaited<ReturnType<typeof openBenchSite>>;

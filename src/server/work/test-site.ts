/** What the tests of this folder share: the work of one connection at rest, over a real store, the real adapter and the simulator. */
import { onTestFinished } from 'vitest';
import type { LiveEvent } from '#shared/api/events.ts';
import type { Operation } from '#shared/domain/operation.ts';
import type { Clock } from '#server/clock.ts';
import type { Services } from '#server/context.ts';
import { createEventHub } from '#server/http/event-hub.ts';
import { type Fetch, InProcessDispatcher } from '#server/platform/in-process.ts';
import { createLog } from '#server/log.ts';
import { openIotda } from '#server/platform/iotda.ts';
import type { CreateIntent } from '#server/platform/port.ts';
import { Secret } from '#server/platform/secret.ts';
import { createTestClock } from '#server/platform/test-support.ts';
import { openStore, type StoreOptions } from '#server/store/open-store.ts';
import type { Store } from '#server/store/store.ts';
import { createSimulator, type Simulator } from '#simulator/simulator.ts';
import type { Scenario } from '#simulator/world/scenario.ts';
import { createWorld, type World } from '#simulator/world/world.ts';
import { createWork, type IdleWork } from './work.ts';

type TestClock = Clock & { advance(ms: number): void };

export const connection = 'city';

export type TestSite = {
  clock: TestClock;
  world: World;
  simulator: Simulator;
  store: Store;
  services: Services;
  work: IdleWork;
  events: LiveEvent[];
  logged: string[];
  /** Called before each request is answered, which waits for it. */
  onRequest(act: (request: Request) => Promise<void> | void): void;
  /** Another process over the same store; this one is dropped as it is, like a process that was killed. */
  successor(): TestSite;
  /** Writes down a retry of these devices in chunks of 100, or of `size`. */
  beginRetry(taskId: string, deviceIds: readonly string[], size?: number): Promise<Operation>;
  /** Writes down a stop, confirmation or deletion: of these devices in one call, or of the task as a whole. */
  beginControl(kind: 'stop' | 'confirm' | 'delete', taskId: string, deviceIds?: readonly string[]): Promise<Operation>;
  beginCreate(intent: CreateIntent): Promise<Operation>;
  operation(id: string): Promise<Operation>;
};

/** Services of one process among several that share the store; its time is the test's. */
export function sharing(services: Services, change: Partial<Services> = {}): Services {
  const { store, clock } = services;
  const leases = { ...store.leases, now: () => Promise.resolve(clock.now()) };
  return { ...services, store: { ...store, engine: 'postgres', leases }, ...change };
}

let operations = 0;

/** The default clock jumps ahead whenever somebody sleeps; the loops of `work.start` need one that does not. */
export async function openSite(
  scenario: Scenario,
  clock: TestClock = createTestClock(),
  options: StoreOptions = { engine: 'sqlite', file: ':memory:' },
): Promise<TestSite> {
  const world = createWorld({ scenario, seed: 3, clock });
  const simulator = createSimulator(world);
  const store = await openStore(options);
  onTestFinished(() => store.close());
  return siteOver({ clock, world, simulator, store }, 1);
}

function siteOver(base: Pick<TestSite, 'clock' | 'world' | 'simulator' | 'store'>, nth: number): TestSite {
  const { clock, world, simulator, store } = base;
  const { credentials } = world;
  const events: LiveEvent[] = [];
  const logged: string[] = [];
  const log = createLog(clock, (line) => void logged.push(line));
  const hub = createEventHub(log);
  hub.listen((_, event) => void events.push(event));
  let before: (request: Request) => Promise<void> | void = () => undefined;
  const answer: Fetch = async (request) => {
    await before(request);
    return simulator.fetch(request);
  };
  const adapter = openIotda(
    {
      endpoint: 'https://iotda.test',
      region: credentials.region,
      projectId: credentials.projectId,
      credentials: { kind: 'access_key', accessKey: credentials.ak, secretKey: new Secret(credentials.sk) },
      signing: 'sdk',
      packageField: 'package_ids',
      callsPerSecond: 1_000_000,
    },
    { dispatcher: new InProcessDispatcher(answer), clock, random: () => 0.5, timer: () => () => undefined },
  );
  const connected = {
    id: connection,
    name: 'City',
    region: credentials.region,
    simulated: true,
    platform: adapter,
    describe: () => {
      const { state, since, answeredAt, resumesAt, cause, skewMs, servesUntil } = adapter.health();
      return {
        id: connection,
        name: 'City',
        region: '',
        simulated: true,
        lists: true,
        creates: 'tasks' as const,
        state,
        stateSince: since,
        answeredAt,
        resumesAt,
        cause,
        skewMs,
        servesUntil,
      };
    },
  };
  const connections = new Map([[connection, connected]]);
  const services: Services = { store, clock, log, events: hub, connections, owner: `process-${nth}` };

  async function begin(what: Pick<Operation, 'kind' | 'taskId' | 'taskName'>, payloadJson: string, chunks: string[][]) {
    operations += 1;
    const begun = await store.operations.begin({
      ...what,
      connection,
      id: `operation-${operations}`,
      person: { id: 'p1', name: 'Li Na', role: 'operations' },
      idempotencyKey: `key-${operations}`,
      bodyDigest: '',
      payloadJson,
      chunks,
      devices: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      at: clock.now(),
    });
    if (begun.kind !== 'begun') throw new Error(begun.kind);
    return begun.operation;
  }

  return {
    ...base,
    services,
    work: createWork(services),
    events,
    logged,
    onRequest: (act) => void (before = act),
    successor: () => siteOver(base, nth + 1),
    beginRetry(taskId, deviceIds, size = 100) {
      const chunks = Array.from({ length: Math.ceil(deviceIds.length / size) }, (_, index) =>
        deviceIds.slice(index * size, (index + 1) * size),
      );
      return begin({ kind: 'retry', taskId, taskName: 'Meters' }, '{}', chunks);
    },
    beginControl: (kind, taskId, deviceIds = []) => begin({ kind, taskId, taskName: 'Meters' }, '{}', [[...deviceIds]]),
    beginCreate(intent) {
      const devices = intent.targets.source === 'devices' ? [...intent.targets.deviceIds] : [];
      return begin({ kind: 'create', taskId: null, taskName: 'Meters' }, JSON.stringify(intent), [devices]);
    },
    async operation(id) {
      const operation = await store.operations.find(connection, id);
      if (operation === null) throw new Error(`no operation ${id}`);
      return operation;
    },
  };
}

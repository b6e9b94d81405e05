/** The simulated platform behind a connection, for the tests of what the console does with one. */
import { connect } from '#server/open-connections.ts';
import type { Connected } from '#server/context.ts';
import { InProcessDispatcher } from '#server/platform/in-process.ts';
import { type IotdaSettings, openIotda } from '#server/platform/iotda.ts';
import { Secret } from '#server/platform/secret.ts';
import { namedScenario } from '#simulator/embedded.ts';
import { pack, product } from '#simulator/scenarios/utility-fleet.ts';
import { createSimulator, type Simulator } from '#simulator/simulator.ts';
import { deviceIdOf } from '#simulator/world/fleet.ts';
import { createWorld, type World } from '#simulator/world/world.ts';
import { manualClock, type ManualClock } from './test-support.ts';

export type SimulatedPlatform = {
  clock: ManualClock;
  world: World;
  simulator: Simulator;
  connected: Connected;
  /** Calls that have reached the platform. */
  calls(): number;
  /** The platform does not answer until the returned function is called. */
  hold(): () => void;
  spaceId: string;
  /** A firmware for water meters, one for gateways, and a software for gateways. */
  packageId: string;
  otherProductsPackageId: string;
  softwareId: string;
  /** Water meters, in order of registration. */
  deviceIds(count: number, from?: number): string[];
  gatewayIds(count: number): string[];
  /** The world's first task. */
  taskId: string;
};

/** A world of the simulator under the id `simulator`, with a clock that the console should share. */
export function simulated(scenario: string, clock: ManualClock = manualClock()): SimulatedPlatform {
  const world = createWorld({ scenario: namedScenario(scenario), seed: 7, clock });
  const simulator = createSimulator(world);
  const { region, projectId, ak, sk } = world.credentials;
  let calls = 0;
  let held: Promise<void> = Promise.resolve();
  const settings: IotdaSettings = {
    endpoint: 'https://simulated-platform.invalid',
    region,
    projectId,
    credentials: { kind: 'access_key', accessKey: ak, secretKey: new Secret(sk) },
    signing: 'sdk',
    packageField: 'package_ids',
    callsPerSecond: 1_000_000,
  };
  const dispatcher = new InProcessDispatcher(async (request) => {
    calls += 1;
    await held;
    return simulator.fetch(request);
  });
  // The adapter's own deadlines never pass: the tests decide what takes how long.
  const platform = openIotda(settings, { dispatcher, clock, random: () => 0.5, timer: () => () => undefined });
  const { packages, spaces } = world.fleet.catalogue;
  const [task] = world.tasks.values();
  const idsOf = (kind: number, from: number, count: number) =>
    [...(world.fleet.bySerial[kind] ?? [])].slice(from, from + count).map((device) => deviceIdOf(world.fleet, device));
  return {
    clock,
    world,
    simulator,
    connected: connect({ id: 'simulator', name: 'Simulator', settings }, true, platform),
    calls: () => calls,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    spaceId: spaces[0]?.appId ?? '',
    packageId: packages[pack.meter250]?.packageId ?? '',
    otherProductsPackageId: packages[pack.gateway330]?.packageId ?? '',
    softwareId: packages[pack.agent510]?.packageId ?? '',
    deviceIds: (count, from = 0) => idsOf(product.waterMeter, from, count),
    gatewayIds: (count) => idsOf(product.gateway, 0, count),
    taskId: task?.taskId ?? '',
  };
}

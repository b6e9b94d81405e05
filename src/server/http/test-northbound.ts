/** The simulated northbound platform behind a connection, for the tests of what the console does with one. */
import { connected } from '#server/open-connections.ts';
import type { Connected } from '#server/context.ts';
import { InProcessDispatcher } from '#server/platform/in-process.ts';
import { openNorthbound } from '#server/platform/northbound.ts';
import { Secret } from '#server/platform/secret.ts';
import { namedScenario } from '#simulator/embedded.ts';
import { applicationOf } from '#simulator/northbound/call.ts';
import { createSimulator, type Simulator } from '#simulator/simulator.ts';
import { createWorld, type World } from '#simulator/world/world.ts';
import { manualClock, type ManualClock } from './test-support.ts';

export type SimulatedNorthbound = {
  clock: ManualClock;
  world: World;
  simulator: Simulator;
  connected: Connected;
};

/** A world of the simulator under the id `north`, with a clock that the console should share. */
export function simulatedNorthbound(clock: ManualClock = manualClock()): SimulatedNorthbound {
  const world = createWorld({ scenario: namedScenario('quiet-fleet'), seed: 7, clock });
  const simulator = createSimulator(world);
  const platform = openNorthbound(
    {
      url: 'https://server.example:8743',
      appId: applicationOf(world),
      secret: new Secret(world.credentials.appSecret),
      select: 'tag',
      callsPerMinute: 60_000,
    },
    {
      dispatcher: new InProcessDispatcher((request) => simulator.fetch(request)),
      clock,
      random: () => 0.5,
      timer: () => () => undefined,
    },
  );
  const what = { id: 'north', name: 'North', region: 'server.example:8743', simulated: true };
  return { clock, world, simulator, connected: connected(what, platform) };
}

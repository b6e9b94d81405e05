/** The northbound adapter of a test, answered by the simulated platform over msw. */
import { namedScenario } from '#simulator/embedded.ts';
import { applicationOf } from '#simulator/northbound/call.ts';
import { createSimulator } from '#simulator/simulator.ts';
import type { CommandOrder } from '#simulator/world/command-task.ts';
import { createWorld } from '#simulator/world/world.ts';
import { openDispatcher } from './dispatcher.ts';
import { type NorthboundSettings, openNorthbound } from './northbound.ts';
import { Secret } from './secret.ts';
import { createTestClock, createTestTimer } from './test-support.ts';
import { answerWire } from './test-wire.ts';

const url = 'https://server.example:8743';

/** Opens the platform against a world of its own; both live by one clock, which moves when somebody sleeps. */
export function startNorthbound({
  scenario = 'quiet-fleet',
  change = (same: NorthboundSettings): NorthboundSettings => same,
} = {}) {
  const clock = createTestClock();
  const world = createWorld({ scenario: namedScenario(scenario), seed: 7, clock });
  const simulator = createSimulator(world, { delay: (ms) => clock.sleep(ms) });
  const requests: Request[] = [];
  const wire = answerWire((request) => {
    requests.push(request.clone());
    return simulator.answer(request);
  });
  const dispatcher = openDispatcher();
  const settings: NorthboundSettings = {
    url,
    appId: applicationOf(world),
    secret: new Secret(world.credentials.appSecret),
    select: 'tag',
    callsPerMinute: 60_000,
  };
  const open = () =>
    openNorthbound(change(settings), { dispatcher, clock, random: () => 0.5, timer: createTestTimer().timer });
  const devices = (count: number) => [...(world.fleet.bySerial[0] ?? [])].slice(0, count);

  return {
    platform: open(),
    /** Another console with the same application. */
    open,
    world,
    clock,
    requests,
    /** How many calls of a kind have arrived. */
    calls: (kind: string) => simulator.log.entries.filter((entry) => entry.kind === `northbound-${kind}`).length,
    log: simulator.log.entries,
    /** A command for this many water meters, as somebody else gave it. */
    command(count: number, more: Partial<CommandOrder> = {}): string {
      const order: CommandOrder = {
        name: `Valves_${world.commandTasks.size}`,
        type: 'DeviceCmd',
        timeoutSeconds: 600,
        param: {
          type: 'DeviceList',
          command: { serviceId: 'WaterMeter', method: 'ON_OFF', paras: { value: 'ON' } },
          callbackUrl: 'https://na.example.com/results?key=opensesame',
          maxRetransmit: 3,
        },
        tags: [{ tagName: 'wave', tagValue: 'one' }],
        items: { devices: devices(count), strangers: [] },
        ...more,
      };
      return world.command(order).taskId;
    },
    /** Lets the devices live on; the clock stays where it is. */
    pass: (ms: number) => world.advance(ms),
    async stop() {
      await dispatcher.destroy();
      wire.stop();
    },
  };
}

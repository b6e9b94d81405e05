/** The adapter of a test, answered by the simulated platform over msw. */
import { findScenario } from '#simulator/scenarios/scenarios.ts';
import { createSimulator, type SimulatorOptions } from '#simulator/simulator.ts';
import { createWorld, type World } from '#simulator/world/world.ts';
import { openDispatcher } from './dispatcher.ts';
import { type IotdaSettings, openIotda } from './iotda.ts';
import { Secret } from './secret.ts';
import { createTestClock, createTestTimer } from './test-support.ts';
import { answerWire } from './test-wire.ts';

/** Hosts as the platform has them: of the basic edition, of an instance of the standard edition, and of IAM. */
export const hosts = {
  basic: 'https://iotda.cn-north-4.myhuaweicloud.com',
  instance: 'https://abcdef0123.st1.iotda-app.cn-north-4.myhuaweicloud.com',
  iam: 'https://iam.cn-north-4.myhuaweicloud.com',
} as const;
export type Login = 'token' | 'sdk' | 'v11';

/** The settings that the world accepts, for a way to log in. */
export function settingsFor({ credentials }: World, login: Login): IotdaSettings {
  return {
    endpoint: hosts.instance,
    region: credentials.region,
    projectId: credentials.projectId,
    credentials:
      login === 'token'
        ? {
            kind: 'password',
            iamEndpoint: hosts.iam,
            domain: credentials.iamDomain,
            user: credentials.iamUser,
            password: new Secret(credentials.iamPassword),
          }
        : { kind: 'access_key', accessKey: credentials.ak, secretKey: new Secret(credentials.sk) },
    signing: login === 'sdk' ? 'sdk' : 'auto',
    packageField: 'package_ids',
    callsPerSecond: 1_000,
  };
}

export type TestPlatform = ReturnType<typeof startPlatform>;

/** Opens the platform against a world of its own; both live by one clock, which moves when somebody sleeps. */
export function startPlatform(
  options: {
    login?: Login;
    scenario?: string;
    change?: (settings: IotdaSettings) => IotdaSettings;
    /** How far the platform's clock is ahead of ours. */
    aheadMs?: number;
  } & SimulatorOptions = {},
) {
  const { login = 'v11', scenario: name = 'quiet-fleet', change = (same) => same, aheadMs = 0, ...simulated } = options;
  const clock = createTestClock();
  const deadlines = createTestTimer();
  const scenario = findScenario(name);
  if (scenario === null) throw new Error(`no scenario ${name}`);
  const world = createWorld({ scenario, seed: 7, clock: { now: () => clock.now() + aheadMs } });
  const simulator = createSimulator(world, { delay: (ms) => clock.sleep(ms), ...simulated });
  const wire = answerWire((request) => simulator.answer(request));
  const dispatcher = openDispatcher();
  const platform = openIotda(change(settingsFor(world, login)), {
    dispatcher,
    clock,
    random: () => 0.5,
    timer: deadlines.timer,
  });
  return {
    platform,
    world,
    clock,
    log: simulator.log.entries,
    /** How many calls of a kind have arrived. */
    calls: (kind: string) => simulator.log.entries.filter((entry) => entry.kind === kind).length,
    async stop() {
      await platform.close();
      await dispatcher.destroy();
      wire.stop();
    },
  };
}

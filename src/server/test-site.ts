/** A console with a real platform configured, in this process. Its requests to the platform are answered by the simulator. */
import { join } from 'node:path';
import { passthrough } from 'msw';
import { onTestFinished } from 'vitest';
import type { PlatformAccess } from '#simulator/embedded.ts';
import { accessTo, defaultSeed, namedScenario } from '#simulator/embedded.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '#simulator/simulator.ts';
import { seedOf } from '#simulator/world/random.ts';
import { createWorld } from '#simulator/world/world.ts';
import { readConfig } from './config.ts';
import { answerWire } from './platform/test-wire.ts';
import { start } from './start.ts';
import { platformOf } from './test-platform.ts';
import { temporaryFolder } from './test-process.ts';
import { signInAsOperations, type Visitor } from './test-visitor.ts';

type Settings = SimulatorOptions & {
  scenario: string;
  /** Where the platform is; a simulator on another host can only be met here. */
  endpoint?: string;
  credentials(access: PlatformAccess): Record<string, string>;
};

export type Site = Pick<Simulator, 'world' | 'log'> & { person: Visitor; dataDir: string };

/** The console, and somebody from operations who is signed in. Both end with the test. */
export async function openSite({ scenario, endpoint, credentials, ...options }: Settings): Promise<Site> {
  const origin = endpoint ?? 'https://a1b2c3.st1.iotda-app.cn-north-4.myhuaweicloud.com';
  const world = createWorld({ scenario: namedScenario(scenario), seed: seedOf(defaultSeed) });
  const simulator = createSimulator(world, options);
  const wire = answerWire((request) =>
    new URL(request.url).origin === origin ? simulator.answer(request) : passthrough(),
  );
  onTestFinished(() => wire.stop());
  const dataDir = join(await temporaryFolder(), 'data');
  const access = accessTo(world, origin);
  const env = { PORT: '0', DATA_DIR: dataDir, ...platformOf(access), ...credentials(access) };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const console = await start(
    readConfig(env, () => ''),
    { log: silent },
  );
  onTestFinished(() => console.close());
  const person = await signInAsOperations(console.url, dataDir);
  return { world, log: simulator.log, person, dataDir };
}

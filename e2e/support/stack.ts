import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#server/config.ts';
import { start } from '#server/start.ts';
import { accessTo, type Embedded, namedScenario, type PlatformAccess, startEmbedded } from '#simulator/embedded.ts';
import { serveHttp } from '#simulator/server.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { createWorld } from '#simulator/world/world.ts';

/** A whole console in this process: the built pages, the BFF, the simulator and an embedded database on a free port. */
export type Stack = {
  url: string;
  /** The platform behind it: let time pass, switch faults on, read what it was asked. */
  world: Embedded['world'];
  log: Embedded['log'];
  close(): Promise<void>;
};

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'rollout-console-'));
const removed = (folder: string) => rm(folder, { recursive: true, force: true });
const noFiles = () => '';
// What a journey provokes is seen on the page; the server's own lines about it would only hide what failed.
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Opens a demonstration whose simulated world begins with this scenario; its devices are as fast as the clock. What `prepare` does
 * to the world has happened before the console looks at it for the first time.
 */
export async function openStack(
  scenario: string,
  prepare: (stack: Pick<Stack, 'world'>) => void = () => undefined,
): Promise<Stack> {
  const dataDir = await temporaryFolder();
  let embedded: Embedded | undefined;
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, SIMULATOR_SPEED: '1' }, noFiles);
  const console = await start(config, {
    log: quiet,
    simulator: (options) => {
      embedded = startEmbedded({ ...options, scenario });
      prepare(embedded);
      return embedded;
    },
  });
  if (embedded === undefined) throw new Error('The console did not start its simulator.');
  const { world, log } = embedded;
  const close = async () => {
    await console.close();
    await removed(dataDir);
  };
  return { url: console.url, world, log, close };
}

type GuardedStack = Stack & { setUpToken(): Promise<string> };

/** Opens a console with a platform configured, so that people need accounts. The platform is the simulator behind a port. */
export const openGuardedStack = (scenario: string): Promise<GuardedStack> =>
  openConfigured(scenario, ({ endpoint, region, projectId, ak, sk }) => ({
    IOTDA_ENDPOINT: endpoint,
    IOTDA_REGION: region,
    IOTDA_PROJECT_ID: projectId,
    IOTDA_AK: ak,
    IOTDA_SK: sk,
  }));

/** The same with the older platform, which lists nothing and takes device commands. */
export const openNorthboundStack = (scenario: string): Promise<GuardedStack> =>
  openConfigured(scenario, ({ northboundEndpoint, appId, appSecret }) => ({
    NORTHBOUND_URL: northboundEndpoint,
    NORTHBOUND_APP_ID: appId,
    NORTHBOUND_SECRET: appSecret,
  }));

async function openConfigured(
  scenario: string,
  platformOf: (access: PlatformAccess) => Record<string, string>,
): Promise<GuardedStack> {
  const dataDir = await temporaryFolder();
  const world = createWorld({ scenario: namedScenario(scenario), seed: 1 });
  const { fetch, log } = createSimulator(world);
  const platform = await serveHttp(fetch, 0);
  const env = { PORT: '0', DATA_DIR: dataDir, ...platformOf(accessTo(world, platform.origin)) };
  const console = await start(readConfig(env, noFiles), { log: quiet });
  const close = async () => {
    await console.close();
    await platform.close();
    await removed(dataDir);
  };
  const setUpToken = async () => (await readFile(join(dataDir, 'set-up-token'), 'utf8')).trim();
  return { url: console.url, world, log, setUpToken, close };
}

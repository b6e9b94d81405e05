import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#server/config.ts';
import { start } from '#server/start.ts';
import { type Embedded, startEmbedded } from '#simulator/embedded.ts';

/** A whole console in this process: the built pages, the BFF, the simulator and an embedded database on a free port. */
export type Stack = {
  url: string;
  /** The platform behind it: let time pass, switch faults on, read what it was asked. */
  world: Embedded['world'];
  log: Embedded['log'];
  close(): Promise<void>;
};

/** Opens a console whose simulated world begins with this scenario. */
export async function openStack(scenario: string, speed: number): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollout-console-'));
  let embedded: Embedded | undefined;
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, SIMULATOR_SPEED: String(speed) }, () => '');
  const console = await start(config, {
    simulator: (options) => {
      embedded = startEmbedded({ ...options, scenario });
      return embedded;
    },
  });
  if (embedded === undefined) throw new Error('The console did not start its simulator.');
  const { world, log } = embedded;
  const close = async () => {
    await console.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: console.url, world, log, close };
}

/**
 * The memory of a console while 200 tasks of 30,000 devices each move: it follows them all and copies their devices as fast as 300 calls
 * a second allow. The console and the platform are processes of their own; the console's is the most that it ever had resident. It runs
 * as `npm start` runs it, and anything else would: no setting of Node's is needed.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pastUpgrade } from '#simulator/scenarios/past.ts';
import { pack, product, utilityFleet } from '#simulator/scenarios/utility-fleet.ts';
import { serveHttp } from '#simulator/server.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { createWorld } from '#simulator/world/world.ts';
import { report } from './measure.ts';

const tasks = 200;
const devices = 30_000;
const forMs = 90_000;
const everyMs = 1_000;
const callsPerSecond = 300;

type Access = { endpoint: string; region: string; projectId: string; ak: string; sk: string };

if (process.argv[2] === 'platform') await servePlatform();
else await measure();

/** Tells how to reach it, and answers each message with the number of calls for one task so far. */
async function servePlatform() {
  const past = Array.from({ length: tasks }, (_, nth) =>
    pastUpgrade({
      agoMinutes: 1 + nth / 100,
      name: `All_meters_${nth}`,
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 0, count: devices },
    }),
  );
  const world = createWorld({ scenario: { name: 'bench', plan: utilityFleet(), past }, seed: 3 });
  const simulator = createSimulator(world);
  const server = await serveHttp((request) => simulator.fetch(request), 0);
  const { region, projectId, ak, sk } = world.credentials;
  process.on('message', () => process.send?.(simulator.log.entries.filter(({ kind }) => kind === 'show').length));
  process.send?.({ endpoint: server.origin, region, projectId, ak, sk });
}

/** The most memory that a process had resident, in megabytes. Linux tells it. */
async function peakOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_000;
}

async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'rollout-bench-'));
  const platform = fork(fileURLToPath(import.meta.url), ['platform']);
  const [access] = (await once(platform, 'message')) as [Access]; // as `servePlatform` sends it
  const console_ = spawn(process.execPath, [fileURLToPath(new URL('../src/server/main.ts', import.meta.url))], {
    stdio: 'ignore',
    env: {
      PORT: '0',
      DATA_DIR: folder,
      IOTDA_ENDPOINT: access.endpoint,
      IOTDA_REGION: access.region,
      IOTDA_PROJECT_ID: access.projectId,
      IOTDA_AK: access.ak,
      IOTDA_SK: access.sk,
      IOTDA_CALLS_PER_SECOND: String(callsPerSecond),
    },
  });
  try {
    let peak = 0;
    for (let waited = 0; waited < forMs && console_.exitCode === null; waited += everyMs) {
      await sleep(everyMs);
      peak = await peakOf(console_);
    }
    if (console_.exitCode !== null) throw new Error(`the console ended with ${console_.exitCode}`);
    platform.send('calls');
    const [calls] = (await once(platform, 'message')) as [number]; // as `servePlatform` sends it
    console.log(
      `${tasks} moving tasks of ${devices} devices, ${forMs / 1_000} s, ${calls} calls for tasks and their devices:`,
    );
    report('most memory of the console', peak, { goal: 400, unit: 'MB' });
  } finally {
    console_.kill();
    platform.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What the adapter adds to a page of subtasks: signing, sending, checking and translating 50 rows, against a bare undici request
 * for the same bytes from the same server, in alternating rounds of one run. The server is a thread that answers the same page.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { request } from 'undici';
import { systemClock } from '#server/clock.ts';
import { openDispatcher } from '#server/platform/dispatcher.ts';
import { InProcessDispatcher } from '#server/platform/in-process.ts';
import { type IotdaSettings, openIotda } from '#server/platform/iotda.ts';
import type { Platform } from '#server/platform/port.ts';
import { Secret } from '#server/platform/secret.ts';
import { findScenario } from '#simulator/scenarios/scenarios.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { createWorld } from '#simulator/world/world.ts';
import { quantile, report, time } from './measure.ts';

const rounds = 15;
const pagesPerRound = 100;
const goal = 1.5;

if (isMainThread) await measure();
else serve(String(workerData));

function serve(page: string): void {
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(page) })
      .end(page);
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port)); // on TCP
}

async function measure(): Promise<void> {
  const { settings, taskId, page } = await pageOfTheSimulator();
  const server = new Worker(new URL(import.meta.url), { workerData: page });
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const origin = `http://127.0.0.1:${port}`;
  const dispatcher = openDispatcher();
  const open = (signing: IotdaSettings['signing']): Platform =>
    openIotda({ ...settings, endpoint: origin, signing }, { dispatcher, clock: systemClock, random: Math.random });
  const adapters = { v11: open('v11'), sdk: open('sdk') };
  const path = `${origin}/v5/iot/${settings.projectId}/batchtasks/${taskId}?limit=50&marker=${'f'.repeat(24)}&offset=0`;

  const sides: Record<string, () => Promise<unknown>> = {
    bare: async () => (await request(path, { dispatcher })).body.text(),
    parsed: async () => JSON.parse(await (await request(path, { dispatcher })).body.text()) as unknown,
    v11: () => adapters.v11.showTask({ taskId }, { lane: 'reader' }),
    sdk: () => adapters.sdk.showTask({ taskId }, { lane: 'reader' }),
  };
  const times: Record<string, number[]> = {};
  for (let round = -2; round < rounds; round += 1) {
    for (const [side, act] of Object.entries(sides)) {
      const ms = await time(async () => {
        for (let n = 0; n < pagesPerRound; n += 1) await act();
      });
      if (round >= 0) (times[side] ??= []).push(ms / pagesPerRound); // the first two rounds warm up
    }
  }
  const ratio = (side: string) =>
    quantile(
      (times[side] ?? []).map((ms, round) => ms / (times['bare']?.[round] ?? Number.NaN)),
      0.5,
    );
  console.log(`A page of 50 subtasks, ${page.length} bytes, ${rounds} rounds of ${pagesPerRound}:`);
  for (const [side, list] of Object.entries(times))
    console.log(`  ${side.padEnd(8)} ${quantile(list, 0.5).toFixed(3)} ms a page`);
  report('adapter, V11-HMAC-SHA256, ÷ bare undici request', ratio('v11'), { goal, unit: '×' });
  report('adapter, SDK-HMAC-SHA256, ÷ bare undici request', ratio('sdk'), { goal, unit: '×' });
  report('undici request and JSON.parse ÷ bare undici request', ratio('parsed'), { goal, unit: '×' });
  await dispatcher.close();
  await server.terminate();
}

/** A true page, as the simulated platform writes it. */
async function pageOfTheSimulator() {
  const scenario = findScenario('half-failed');
  if (scenario === null) throw new Error('the scenario is gone');
  const world = createWorld({ scenario, seed: 7 });
  const simulator = createSimulator(world);
  const { region, projectId, ak, sk } = world.credentials;
  const settings: IotdaSettings = {
    endpoint: 'https://simulated-platform.invalid',
    region,
    projectId,
    credentials: { kind: 'access_key', accessKey: ak, secretKey: new Secret(sk) },
    signing: 'v11',
    packageField: 'package_ids',
    callsPerSecond: 1_000_000,
  };
  let page = '';
  const dispatcher = new InProcessDispatcher(async (asked) => {
    const answer = await simulator.fetch(asked);
    page = await answer.clone().text();
    return answer;
  });
  const platform = openIotda(settings, { dispatcher, clock: systemClock, random: Math.random });
  const [task] = (await platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, { lane: 'reader' })).rows;
  const taskId = task?.id ?? '';
  await platform.showTask({ taskId }, { lane: 'reader' });
  return { settings, taskId, page };
}

/**
 * What the adapter adds to a page of 50 subtasks: signing, queueing, checking and translating, against what any client has to do:
 * a bare undici request with the same headers for the same bytes, and JSON.parse. Rounds alternate within one run. Asked are a thread
 * that answers one and the same page (at once, and after some milliseconds), and the simulator in a process of its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Dispatcher, request } from 'undici';
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
import { simulatedPlatform } from './simulated-platform.ts';

/** How long the server thinks before it answers, and how many pages a round has: the nearest region is some milliseconds away. */
const servers = [
  { thinksMs: 0, pagesPerRound: 100 },
  { thinksMs: 5, pagesPerRound: 15 },
] as const;
const rounds = 25;
const warmUps = 6;
const goal = 1.5;

if (isMainThread) await measure();
else serve(String(workerData));

/** One server for each of `servers`; tells the ports to whoever started this thread. */
function serve(page: string): void {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(page) };
  const start = (thinksMs: number) =>
    new Promise<number>((resolve) => {
      const server = createServer((_, response) => {
        const answer = () => response.writeHead(200, headers).end(page);
        if (thinksMs === 0) answer();
        else setTimeout(answer, thinksMs);
      });
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // on TCP
    });
  void Promise.all(servers.map(({ thinksMs }) => start(thinksMs))).then((ports) => parentPort?.postMessage(ports));
}

async function measure(): Promise<void> {
  const { settings, taskId, page } = await pageOfTheSimulator();
  const server = new Worker(new URL(import.meta.url), { workerData: page });
  const ports = await new Promise<number[]>((resolve) => server.once('message', resolve));
  const dispatcher = openDispatcher();
  console.log(`A page of 50 subtasks, ${page.length} bytes, medians of ${rounds} rounds:`);
  for (const [index, { thinksMs, pagesPerRound }] of servers.entries()) {
    console.log(`\nfrom a server that answers ${thinksMs === 0 ? 'at once' : `after ${thinksMs} ms`}:`);
    const endpoint = `http://127.0.0.1:${ports[index]}`;
    await compare({ ...settings, endpoint }, taskId, dispatcher, pagesPerRound);
  }
  await server.terminate();

  const simulator = await startSimulator();
  console.log('\nfrom the simulator in a process of its own, a page of a task of 30,000 devices:');
  await compare(
    { ...settings, ...simulator.settings },
    await newestTask(simulator.settings, dispatcher),
    dispatcher,
    50,
  );
  await dispatcher.close();
  await simulator.stop();
}

async function compare(settings: IotdaSettings, taskId: string, dispatcher: Dispatcher, pagesPerRound: number) {
  let sent: Dispatcher.DispatchOptions['headers'] = null;
  const spy = dispatcher.compose((dispatch) => (options, handler) => {
    sent = options.headers;
    return dispatch(options, handler);
  });
  const open = (signing: IotdaSettings['signing'], through = dispatcher): Platform =>
    openIotda({ ...settings, signing }, { dispatcher: through, clock: systemClock, random: Math.random });
  const adapters = { v11: open('v11'), sdk: open('sdk') };
  await open('sdk', spy).showTask({ taskId }, { lane: 'reader' });
  const headers = sent;
  const path = `${settings.endpoint}/v5/iot/${settings.projectId}/batchtasks/${taskId}?limit=50&marker=${'f'.repeat(24)}&offset=0`;
  const bare = async () => (await request(path, { dispatcher, headers })).body.text();
  const rivalName = 'bare undici request with the same headers, and JSON.parse';
  const times = await alternate(
    {
      [rivalName]: async () => JSON.parse(await bare()) as unknown,
      'bare undici request with the same headers, body only as text': bare,
      'adapter, V11-HMAC-SHA256': () => adapters.v11.showTask({ taskId }, { lane: 'reader' }),
      'adapter, SDK-HMAC-SHA256': () => adapters.sdk.showTask({ taskId }, { lane: 'reader' }),
    },
    pagesPerRound,
  );
  const rival = times.get(rivalName) ?? [];
  for (const [side, list] of times) {
    const ratio = quantile(
      list.map((ms, round) => ms / (rival[round] ?? Number.NaN)),
      0.5,
    );
    console.log(`  ${quantile(list, 0.5).toFixed(3)} ms a page, ${side}`);
    if (side.startsWith('adapter')) report(`  ${side} ÷ bare and JSON.parse`, ratio, { goal, unit: '×' });
  }
}

/** The simulator as its own program, with a finished task of 30,000 devices. */
async function startSimulator() {
  const program = new URL('../src/simulator/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, '--port', '0', '--scenario', 'thirty-thousand'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // what readline's event carries
  const access = JSON.parse(line) as Record<'endpoint' | 'region' | 'projectId' | 'ak' | 'sk', string>; // the line main.ts describes
  const { endpoint, region, projectId, ak, sk } = access;
  const credentials = { kind: 'access_key' as const, accessKey: ak, secretKey: new Secret(sk) };
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { settings: { endpoint, region, projectId, credentials }, stop };
}

async function newestTask(
  where: Pick<IotdaSettings, 'endpoint' | 'region' | 'projectId' | 'credentials'>,
  dispatcher: Dispatcher,
): Promise<string> {
  const settings: IotdaSettings = { ...where, signing: 'v11', packageField: 'package_ids', callsPerSecond: 1_000_000 };
  const platform = openIotda(settings, { dispatcher, clock: systemClock, random: Math.random });
  const [task] = (await platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, { lane: 'reader' })).rows;
  if (task?.counts.total !== 30_000) throw new Error('the large task is gone');
  return task.id;
}

/** Milliseconds per call of each side in each round; the sides take turns. */
async function alternate(sides: Record<string, () => Promise<unknown>>, calls: number) {
  const times = new Map(Object.keys(sides).map((side): [string, number[]] => [side, []]));
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (const [side, act] of Object.entries(sides)) {
      const ms = await time(async () => {
        for (let n = 0; n < calls; n += 1) await act();
      });
      if (round >= warmUps) times.get(side)?.push(ms / calls);
    }
  }
  return times;
}

/** A true page, as the simulated platform writes it. */
async function pageOfTheSimulator() {
  const scenario = findScenario('half-failed');
  if (scenario === null) throw new Error('the scenario is gone');
  const world = createWorld({ scenario, seed: 7 });
  const simulator = createSimulator(world);
  const settings = simulatedPlatform(world.credentials);
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

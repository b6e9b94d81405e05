/**
 * The simulated platform at the largest size the real one allows: a create that names 30,000 devices, and pages of its subtasks. Times
 * are the simulator's own, from the request to the answer, authentication included; beside them what merely reading and writing the
 * same JSON costs in the same run.
 */
import { systemClock } from '#server/clock.ts';
import { InProcessDispatcher } from '#server/platform/in-process.ts';
import { openIotda } from '#server/platform/iotda.ts';
import type { Call } from '#server/platform/port.ts';
import { findScenario } from '#simulator/scenarios/scenarios.ts';
import { product } from '#simulator/scenarios/utility-fleet.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { deviceIdOf } from '#simulator/world/fleet.ts';
import { createWorld } from '#simulator/world/world.ts';
import { quantile, report, time } from './measure.ts';
import { simulatedPlatform } from './simulated-platform.ts';

const devices = 30_000;
const creates = 5;
const reader: Call = { lane: 'reader' };

const scenario = findScenario('quiet-fleet');
if (scenario === null) throw new Error('the scenario is gone');
const world = createWorld({ scenario, seed: 7 });
const simulator = createSimulator(world);
let took = 0;
let bytes = { asked: '', answered: '' };
const dispatcher = new InProcessDispatcher(async (request) => {
  const asked = await request.clone().text();
  let answer = new Response();
  took = await time(async () => {
    answer = await simulator.fetch(request);
  });
  bytes = { asked, answered: await answer.clone().text() };
  return answer;
});
const platform = openIotda(simulatedPlatform(world.credentials), {
  dispatcher,
  clock: systemClock,
  random: Math.random,
});
const floor = (text: string) => time(() => JSON.stringify(JSON.parse(text)));

const { catalogue, bySerial } = world.fleet;
const deviceIds = [...(bySerial[product.waterMeter] ?? [])]
  .slice(0, devices)
  .map((one) => deviceIdOf(world.fleet, one));
const packageId = catalogue.packages.find(({ version }) => version === '2.5.0')?.packageId ?? '';
const spaceId = catalogue.spaces[0]?.appId ?? '';

const created: { ms: number; ratio: number }[] = [];
let taskId = '';
for (let n = 0; n < creates; n += 1) {
  const written = await platform.createTask(
    {
      kind: 'firmwareUpgrade',
      platformName: `bench_${n}`,
      spaceId,
      targets: { source: 'devices', deviceIds },
      packageId,
      startsAt: null,
      retry: null,
    },
    { lane: 'mutation' },
  );
  if (written.kind !== 'done') throw new Error(`not created: ${JSON.stringify(written)}`);
  taskId = written.value.id;
  created.push({ ms: took, ratio: took / (await floor(bytes.asked)) });
}

world.advance('6 h');
await platform.showTask({ taskId }, reader);
const pages: { ms: number; ratio: number }[] = [];
let rows = 0;
for (let marker: string | null = null; ;) {
  const { subtasks } = await platform.showTask({ taskId, marker }, reader);
  pages.push({ ms: took, ratio: took / (await floor(bytes.answered)) });
  rows += subtasks.rows.length;
  if (subtasks.marker === null) break;
  marker = subtasks.marker;
}
if (rows !== devices) throw new Error(`the walk brought ${rows} rows`);

const median = (list: { ms: number; ratio: number }[], of: 'ms' | 'ratio') =>
  quantile(
    list.map((one) => one[of]),
    0.5,
  );
console.log(`${creates} creates for ${devices} devices; ${pages.length} pages of 50 of the last of them:`);
report('create, slowest', Math.max(...created.map((one) => one.ms)), { goal: 1_000, unit: 'ms' });
report('page of subtasks, median', median(pages, 'ms'), { goal: 5, unit: 'ms' });
report(
  'page of subtasks, 99 of 100',
  quantile(
    pages.map((one) => one.ms),
    0.99,
  ),
  { goal: 5, unit: 'ms' },
);
console.log(`create ÷ reading and writing its JSON: ${median(created, 'ratio').toFixed(1)} ×`);
console.log(`page ÷ reading and writing its JSON: ${median(pages, 'ratio').toFixed(1)} ×`);

/**
 * Copying the devices of a task: a walk through 30,000 of them against the least time that the platform's rate allows, beside a plain walk
 * from marker to marker; a refresh of a task that has almost finished; and what people notice meanwhile. Time is virtual, so that
 * ten calls a second do not take a minute; what is counted in calls is exact.
 */
import type { Call } from '#server/platform/port.ts';
import { setStatus, statusOf } from '#simulator/world/task.ts';
import { quantile, report, time as wallTime } from './measure.ts';
import { type BenchSite, connection, devices, openBenchSite } from './site.ts';

const pages = Math.ceil(devices / 50);
/** Calls a second, and an answer's milliseconds: three calls at once reach the rate while an answer takes less than 3 ÷ rate. */
const platforms = [
  { callsPerSecond: 10, latencyMs: 80 },
  { callsPerSecond: 50, latencyMs: 50 },
  { callsPerSecond: 100, latencyMs: 25 },
] as const;

for (const settings of platforms) await walk(settings);
await refresh();
await firstRows();
await inBetween();

/** Every row succeeded or is in progress, so that no failures are read first. */
function settle({ task }: BenchSite, everyNth: number) {
  for (let row = 0; row < devices; row += 1) setStatus(task.rows, row, row % everyNth === 0 ? 'Processing' : 'Success');
  task.status = 'Processing';
}

/** How often each device was written down from now on. */
function countRows(site: BenchSite): Map<string, number> {
  const times = new Map<string, number>();
  const { subtasks } = site.store;
  const see = subtasks.see.bind(subtasks);
  Object.assign(subtasks, {
    see: (...[ref, rows, at]: Parameters<typeof see>) => {
      for (const { deviceId } of rows) times.set(deviceId, (times.get(deviceId) ?? 0) + 1);
      return see(ref, rows, at);
    },
  });
  return times;
}

async function walk(settings: (typeof platforms)[number]) {
  const { callsPerSecond, latencyMs } = settings;
  const site = await openBenchSite(settings);
  const { time, work, task, taskId } = site;
  settle(site, 2);
  await time.during(work.look({ connection, id: taskId }));
  await site.spendSavings();
  let changed = 0;
  site.onCall(() => {
    for (let nth = 0; nth < 5 && changed < devices / 10; nth += 1, changed += 1) {
      const row = (changed * 1_237) % devices;
      setStatus(task.rows, row, statusOf(task.rows, row) === 'Success' ? 'Processing' : 'Success');
    }
  });
  const times = countRows(site);
  const before = site.calls();
  const from = time.now();
  await time.during(work.tick('harvest'));
  const tookMs = time.now() - from;
  const calls = site.calls() - before;
  const bound = ((pages - 1) / callsPerSecond) * 1000 + latencyMs;
  const plainMs = await plainWalk(settings);
  const once = [...times.values()].filter((n) => n === 1).length;
  console.log(
    `\n${devices} rows at ${callsPerSecond} calls/s, answers after ${latencyMs} ms, ${changed} rows changing:`,
  );
  report('  walk ÷ rate bound', tookMs / bound, { goal: 1.05, unit: '×' });
  report('  calls ÷ pages', calls / pages, { goal: 1.02, unit: '×' });
  report('  rows not read exactly once', devices - once, { goal: 0, unit: '' });
  report('  answers that throttled', site.throttled(), { goal: 0, unit: '' });
  console.log(`  ${(tookMs / 1000).toFixed(1)} s; from marker to marker ${(plainMs / bound).toFixed(2)} × the bound`);
  await site.store.close();
}

async function plainWalk(settings: (typeof platforms)[number]): Promise<number> {
  const site = await openBenchSite(settings);
  const call: Call = { lane: 'poller' };
  await site.time.during(site.platform.showTask({ taskId: site.taskId }, call));
  await site.spendSavings();
  const from = site.time.now();
  const walking = async () => {
    let marker: string | null = null;
    do marker = (await site.platform.showTask({ taskId: site.taskId, marker }, call)).subtasks.marker;
    while (marker !== null);
  };
  await site.time.during(walking());
  await site.store.close();
  return site.time.now() - from;
}

async function refresh() {
  const site = await openBenchSite({ callsPerSecond: 100, latencyMs: 25 });
  const { time, work, task, taskId, store } = site;
  settle(site, 20);
  const ref = { connection, id: taskId };
  await time.during(work.look(ref));
  await time.during(work.tick('harvest'));
  setStatus(task.rows, 20, 'Fail');
  await time.during(time.sleep(120_000));
  const { task: seen } = await time.during(work.look(ref));
  const before = site.calls();
  await time.during(work.tick('harvest'));
  const calls = site.calls() - before;
  console.log(`\n95 of 100 devices finished (${seen.counts.processing} are in progress), one failed since:`);
  report('  calls of a refresh ÷ those of a walk', calls / pages, { goal: 0.06, unit: '×' });
  const ofFailures = site.calls();
  const asked = [1, 2, 3].map(() => work.copyOutcomes({ ...seen, counts: { ...seen.counts, failed: 2 } }, ['failed']));
  await time.during(Promise.all(asked));
  report('  calls for the failures, three people asking ÷ a walk', (site.calls() - ofFailures) / pages, {
    goal: 0.012,
    unit: '×',
  });
  await store.close();
}

async function firstRows() {
  const site = await openBenchSite({ callsPerSecond: 1_000, latencyMs: 80 });
  settle(site, 2);
  const ref = { connection, id: site.taskId };
  const before = site.calls();
  const from = site.time.now();
  await site.time.during(site.work.look(ref));
  const waited = site.time.now() - from;
  const { rows } = await site.store.subtasks.page(ref, { limit: 50 });
  console.log(`\nopening a task of ${devices} devices (${rows.length} rows to show):`);
  report('  calls before the first 50 rows', site.calls() - before, { goal: 1, unit: '' });
  report('  waited ÷ one answer of the platform', waited / 80, { goal: 1, unit: '×' });
  await site.store.close();

  const near = await openBenchSite({ callsPerSecond: 1_000_000, latencyMs: 0 });
  const own: number[] = [];
  for (let n = 0; n < 30; n += 1)
    own.push(await wallTime(() => near.time.during(near.work.look({ connection, id: near.taskId }))));
  report('  everything but the platform’s time, median', quantile(own, 0.5), { goal: 10, unit: 'ms' });
  await near.store.close();
}

async function inBetween() {
  for (const settings of platforms) {
    const { callsPerSecond, latencyMs } = settings;
    const site = await openBenchSite(settings);
    const { time, work, platform, taskId } = site;
    settle(site, 2);
    await time.during(work.look({ connection, id: taskId }));
    await site.spendSavings();
    const waits: number[] = [];
    const person = async () => {
      for (let n = 0; n < 40; n += 1) {
        // Never in step with the calls of the walk.
        await time.sleep(173 + n * 7);
        const from = time.now();
        await platform.showTask({ taskId, limit: 1 }, { lane: 'reader' });
        waits.push(time.now() - from - latencyMs);
      }
    };
    await time.during(Promise.all([work.tick('harvest'), person()]));
    console.log(`\na person asks while a walk is under way, ${callsPerSecond} calls/s, answers after ${latencyMs} ms:`);
    report('  longest wait ÷ one token', Math.max(...waits) / (1000 / callsPerSecond), { goal: 1, unit: '×' });
    await site.store.close();
  }
}

import { expect, test } from 'vitest';
import type { Outcome } from '#shared/domain/task.ts';
import { setStatus, statusOf } from '#simulator/world/task.ts';
import { firstTask, halfFailed, makeTasks, quiet, truth } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';
import { createWork } from './work.ts';

/** Seconds of work where the machine has nothing else to do. */
const busyMachine = { timeout: 30_000 };

const shows = (site: TestSite) => site.simulator.log.entries.filter(({ kind }) => kind === 'show');
const queryOf = (path: string) => new URLSearchParams(path.split('?')[1]);

async function copied(site: TestSite, id: string): Promise<Map<string, Outcome>> {
  const { rows } = await site.store.subtasks.page({ connection, id }, { limit: 100_000 });
  return new Map(rows.map((row) => [row.deviceId, row.outcome]));
}

/** The same work, and how often each device was written down by it. */
function counting(site: TestSite) {
  const times = new Map<string, number>();
  const { subtasks } = site.store;
  const see: typeof subtasks.see = (ref, rows, at) => {
    for (const { deviceId } of rows) times.set(deviceId, (times.get(deviceId) ?? 0) + 1);
    return subtasks.see(ref, rows, at);
  };
  const store = { ...site.store, subtasks: { ...subtasks, see } };
  return { times, work: createWork({ ...site.services, store }) };
}

/** A moving task of which every row succeeds or is in progress, so that a walk has no failures to read first. */
async function halfDone(devices: number) {
  const site = await openSite(halfFailed(devices));
  const { id, task } = firstTask(site);
  for (let row = 0; row < devices; row += 1) setStatus(task.rows, row, row % 2 === 0 ? 'Success' : 'Processing');
  task.status = 'Processing';
  await site.work.look({ connection, id });
  site.simulator.log.clear();
  return { site, id, task };
}

/** Until the platform's own books and the copy have come to rest. */
async function live(site: TestSite, work: Pick<TestSite['work'], 'tick'>, seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    for (const part of ['sampler', 'harvest'] as const) await work.tick(part).catch(() => undefined);
    site.clock.advance(1_000);
  }
}

test('a walk reads 3,000 rows exactly once in 60 calls, while every tenth of them changes', busyMachine, async () => {
  const { site, id, task } = await halfDone(2_990);
  let changed = 0;
  site.onRequest(() => {
    for (let nth = 0; nth < 5 && changed < 299; nth += 1, changed += 1) {
      const row = (changed * 1_237) % 2_990;
      setStatus(task.rows, row, statusOf(task.rows, row) === 'Success' ? 'Processing' : 'Success');
    }
  });
  const { times, work } = counting(site);
  await work.tick('harvest');
  expect(changed).toBe(299);
  expect(times.size).toBe(2_990);
  expect(new Set(times.values())).toEqual(new Set([1]));
  expect(shows(site)).toHaveLength(60);
  // Each window begins behind the last row of the farthest page of the one before.
  const offsets = shows(site).map(({ path }) => Number(queryOf(path).get('offset')));
  expect(offsets.filter((offset) => offset === 500)).toHaveLength(5);
  expect(new Set(shows(site).map(({ path }) => queryOf(path).get('marker'))).size).toBe(6);
  expect(await site.store.subtasks.copyState({ connection, id })).toMatchObject({ complete: true, rows: 2_990 });
});

test('a console that is killed in the middle goes on where its copy was', async () => {
  const { site, id, task } = await halfDone(3_000);
  let calls = 0;
  let die: (() => void) | null = null;
  site.onRequest(() => {
    calls += 1;
    return calls > 40 ? new Promise<void>((resolve) => void (die = resolve)) : undefined;
  });
  // Whatever the first process has out when it is killed never comes back.
  void site.work.tick('harvest');
  await expect.poll(() => die !== null).toBe(true);

  const next = site.successor();
  next.onRequest(() => undefined);
  const { times, work } = counting(next);
  site.clock.advance(120_000);
  await next.store.tasks.hurryWalk({ connection, id });
  await work.tick('harvest');
  expect(await copied(site, id)).toEqual(truth(site, task));
  // 40 pages were read; of the window that was not finished, some are read again.
  expect(times.size).toBeLessThan(3_000 - 40 * 50 + 2 * 550);
  expect(new Set(times.values())).toEqual(new Set([1]));
  expect(await site.store.walkPlaces.find({ connection, id })).toBeNull();
  expect(await site.store.subtasks.copyState({ connection, id })).toMatchObject({ complete: true, rows: 3_000 });
});

test('with faults, rows that change and two kills the copy comes to what the platform has', busyMachine, async () => {
  const site = await openSite(halfFailed(3_000));
  const { id, task } = firstTask(site);
  task.status = 'Processing';
  await site.work.look({ connection, id });
  const faults = [
    site.world.fault({ match: 'show', kind: 'reset-after', rate: 0.05 }),
    site.world.fault({ match: 'show', kind: 'status', status: 500, rate: 0.05 }),
    site.world.fault({ match: 'show', kind: 'throttle', rate: 0.03, retryAfter: 2 }),
  ];
  let changed = 0;
  const change = () => {
    for (let nth = 0; nth < 3 && changed < 300; nth += 1, changed += 1) {
      const row = (changed * 1_237) % 3_000;
      setStatus(task.rows, row, statusOf(task.rows, row) === 'Fail' ? 'Processing' : 'Fail');
    }
  };
  let process = site;
  for (let kill = 0; kill < 2; kill += 1) {
    process.onRequest(change);
    await live(process, process.work, 4);
    process = process.successor();
  }
  process.onRequest(change);
  await live(process, process.work, 60);
  expect(changed).toBe(300);
  for (const end of faults) end();
  for (let row = 0; row < 3_000; row += 1) {
    if (statusOf(task.rows, row) === 'Processing') setStatus(task.rows, row, 'Success');
  }
  task.status = 'PartialSuccess';
  await live(process, process.work, 300);
  expect(await copied(site, id)).toEqual(truth(site, task));
});

test('the past is copied newest first and at two calls a second, unless somebody opens it', async () => {
  const site = await openSite(quiet);
  const tasks = makeTasks(site, 3, { devices: 700 });
  site.world.advance('3 h');
  await site.work.tick('index');
  site.simulator.log.clear();
  await live(site, site.work, 15);
  const calls = shows(site);
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.length).toBeLessThan(45);
  expect(calls[0]?.taskId).toBe(tasks[2]?.taskId);
  const opened = tasks[0]?.taskId ?? '';
  await site.work.look({ connection, id: opened });
  await site.work.tick('harvest');
  expect((await copied(site, opened)).size).toBe(700);
  await live(site, site.work, 30);
  for (const { taskId } of tasks) expect((await copied(site, taskId)).size).toBe(700);
});

test('of a task that is almost finished a refresh reads one page in twenty', async () => {
  const { site, id, task } = await halfDone(3_000);
  for (let row = 0; row < 3_000; row += 1) setStatus(task.rows, row, row % 20 === 0 ? 'Processing' : 'Success');
  site.clock.advance(60_000);
  await site.work.look({ connection, id });
  await site.work.tick('harvest');
  // One device comes to its end: the counts differ, so there is something to find out.
  setStatus(task.rows, 20, 'Success');
  site.clock.advance(60_000);
  await site.work.look({ connection, id });
  site.simulator.log.clear();
  await site.work.tick('harvest');
  expect(await copied(site, id)).toEqual(truth(site, task));
  expect(shows(site).length).toBeLessThanOrEqual(0.06 * 60 + 1); // the one device is read by itself
});

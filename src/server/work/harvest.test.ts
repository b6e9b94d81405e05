import { expect, test } from 'vitest';
import type { Outcome } from '#shared/domain/task.ts';
import { findSubtask, setStatus, statusOf } from '#simulator/world/task.ts';
import { firstTask, halfFailed, makeTasks, quiet, truth } from './test-scenarios.ts';
import { connection, openSite, sharing, type TestSite } from './test-site.ts';
import { createWork } from './work.ts';

/** Seconds of work where the machine has nothing else to do. */
const busyMachine = { timeout: 30_000 };

const shows = (site: TestSite) => site.simulator.log.entries.filter(({ kind }) => kind === 'show');
const filters = (site: TestSite) =>
  shows(site).map(({ path }) => new URLSearchParams(path.split('?')[1]).get('task_detail_status') ?? 'all');

async function copied(site: TestSite, id: string): Promise<Map<string, Outcome>> {
  const rows = new Map<string, Outcome>();
  let cursor: string | undefined;
  do {
    const page = await site.store.subtasks.page(
      { connection, id },
      { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) },
    );
    for (const row of page.rows) rows.set(row.deviceId, row.outcome);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

/** Lets the console work for a while. */
async function live(site: TestSite, seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    await site.work.tick('sampler');
    await site.work.tick('harvest');
    site.clock.advance(1_000);
  }
}

test('a task is copied whole, its failures first', async () => {
  const site = await openSite(halfFailed(700));
  const { id, task, failed } = firstTask(site);
  await site.work.look({ connection, id });
  site.simulator.log.clear();
  await site.work.tick('harvest');

  expect(await copied(site, id)).toEqual(truth(site, task));
  expect(await site.store.subtasks.copyState({ connection, id })).toEqual({
    rows: 700,
    complete: true,
    at: site.clock.now(),
    walking: false,
  });
  // A full last page does not tell that it is the last.
  const failurePages = Math.floor(failed.length / 50) + 1;
  expect(filters(site).slice(0, failurePages)).toEqual(Array.from({ length: failurePages }, () => 'Fail'));
  expect(shows(site)).toHaveLength(failurePages + 15);
  const copies = site.events.flatMap((event) => (event.type === 'copy' ? [event.copy] : []));
  expect(copies[0]).toMatchObject({ walking: true, complete: false });
  expect(copies.at(-1)).toMatchObject({ rows: 700, walking: false, complete: true });
  // It has ended and the copy is exact: nothing more is asked.
  site.simulator.log.clear();
  site.clock.advance(600_000);
  await site.work.tick('harvest');
  expect(shows(site)).toEqual([]);
});

test('3,000 devices of which every tenth changes underneath are copied exactly', busyMachine, async () => {
  const site = await openSite(halfFailed(3_000));
  const { id, task } = firstTask(site);
  task.status = 'Processing';
  await site.work.look({ connection, id });
  let changed = 0;
  site.onRequest(() => {
    for (let nth = 0; nth < 5 && changed < 300; nth += 1, changed += 1) {
      const row = (changed * 1_237) % 3_000;
      setStatus(task.rows, row, statusOf(task.rows, row) === 'Fail' ? 'Processing' : 'Fail');
    }
  });
  await site.work.tick('harvest');
  expect(changed).toBe(300);
  expect((await copied(site, id)).size).toBe(3_000);
  expect(await site.store.subtasks.copyState({ connection, id })).toMatchObject({ complete: true, walking: false });

  site.onRequest(() => undefined);
  for (let row = 0; row < 3_000; row += 1) {
    if (statusOf(task.rows, row) === 'Processing') setStatus(task.rows, row, 'Success');
  }
  task.status = 'PartialSuccess';
  await live(site, 200);
  expect(await copied(site, id)).toEqual(truth(site, task));
});

test(
  'a rollout that runs to its end is copied exactly, for far fewer calls than walking it again and again',
  busyMachine,
  async () => {
    const site = await openSite(quiet);
    const [task] = makeTasks(site, 1, { devices: 400 });
    if (task === undefined) throw new Error('no task');
    await site.work.look({ connection, id: task.taskId });
    await live(site, 600);
    expect(task.status).toBe('PartialSuccess');
    expect(await copied(site, task.taskId)).toEqual(truth(site, task));
    const calls = shows(site).length;
    await live(site, 300);
    expect(shows(site)).toHaveLength(calls);
    expect(calls).toBeLessThan(450); // a walk every ten seconds and a look every five would be 660
  },
);

test('of an almost finished task only what can have changed is read again', async () => {
  const site = await openSite(halfFailed(3_000));
  const { id, task, failed } = firstTask(site);
  // 30 have failed, all others succeeded.
  for (let row = 0; row < 3_000; row += 1) setStatus(task.rows, row, row % 100 === 0 ? 'Fail' : 'Success');
  await site.work.look({ connection, id });
  await site.work.tick('harvest');
  expect(failed.length).toBeGreaterThan(0);

  const again = [...truth(site, task)].filter(([, outcome]) => outcome === 'failed').map(([device]) => device);
  site.world.act({ kind: 'retry', task: task.no, targets: again });
  site.simulator.log.clear();
  await live(site, 1);
  site.world.advance('10 min');
  await site.work.look({ connection, id });
  await live(site, 60);
  expect(task.status).toMatch(/Success/);
  expect(await copied(site, id)).toEqual(truth(site, task));
  expect(filters(site).filter((filter) => filter === 'all').length).toBeLessThan(60); // a whole walk is 60 pages
});

test('throttling in the middle of a walk keeps its place', async () => {
  const site = await openSite(halfFailed(1_000));
  const { id, task } = firstTask(site);
  for (let row = 0; row < 1_000; row += 1) setStatus(task.rows, row, 'Success');
  await site.work.look({ connection, id });
  site.simulator.log.clear();
  let calls = 0;
  site.onRequest(() => {
    calls += 1;
    if (calls === 13) site.world.fault({ match: 'show', kind: 'throttle', times: 1, retryAfter: 40 });
  });
  await expect(site.work.tick('harvest')).rejects.toThrow('platform: throttled');
  expect(await site.store.subtasks.copyState({ connection, id })).toMatchObject({ rows: 600, walking: true });
  await site.work.tick('harvest');
  expect(calls).toBe(13);
  site.clock.advance(40_000);
  await site.work.tick('harvest');
  expect(calls).toBe(13 + 9);
  expect(await copied(site, id)).toEqual(truth(site, task));
});

test('a large task does not starve a small one', async () => {
  const site = await openSite(halfFailed(3_000));
  const { id } = firstTask(site);
  const [small] = makeTasks(site, 1);
  if (small === undefined) throw new Error('no task');
  site.clock.advance(600_000);
  await site.work.look({ connection, id });
  await site.work.look({ connection, id: small.taskId });
  site.simulator.log.clear();
  await site.work.tick('harvest');
  const order = shows(site).map(({ taskId }) => (taskId === small.taskId ? 'small' : 'large'));
  expect(order.indexOf('small')).toBeGreaterThan(-1);
  expect(order.lastIndexOf('large')).toBeGreaterThan(order.indexOf('small'));
});

test('what an action is about is made current first, and those who ask at the same time share the walk', async () => {
  const site = await openSite(halfFailed(1_200));
  const { id, task, failed } = firstTask(site);
  const ref = { connection, id };
  await site.work.look(ref);
  await site.work.tick('harvest');
  site.clock.advance(1);
  // Somebody retried some of them elsewhere; half of those have failed again, and a few others were stopped.
  for (const [row, device] of failed.slice(0, 40).entries()) {
    setStatus(task.rows, findSubtask(site.world.fleet, task.rows, device), row % 2 === 0 ? 'Processing' : 'Stopped');
  }
  task.status = 'Processing';
  const { task: fresh } = await site.work.look(ref);
  site.simulator.log.clear();
  await Promise.all([
    site.work.copyOutcomes(fresh, ['failed', 'stopped']),
    site.work.copyOutcomes(fresh, ['stopped', 'failed']),
  ]);
  const now = [...truth(site, task)];
  for (const outcome of ['failed', 'stopped'] as const) {
    expect(await site.store.subtasks.deviceIds(ref, { outcomes: [outcome] })).toEqual(
      now.filter(([, is]) => is === outcome).map(([device]) => device),
    );
  }
  const calls = shows(site).length;
  expect(calls).toBeLessThan(40);
  await site.work.copyOutcomes(fresh, ['failed', 'stopped']);
  expect(shows(site)).toHaveLength(calls);
});

test('who does not wait for a walk finds it done, and a walk that failed is begun again', async () => {
  const site = await openSite(halfFailed(1_200));
  const ref = { connection, id: firstTask(site).id };
  const { task } = await site.work.look(ref);
  const failed = () => site.store.subtasks.deviceIds(ref, { outcomes: ['failed'] });
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  site.onRequest(() => held);
  // The clock of this test is at the end of a wait at once.
  expect(await site.work.copyOutcomes(task, ['failed'], 4_000)).toBe(false);
  release();
  const { counts } = task;
  await expect.poll(async () => (await failed()).length).toBe(counts.failed);
  const calls = shows(site).length;
  // The task moved on meanwhile: the walk counts all the same, once.
  const moved = { ...task, counts: { ...counts, failed: counts.failed - 1 } };
  await expect.poll(() => site.work.copyOutcomes(moved, ['failed'], 4_000)).toBe(true);
  expect(shows(site)).toHaveLength(calls);

  const away = site.world.fault({ match: 'show', kind: 'reset-before' });
  await expect(site.work.copyOutcomes(moved, ['failed'])).rejects.toThrow('unreachable');
  away();
  await site.work.copyOutcomes(moved, ['failed']);
  expect(shows(site).length).toBeGreaterThan(calls);
});

test('a whole wave that was retried elsewhere is not read device by device', async () => {
  const site = await openSite(halfFailed(1_200));
  const { id, task } = firstTask(site);
  const ref = { connection, id };
  await site.work.look(ref);
  await site.work.tick('harvest');
  site.clock.advance(1);
  site.world.act({ kind: 'retry', task: task.no, targets: null });
  const { task: fresh } = await site.work.look(ref);
  site.simulator.log.clear();
  await site.work.copyOutcomes(fresh, ['failed', 'retry_pending']);
  expect(await site.store.subtasks.deviceIds(ref, { outcomes: ['failed', 'retry_pending'] })).toEqual([]);
  expect(shows(site).length).toBeLessThan(30);
});

test('counts that never match the devices do not keep the harvest busy', busyMachine, async () => {
  const site = await openSite(halfFailed(200));
  const { id, task } = firstTask(site);
  task.rows.counts[2] = 0; // the platform's own figures are wrong
  await site.work.look({ connection, id });
  await live(site, 120);
  const calls = shows(site).length;
  await live(site, 600);
  expect(shows(site)).toHaveLength(calls);
  expect(await copied(site, id)).toEqual(truth(site, task));
  expect(site.logged.some((line) => line.includes('differ'))).toBe(true);
});

test('a reader who opens a task that nobody copied has it copied next', async () => {
  const site = await openSite(quiet);
  const tasks = makeTasks(site, 5);
  await site.work.tick('index');
  const [wanted] = tasks.slice(2);
  if (wanted === undefined) throw new Error('no task');
  site.clock.advance(60_000);
  await site.work.look({ connection, id: wanted.taskId });
  site.simulator.log.clear();
  await site.work.tick('harvest');
  expect(shows(site)[0]?.taskId).toBe(wanted.taskId);
});

test('a task that somebody looks at is copied to its end before the others get their turns', async () => {
  const site = await openSite(quiet);
  const tasks = makeTasks(site, 3, { held: true, devices: 1_000 });
  site.clock.advance(60_000);
  await site.work.tick('index');
  const opened = tasks[1]?.taskId ?? '';
  await site.work.look({ connection, id: opened });
  site.simulator.log.clear();
  await site.work.tick('harvest');
  const order = shows(site).map(({ taskId }) => taskId === opened);
  expect(order.indexOf(false)).toBe(order.lastIndexOf(true) + 1);
  for (const { taskId } of tasks) expect((await copied(site, taskId)).size).toBe(1_000);
});

test('however slow the platform is, two processes do not take a copy away from one another', async () => {
  const site = await openSite(halfFailed(1_000));
  const { id, task } = firstTask(site);
  await site.work.look({ connection, id });
  let callsOfOther = 0;
  const connections = new Map(
    [...site.services.connections].map(([name, connected]) => {
      const { platform } = connected;
      const showTask: typeof platform.showTask = (...input) => {
        callsOfOther += 1;
        return platform.showTask(...input);
      };
      return [name, { ...connected, platform: { ...platform, showTask } }];
    }),
  );
  const one = createWork(sharing(site.services, { owner: 'one' }));
  const other = createWork(sharing(site.services, { connections, owner: 'other' }));
  await one.tick('recovery');
  await other.tick('recovery');
  site.onRequest(async () => {
    site.clock.advance(10_000);
    await other.tick('harvest');
  });
  await one.tick('harvest');
  expect(callsOfOther).toBe(0);
  expect(await copied(site, id)).toEqual(truth(site, task));
});

import { expect, test } from 'vitest';
import { firstTask, halfFailed, makeTasks, quiet, smallUpgrade } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';

const shows = (site: TestSite) => site.simulator.log.entries.filter(({ kind }) => kind === 'show');

/** A task of 20 meters, begun from the console; its ID. */
async function begin(site: TestSite, change: Partial<ReturnType<typeof smallUpgrade>> = {}): Promise<string> {
  await site.beginCreate({ ...smallUpgrade(site), ...change });
  await site.work.tick('courier');
  site.simulator.log.clear();
  return firstTask(site).id;
}

/** When the sampler asked, in seconds from now. */
async function sampledAt(site: TestSite, seconds: number, step = 1): Promise<number[]> {
  const at: number[] = [];
  for (let second = 0; second < seconds; second += step) {
    const before = shows(site).length;
    await site.work.tick('sampler');
    if (shows(site).length > before) at.push(second);
    site.clock.advance(step * 1_000);
  }
  return at;
}

test('a rollout is followed to its end: each change once as a sample and an event, then no more calls', async () => {
  const site = await openSite(quiet);
  const id = await begin(site);
  await sampledAt(site, 400);
  const { samples } = site.store;
  const stored = await samples.list({ connection, id }, 500);
  expect(stored.length).toBeGreaterThan(5);
  for (const [index, sample] of stored.slice(1).entries()) expect(sample.counts).not.toEqual(stored[index]?.counts);
  expect(stored.at(-1)?.counts).toMatchObject({ total: 20, succeeded: 20 });
  const published = site.events.flatMap((event) => (event.type === 'sample' ? [event.sample] : []));
  expect(published).toEqual(stored);
  expect(shows(site).length).toBeGreaterThan(stored.length);

  const task = await site.store.tasks.find({ connection, id });
  expect(task?.task).toMatchObject({ state: 'succeeded', counts: { succeeded: 20 } });
  const revs = site.events.flatMap((event) => (event.type === 'task' ? [event.task.rev] : []));
  expect(revs).toEqual(revs.toSorted((one, other) => one - other));
  site.simulator.log.clear();
  expect(await sampledAt(site, 200)).toEqual([]);
});

test('a task that stands still is asked ever more seldom, at least once a minute', async () => {
  const site = await openSite(quiet);
  makeTasks(site, 1, { held: true });
  site.clock.advance(10_000);
  await site.work.look({ connection, id: firstTask(site).id });
  expect(await sampledAt(site, 300)).toEqual([0, 5, 13, 25, 42, 68, 106, 163, 223, 283]);
});

test('a scheduled task is hardly asked before its time', async () => {
  const site = await openSite(quiet);
  await begin(site, { startsAt: site.clock.now() + 3 * 3_600_000 });
  expect((await sampledAt(site, 3_600, 10)).length).toBeLessThan(12);
  const minutes = await sampledAt(site, 2 * 3_600 + 60, 10);
  expect(minutes.at(-1)).toBeGreaterThan(2 * 3_600);
});

test('a retry has its task looked at right away', async () => {
  const site = await openSite(halfFailed(50));
  const { id, failed } = firstTask(site);
  await site.work.look({ connection, id });
  await site.beginRetry(id, failed);
  await site.work.tick('courier');
  await site.work.tick('sampler');
  const task = await site.store.tasks.find({ connection, id });
  expect(task?.task.state).toBe('processing');
  expect(task?.task.counts.failed).toBe(0);
});

test('a platform that is away holds the sampler up and loses nothing', async () => {
  const site = await openSite(quiet);
  await begin(site);
  const away = site.world.fault({ match: 'show', kind: 'reset-before' });
  await expect(site.work.tick('sampler')).rejects.toThrow('platform: unreachable');
  away();
  site.simulator.log.clear();
  expect(await sampledAt(site, 30)).not.toEqual([]);
});

test('a hundred readers at the same time cost one call', async () => {
  const site = await openSite(halfFailed(120));
  const { id } = firstTask(site);
  const ref = { connection, id };
  const looked = await Promise.all(Array.from({ length: 100 }, () => site.work.look(ref)));
  expect(shows(site)).toHaveLength(1);
  expect(new Set(looked.map(({ task }) => task.rev)).size).toBe(1);
  expect(await site.store.subtasks.copyState(ref)).toMatchObject({ rows: 50, complete: false });
  await site.work.look(ref);
  expect(shows(site)).toHaveLength(2);
});

test('a thousand who watch a task cost one call an interval, as nobody does', async () => {
  const calls = async (watchers: number) => {
    const site = await openSite(quiet);
    makeTasks(site, 1, { devices: 200 });
    site.clock.advance(10_000);
    const ref = { connection, id: firstTask(site).id };
    await site.work.look(ref);
    site.simulator.log.clear();
    let heard = 0;
    for (let n = 0; n < watchers; n += 1) site.services.events.listen(() => void (heard += 1));
    const times = await sampledAt(site, 60);
    expect(shows(site)).toHaveLength(times.length);
    expect(heard % Math.max(watchers, 1)).toBe(0);
    expect(heard > 0).toBe(watchers > 0);
    return times;
  };
  const alone = await calls(0);
  expect(await calls(1_000)).toEqual(alone);
  expect(alone.length).toBeLessThanOrEqual(12);
});

test('a task that the platform does not have is said to be missing, also when it is known', async () => {
  const site = await openSite(halfFailed(3));
  const { id, task } = firstTask(site);
  await site.work.look({ connection, id });
  site.world.act({ kind: 'delete', task: task.no });
  await expect(site.work.look({ connection, id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(site.work.look({ connection: 'elsewhere', id })).rejects.toMatchObject({ code: 'not_found' });
});

test('a task that the platform no longer has is told once, and nobody asks for it again', async () => {
  const site = await openSite(quiet);
  const id = await begin(site);
  const gone = () => site.events.filter(({ type }) => type === 'task_gone');
  await sampledAt(site, 10);
  site.world.act({ kind: 'delete', task: firstTask(site).task.no });
  expect(await sampledAt(site, 3_600, 5)).toHaveLength(1);
  expect(gone()).toEqual([{ type: 'task_gone', connection, taskId: id }]);
  await expect(site.work.look({ connection, id })).rejects.toMatchObject({ code: 'not_found' });
  expect(gone()).toHaveLength(1);
  expect((await site.store.tasks.list({ connection, limit: 5 })).total).toBe(0);
});

test('a listing that was begun before a task was deleted does not bring it back', async () => {
  const site = await openSite(halfFailed(3));
  const { id } = firstTask(site);
  await site.work.look({ connection, id });
  let answered = false;
  site.onRequest(async (request) => {
    if (answered || !request.url.includes('task_type=')) return;
    answered = true;
    // The list is on its way: the platform has made its answer, and then the task is deleted and looked at.
    site.clock.advance(1);
    await site.store.tasks.markGone({ connection, id }, site.clock.now());
  });
  await site.work.tick('index');
  expect(answered).toBe(true);
  expect((await site.store.tasks.list({ connection, limit: 5 })).total).toBe(0);
  site.clock.advance(120_000);
  await site.work.tick('index');
  expect((await site.store.tasks.list({ connection, limit: 5 })).rows).toMatchObject([{ id, rev: 2 }]);
  expect(site.events.findLast(({ type }) => type === 'task')).toMatchObject({ isNew: true, task: { id } });
});

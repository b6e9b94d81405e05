import { expect, test } from 'vitest';
import { firstTask, halfFailed, makeTasks, onceEach, smallUpgrade, truth } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';

const hourMs = 3_600_000;

/** What a console does by itself, second by second. */
async function live(site: TestSite, seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    if (second % 60 === 0) await site.work.tick('sweep');
    for (const part of ['recovery', 'index', 'brake', 'courier', 'reconcile', 'sampler', 'harvest'] as const) {
      await site.work.tick(part);
    }
    site.clock.advance(1_000);
  }
}

/** The clock of the console alone is set; the platform's goes on. */
function setClock(site: TestSite, hours: number) {
  site.clock.advance(hours * hourMs);
  if (hours < 0) site.world.advance(`${-hours} h`);
}

/** How often each device is named in retries from now on; the platform's log keeps the last calls only. */
function countRetries(site: TestSite): () => Map<string, number> {
  const times = new Map<string, number>();
  site.onRequest(async (request) => {
    if (!request.url.endsWith('/retry')) return;
    const body: unknown = await request.clone().json();
    const { targets } = body as { targets: string[] }; // ours
    for (const device of targets) times.set(device, (times.get(device) ?? 0) + 1);
  });
  return () => new Map([...times].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

async function copied({ store }: TestSite, id: string) {
  const { rows } = await store.subtasks.page({ connection, id }, { limit: 500 });
  return new Map(rows.map(({ deviceId, outcome }) => [deviceId, outcome]));
}

test.each([
  ['back by three hours', [-3]],
  ['ahead by five hours', [5]],
  ['ahead by five hours and back again', [5, -5]],
  ['back by half an hour', [-0.5]],
] as const)('the work goes on when the clock is set %s', { timeout: 30_000 }, async (_, jumps) => {
  const site = await openSite(halfFailed(300));
  const { id, failed } = firstTask(site);
  const retried = countRetries(site);
  const [moving] = makeTasks(site, 1, { devices: 30 });
  if (moving === undefined) throw new Error('no task');
  await live(site, 70);

  const [before, between] = [failed.slice(0, 120), failed.slice(120)];
  site.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
  const create = await site.beginCreate(smallUpgrade(site));
  await site.work.tick('courier');
  const begun = [await site.beginRetry(id, before)];
  for (const [nth, hours] of jumps.entries()) {
    setClock(site, hours);
    if (nth === 0) begun.push(await site.beginRetry(id, between));
  }
  const [found] = makeTasks(site, 1, { devices: 2 });
  const stop = await site.beginControl('stop', found?.taskId ?? '');
  const from = site.clock.now();
  await live(site, 120);

  expect(site.clock.now() - from).toBeLessThan(5 * 60_000);
  for (const one of [create, stop, ...begun]) expect((await site.operation(one.id)).state).toBe('done');
  // What seems to have waited for hours is not sent.
  const isOutdated = jumps.reduce<number>((sum, hours) => sum + hours, 0) > 0;
  expect(retried()).toEqual(onceEach(isOutdated ? between : failed));
  expect(site.world.tasks.size).toBe(4);
  for (const task of site.world.tasks.values()) {
    const stored = await site.store.tasks.find({ connection, id: task.taskId });
    expect(stored?.task.seenAt).toBeLessThanOrEqual(site.clock.now());
  }
  expect(await copied(site, moving.taskId)).toEqual(truth(site, moving));
});

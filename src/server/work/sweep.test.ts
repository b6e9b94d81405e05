import { expect, test } from 'vitest';
import { noCounts } from '#shared/domain/counting.ts';
import { firstTask, halfFailed, makeTasks, quiet } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';

/** Seconds of work where the machine has nothing else to do. */
const busyMachine = { timeout: 30_000 };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A task that is known, with a sample every ten minutes of its last days; how old each of them is. */
async function withCurve(site: TestSite, days: number) {
  const { id } = firstTask(site);
  await site.work.look({ connection, id });
  const ref = { connection, id: 'old' };
  const known = await site.store.tasks.find({ connection, id });
  if (known === null) throw new Error('not known');
  await site.store.tasks.see(connection, [{ ...known.task, id: 'old', requestJson: '{}' }], site.clock.now());
  const now = site.clock.now();
  for (let ago = days * day; ago >= 0; ago -= 10 * minute) {
    await site.store.samples.add(ref, now - ago, {
      ...noCounts,
      total: 1_000_000,
      succeeded: now - ago - (now - days * day),
    });
  }
  return async () => (await site.store.samples.list(ref, 1e6)).map(({ at }) => now - at);
}

test('a curve is kept whole for a day, and after 90 days only its ends', busyMachine, async () => {
  const site = await openSite(halfFailed(3));
  const ages = await withCurve(site, 92);
  expect(await ages()).toHaveLength(92 * 144 + 1);
  await site.work.tick('sweep');
  const kept = await ages();
  expect(kept.filter((age) => age > 90 * day)).toEqual([92 * day]);
  expect(kept.filter((age) => age <= day)).toHaveLength(145);
  expect(kept).toHaveLength(90 * 144 + 2);
});

test('a curve of seconds becomes one of minutes, and then of tens of minutes', async () => {
  const site = await openSite(halfFailed(3));
  const { id } = firstTask(site);
  await site.work.look({ connection, id });
  const ref = { connection, id };
  const from = Math.ceil(site.clock.now() / hour) * hour;
  for (let n = 1; n <= 720; n += 1)
    await site.store.samples.add(ref, from + n * 5_000, { ...noCounts, total: 720, succeeded: n });
  const stored = async () => (await site.store.samples.list(ref, 1e6)).length;
  const atFirst = await stored();
  await site.work.tick('sweep');
  expect(await stored()).toBe(atFirst);
  site.clock.advance(from + day + 2 * hour - site.clock.now());
  await site.work.tick('sweep');
  expect(await stored()).toBe(62); // the first of all, one a minute, and the last of all
  site.clock.advance(6 * day);
  await site.work.tick('sweep');
  expect(await stored()).toBe(8);
  site.clock.advance(90 * day);
  await site.work.tick('sweep');
  expect(await stored()).toBe(2);
  expect((await site.store.samples.list(ref, 10)).at(-1)?.counts.succeeded).toBe(720);
});

test('a clock that is set back by an hour does not end the sampling', async () => {
  const site = await openSite(quiet);
  const [task] = makeTasks(site, 1, { devices: 30 });
  if (task === undefined) throw new Error('no task');
  const ref = { connection, id: task.taskId };
  await site.work.look(ref);
  const live = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 5) {
      if (second % 60 === 0) await site.work.tick('sweep');
      await site.work.tick('sampler');
      site.clock.advance(5_000);
    }
  };
  await live(30);
  const before = (await site.store.samples.list(ref, 1e6)).length;
  const known = await site.store.tasks.find(ref);
  // The platform's world goes on; only this machine's clock is wrong, and then put right.
  site.clock.advance(-hour);
  site.world.advance('1 h');
  await live(120);
  const after = await site.store.tasks.find(ref);
  expect(after?.task.seenAt).toBeLessThan(known?.task.seenAt ?? 0);
  expect(after?.task.state).toBe('succeeded');
  const samples = await site.store.samples.list(ref, 1e6);
  expect(samples.length).toBeGreaterThan(before);
  expect(samples.at(-1)?.counts.succeeded).toBe(30);
  expect(site.logged.some((line) => line.includes('set back'))).toBe(true);
});

import { expect, test } from 'vitest';
import { createHandClock, settled } from './test-clock.ts';
import { allFailed, firstTask, onceEach, quiet, smallUpgrade, timesRetried } from './test-scenarios.ts';
import { connection, openSite } from './test-site.ts';

test('what is begun is sent when the courier is woken, without waiting for its next tick', async () => {
  const site = await openSite(quiet, createHandClock());
  site.work.start();
  await settled();
  const begun = await site.beginCreate(smallUpgrade(site));
  site.work.wakeCourier();
  await settled();
  expect((await site.operation(begun.id)).state).toBe('done');
  expect(site.world.tasks.size).toBe(1);
  await site.work.stop();
});

test('started, it lists, samples and copies by itself, and tells how the platform answers', async () => {
  const site = await openSite(allFailed(120), createHandClock());
  const { id } = firstTask(site);
  site.work.start();
  await settled();
  const found = await site.store.tasks.find({ connection, id });
  expect(found?.task.counts).toMatchObject({ total: 120, failed: 120 });
  expect(await site.store.subtasks.copyState({ connection, id })).toMatchObject({ rows: 120, complete: true });
  expect(site.events.find((event) => event.type === 'connection')?.connection.state).toBe('ok');
  await site.work.stop();
});

test('a lost answer is settled without anybody asking', async () => {
  const site = await openSite(allFailed(250), createHandClock());
  const { id, devices } = firstTask(site);
  site.work.start();
  await settled();
  site.world.fault({ match: 'retry', kind: 'reset-before', times: 1 });
  const begun = await site.beginRetry(id, devices);
  site.work.wakeCourier();
  for (let second = 0; second < 10; second += 1) {
    await settled();
    site.clock.advance(1_000);
  }
  await settled();
  expect((await site.operation(begun.id)).state).toBe('done');
  expect(timesRetried(site)).toEqual(onceEach(devices));
  await site.work.stop();
});

test('stopping waits for the request under way to be written down and begins no other', async () => {
  const site = await openSite(allFailed(300), createHandClock());
  const { id, devices } = firstTask(site);
  site.work.start();
  await settled();
  let answer = () => {};
  site.onRequest(({ method }) => (method === 'POST' ? new Promise<void>((resolve) => (answer = resolve)) : undefined));
  const begun = await site.beginRetry(id, devices);
  site.work.wakeCourier();
  await settled();
  let stopped = false;
  const stopping = site.work.stop().then(() => (stopped = true));
  await settled();
  expect(stopped).toBe(false);
  answer();
  await stopping;
  expect((await site.operation(begun.id)).progress).toMatchObject({ accepted: 100, chunksSettled: 1 });
  expect([...timesRetried(site).values()]).toHaveLength(100);
});

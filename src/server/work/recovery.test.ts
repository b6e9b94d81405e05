import { expect, test } from 'vitest';
import type { OperationRepository } from '#server/store/operation-store.ts';
import { StoreBusyError } from '#server/store/store.ts';
import { firstTask, halfFailed, onceEach, quiet, smallUpgrade, timesRetried } from './test-scenarios.ts';
import { openSite, type TestSite } from './test-site.ts';

/** Lets the courier run until the platform has acted and the answer is about to be written down for the `nth` time: never. */
async function killBeforeSettling(site: TestSite, nth: number): Promise<TestSite> {
  const { operations } = site.store;
  const { settle } = operations;
  let settled = 0;
  await new Promise<void>((killed) => {
    const dying: OperationRepository['settle'] = (...args) => {
      settled += 1;
      if (settled < nth) return settle(...args);
      killed();
      return new Promise(() => undefined);
    };
    operations.settle = dying;
    void site.work.tick('courier');
  });
  operations.settle = settle;
  return site.successor();
}

async function goOn(site: TestSite) {
  for (let second = 0; second < 15; second += 1) {
    await site.work.tick('recovery');
    await site.work.tick('courier');
    await site.work.tick('reconcile');
    site.clock.advance(1_000);
  }
}

test('killed after the platform took the seventh of twelve chunks, the next process starts each device once', async () => {
  const site = await openSite(halfFailed(2_600));
  const { id, failed } = firstTask(site);
  const devices = failed.slice(0, 1_200);
  expect(devices).toHaveLength(1_200);
  const begun = await site.beginRetry(id, devices);
  const next = await killBeforeSettling(site, 7);
  await next.work.tick('recovery');
  const orphaned = next.events.find((event) => event.type === 'operation')?.operation;
  expect(orphaned).toMatchObject({ id: begun.id, state: 'sending', progress: { accepted: 600, unknown: 100 } });

  await goOn(next);
  expect(timesRetried(site)).toEqual(onceEach(devices));
  expect(await next.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 1_200, unknown: 0 } });
});

test('killed between the claim and the request, the next process starts each device once', async () => {
  const site = await openSite(halfFailed(300));
  const { id, failed } = firstTask(site);
  const begun = await site.beginRetry(id, failed);
  const claimed = await site.store.operations.claim({ connection: 'city', owner: 'process-1', now: site.clock.now() });
  expect(claimed?.deviceIds).toHaveLength(100);

  const next = site.successor();
  await goOn(next);
  expect(timesRetried(site)).toEqual(onceEach(failed));
  expect((await next.operation(begun.id)).state).toBe('done');
});

test('killed after the platform made the task, the next process adopts it', async () => {
  const site = await openSite(quiet);
  const begun = await site.beginCreate(smallUpgrade(site));
  const next = await killBeforeSettling(site, 1);
  await goOn(next);
  expect(site.world.tasks.size).toBe(1);
  expect(await next.operation(begun.id)).toMatchObject({ state: 'done', taskId: firstTask(site).id });
});

test('killed between the claim and the create, nothing is made and a person is asked', async () => {
  const site = await openSite(quiet);
  const begun = await site.beginCreate(smallUpgrade(site));
  await site.store.operations.claim({ connection: 'city', owner: 'process-1', now: site.clock.now() });
  const next = site.successor();
  await goOn(next);
  expect((await next.operation(begun.id)).state).toBe('unknown');
  site.clock.advance(16 * 60_000);
  await goOn(next);
  expect(await next.operation(begun.id)).toMatchObject({ state: 'needs_person', errorCode: 'not_found' });
  expect(site.world.tasks.size).toBe(0);
});

test('a process does not take its own requests for those of a dead one', async () => {
  const site = await openSite(halfFailed(300));
  const { id, failed } = firstTask(site);
  const begun = await site.beginRetry(id, failed);
  await site.store.operations.claim({ connection: 'city', owner: site.services.owner, now: site.clock.now() });
  await site.work.tick('recovery');
  expect((await site.operation(begun.id)).progress.unknown).toBe(0);
});

test('a claim whose acknowledgement was lost does not stay claimed for as long as the process lives', async () => {
  const site = await openSite(halfFailed(300));
  const { id, failed } = firstTask(site);
  const devices = failed.slice(0, 50);
  await site.work.look({ connection: 'city', id });
  await site.work.tick('harvest');
  const begun = await site.beginRetry(id, devices);
  const { operations } = site.store;
  const { claim } = operations;
  operations.claim = async (input) => {
    operations.claim = claim;
    await claim(input);
    throw new StoreBusyError(null);
  };
  await expect(site.work.tick('courier')).rejects.toThrow('busy');
  expect((await site.operation(begun.id)).state).toBe('sending');
  site.clock.advance(60_000);
  await goOn(site);
  expect((await site.operation(begun.id)).state).toBe('done');
  expect(timesRetried(site)).toEqual(onceEach(devices));
});

test('a request that takes long is not taken for a forgotten one', async () => {
  const site = await openSite(halfFailed(300));
  const { id, failed } = firstTask(site);
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  site.onRequest(({ method }) => (method === 'POST' ? answered : undefined));
  const begun = await site.beginRetry(id, failed.slice(0, 50));
  const sending = site.work.tick('courier');
  await expect.poll(async () => (await site.operation(begun.id)).state).toBe('sending');
  site.clock.advance(60_000);
  await site.work.tick('recovery');
  expect((await site.operation(begun.id)).state).toBe('sending');
  answer();
  await sending;
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 50 } });
});

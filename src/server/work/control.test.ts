/** Stops, confirmations and deletions from the desk to the platform, and what becomes of them when an answer is lost. */
import { describe, expect, test } from 'vitest';
import { isFinal } from '#shared/domain/task.ts';
import { faultKinds } from '#simulator/world/faults.ts';
import { allFailed, firstTask, halfFailed, makeTasks, quiet, truth } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';

const asked = (site: TestSite, kind: string) => site.simulator.log.entries.filter((entry) => entry.kind === kind);
const acted = (site: TestSite, kind: string) => asked(site, kind).filter((entry) => entry.acted);

/** A task that runs, with its devices by ID. */
async function running(count = 20, held = false) {
  const site = await openSite(quiet);
  const [task] = makeTasks(site, 1, { devices: count, held });
  if (task === undefined) throw new Error('not made');
  site.clock.advance(10_000);
  site.world.settle();
  return { site, task, id: task.taskId, devices: [...truth(site, task).keys()] };
}

const settle = async (site: TestSite) => {
  await site.work.tick('reconcile');
  await site.work.tick('brake');
  await site.work.tick('courier');
};

describe('a stop', () => {
  test('of a whole task is one call without a list, sent by the brake alone', async () => {
    const { site, id } = await running();
    const begun = await site.beginControl('stop', id);
    await site.work.tick('brake');
    expect(await site.operation(begun.id)).toMatchObject({ state: 'done' });
    expect(acted(site, 'stop')).toMatchObject([{ taskId: id, targets: null }]);
  });

  test('of named devices keeps the platform’s answer for each', async () => {
    const { site, id, devices } = await running();
    const [first = ''] = devices;
    const begun = await site.beginControl('stop', id, [first, 'stranger']);
    await site.work.tick('brake');
    const { rows } = await site.store.operations.results(connection, begun.id, { limit: 10 });
    expect(new Map(rows.map(({ deviceId, outcome }) => [deviceId, outcome]))).toEqual(
      new Map([
        [first, 'accepted'],
        ['stranger', 'refused'],
      ]),
    );
  });

  test('goes before a retry that was begun first', async () => {
    const site = await openSite(halfFailed(600));
    const { id, failed } = firstTask(site);
    await site.beginRetry(id, failed);
    const [task] = makeTasks(site, 1, { devices: 5 });
    await site.beginControl('stop', task?.taskId ?? '');
    await site.work.tick('courier');
    const kinds = site.simulator.log.entries
      .map(({ kind }) => kind)
      .filter((kind) => kind === 'stop' || kind === 'retry');
    expect(kinds[0]).toBe('stop');
    expect(kinds).toContain('retry');
  });

  test('whose answer was lost is done when the task has stopped', async () => {
    const { site, id } = await running();
    site.world.fault({ match: 'stop', kind: 'reset-after', times: 1 });
    const begun = await site.beginControl('stop', id);
    await site.work.tick('brake');
    expect((await site.operation(begun.id)).state).toBe('unknown');
    await settle(site);
    expect((await site.operation(begun.id)).state).toBe('done');
    expect(asked(site, 'stop')).toHaveLength(1);
  });

  test('that never arrived is sent once more', async () => {
    const { site, id } = await running();
    site.world.fault({ match: 'stop', kind: 'reset-before', times: 1 });
    const begun = await site.beginControl('stop', id);
    await site.work.tick('brake');
    await settle(site);
    expect((await site.operation(begun.id)).state).toBe('done');
    expect(acted(site, 'stop')).toHaveLength(1);
  });

  test('of devices that never arrived names only those that have not stopped', async () => {
    const { site, id, devices } = await running();
    site.world.fault({ match: 'stop', kind: 'reset-before', times: 1 });
    const begun = await site.beginControl('stop', id, devices);
    await site.work.tick('brake');
    const [first = ''] = devices;
    await site.services.connections.get(connection)?.platform.control?.stopDevices(id, [first], { lane: 'stop' });
    await settle(site);
    expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { unknown: 0 } });
    expect(acted(site, 'stop').at(-1)?.targets).not.toContain(first);
  });

  test('that did not come about in two minutes is left to a person', async () => {
    const { site, id } = await running(20, true);
    site.world.fault({ match: 'stop', kind: 'reset-before', times: 1 });
    const begun = await site.beginControl('stop', id);
    await site.work.tick('brake');
    site.clock.advance(121_000);
    await settle(site);
    expect(await site.operation(begun.id)).toMatchObject({ state: 'needs_person', errorCode: 'not_come_about' });
    expect(acted(site, 'stop')).toHaveLength(0);
  });

  // What a person sees at once; by the next looks every one of them has come to its end.
  const seen: Partial<Record<(typeof faultKinds)[number], string>> = {
    unresolved: 'unknown',
    'reset-before': 'unknown',
    'reset-after': 'unknown',
    status: 'unknown',
    throttle: 'planned',
    'throttle-403': 'planned',
    html: 'unknown',
    truncated: 'unknown',
  };
  test.each(faultKinds)('under the fault %s is seen for what it is, and then done', async (kind) => {
    const { site, id } = await running(20, true);
    site.world.fault({ match: 'stop', kind, times: 1, ms: 100, status: 503 });
    const begun = await site.beginControl('stop', id);
    await site.work.tick('brake');
    expect((await site.operation(begun.id)).state).toBe(seen[kind] ?? 'done');
    for (let looks = 0; looks < 6; looks += 1) {
      site.clock.advance(5_000);
      await settle(site);
    }
    expect((await site.operation(begun.id)).state).toBe('done');
    site.clock.advance(60_000);
    const { task } = await site.work.look({ connection, id });
    expect(isFinal(task.state)).toBe(true);
    expect(task.counts).toMatchObject({ stopped: 20 });
  });

  test('is found by the next process when this one was killed', async () => {
    const { site, id } = await running();
    const begun = await site.beginControl('stop', id);
    await site.store.operations.claim({ connection, owner: 'process-1', now: site.clock.now(), only: 'stop' });
    const next = site.successor();
    await next.work.tick('recovery');
    await settle(next);
    expect((await next.operation(begun.id)).state).toBe('done');
    expect(acted(site, 'stop')).toHaveLength(1);
  });
});

describe('a confirmation', () => {
  test('names the devices, and they go on', async () => {
    const { site, task, id, devices } = await running(3, true);
    site.clock.advance(60_000);
    const begun = await site.beginControl('confirm', id, devices);
    await site.work.tick('courier');
    expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 3 } });
    site.clock.advance(60_000);
    site.world.settle();
    expect([...truth(site, task).values()]).not.toContain('waiting');
  });

  test('whose answer was lost is sent again for those that still wait', async () => {
    const { site, id, devices } = await running(3, true);
    site.clock.advance(60_000);
    site.world.fault({ match: 'confirm', kind: 'reset-before', times: 1 });
    const begun = await site.beginControl('confirm', id, devices);
    await site.work.tick('courier');
    await settle(site);
    expect(await site.operation(begun.id)).toMatchObject({ state: 'done', progress: { accepted: 3 } });
    expect(acted(site, 'confirm')).toHaveLength(1);
  });
});

describe('a deletion', () => {
  test('is one call, and the record is gone', async () => {
    const site = await openSite(allFailed(3));
    const { id } = firstTask(site);
    await site.work.tick('index');
    const begun = await site.beginControl('delete', id);
    await site.work.tick('courier');
    expect((await site.store.tasks.find({ connection, id }))?.goneAt).toBe(site.clock.now());
    expect(site.events).toContainEqual({ type: 'task_gone', connection, taskId: id });
    expect((await site.operation(begun.id)).state).toBe('done');
    expect(site.world.tasks.size).toBe(0);
    expect(asked(site, 'show')).toEqual([]);
  });

  test('whose answer was lost is done when the task is gone', async () => {
    const site = await openSite(allFailed(3));
    const { id } = firstTask(site);
    site.world.fault({ match: 'delete', kind: 'reset-after', times: 1 });
    const begun = await site.beginControl('delete', id);
    await site.work.tick('courier');
    await settle(site);
    expect((await site.operation(begun.id)).state).toBe('done');
    expect(asked(site, 'delete')).toHaveLength(1);
  });

  test('that the platform refuses ends as refused', async () => {
    const { site, id } = await running();
    const begun = await site.beginControl('delete', id);
    await site.work.tick('courier');
    expect(await site.operation(begun.id)).toMatchObject({
      state: 'refused',
      errorCode: expect.stringMatching(/^IOTDA/),
    });
  });
});

test('the same cannot be begun twice while it has no answer', async () => {
  const { site, id } = await running();
  await site.beginControl('stop', id);
  await expect(site.beginControl('stop', id)).rejects.toThrow('nothing_left');
});

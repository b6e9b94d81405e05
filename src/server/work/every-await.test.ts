/** Processes that die, and a database that fails, at every single step of the work. */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { StoreBusyError, StoreFullError, type Store } from '#server/store/store.ts';
import { chance } from '#simulator/world/random.ts';
import { firstTask, halfFailed, makeTasks, onceEach, smallUpgrade, truth } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';

const patient = { timeout: 120_000 };
const repositories = ['tasks', 'twins', 'subtasks', 'samples', 'walkPlaces', 'operations'] as const;
type Method = (...input: unknown[]) => Promise<unknown>;

/** Has every call to the store go through `act`; answers how to end that. */
function intercept(store: Store, act: (name: string, call: () => Promise<unknown>) => Promise<unknown>): () => void {
  const undo: (() => void)[] = [];
  for (const of of repositories) {
    const repository = store[of] as unknown as Record<string, Method>; // each holds nothing but methods
    for (const [name, method] of Object.entries(repository)) {
      repository[name] = (...input) => act(`${of}.${name}`, () => method(...input));
      undo.push(() => void (repository[name] = method));
    }
  }
  return () => {
    for (const one of undo) one();
  };
}

const parts = ['recovery', 'index', 'brake', 'courier', 'reconcile', 'sampler', 'harvest'] as const;

/** What the loops do, second by second; a tick that fails is followed by the next. */
async function live(site: TestSite, seconds: number, stepSeconds = 1) {
  for (let second = 0; second < seconds; second += stepSeconds) {
    for (const part of parts) await site.work.tick(part).catch(() => undefined);
    site.clock.advance(stepSeconds * 1_000);
  }
}

/** A task whose failed devices are retried in calls of which one gets lost, one that is stopped, and one whose create has no answer. */
async function begin() {
  const site = await openSite(halfFailed(80));
  const { id, failed } = firstTask(site);
  const [moving] = makeTasks(site, 1, { devices: 3, held: true });
  const times = new Map<string, number>();
  const { act } = site.world;
  site.world.act = ((deed: Parameters<typeof act>[0]) => {
    if (deed.kind === 'retry') for (const device of deed.targets ?? []) times.set(device, (times.get(device) ?? 0) + 1);
    return act(deed);
  }) as typeof act; // what it answers depends on the deed
  site.world.fault({ match: 'retry', kind: 'reset-before', times: 1 });
  site.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
  const operations = {
    retry: await site.beginRetry(id, failed, 10),
    stop: await site.beginControl('stop', moving?.taskId ?? ''),
    create: await site.beginCreate(smallUpgrade(site)),
  };
  const stateOf = async (what: keyof typeof operations) => (await site.operation(operations[what].id)).state;
  return { site, failed, times, stateOf };
}

type Begun = Awaited<ReturnType<typeof begin>>;

const copied = async ({ store }: TestSite, id: string) => {
  const { rows } = await store.subtasks.page({ connection, id }, { limit: 500 });
  return new Map(rows.map(({ deviceId, outcome }) => [deviceId, outcome]));
};

/** What is not as it should be once everything has come to its end: nothing is lost, and nothing was done twice. */
async function wrongs({ site, failed, times, stateOf }: Begun, went: TestSite): Promise<string[]> {
  await live(went, 30);
  went.clock.advance(6 * 3_600_000);
  await live(went, 100, 10);
  const tasks = [...site.world.tasks.values()];
  const made = tasks.filter(({ order }) => order.name === smallUpgrade(site).platformName).length;
  const found = [
    // Where it died between the claim and the request, nothing was made and a person is asked.
    `${await stateOf('create')} of ${made}` === (made === 0 ? 'needs_person of 0' : 'done of 1') || 'create',
    (await stateOf('retry')) === 'done' || 'retry',
    (await stateOf('stop')) === 'done' || 'stop',
    failed.every((device) => times.get(device) === 1) || 'devices',
  ];
  for (const task of tasks) {
    const ref = { connection, id: task.taskId };
    const stored = await site.store.tasks.find(ref);
    const samples = await site.store.samples.list(ref, 1_000);
    found.push(isDeepStrictEqual(await copied(site, ref.id), truth(site, task)) || `copy of ${ref.id}`);
    found.push(isDeepStrictEqual(samples.at(-1)?.counts, stored?.task.counts) || `curve of ${ref.id}`);
  }
  return found.filter((one) => one !== true);
}

const seconds = 10;
/** Which calls of these seconds to meddle with: of each kind the first two. */
async function steps(): Promise<{ at: number; name: string }[]> {
  const { site } = await begin();
  const calls: { at: number; name: string }[] = [];
  const end = intercept(site.store, (name, call) => (calls.push({ at: calls.length, name }), call()));
  await live(site, seconds);
  end();
  const seen = new Map<string, number>();
  return calls.filter(({ name }) => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return (seen.get(name) ?? 0) <= 2;
  });
}

test('killed at any step, the next process loses nothing and does nothing twice', patient, async () => {
  const wrong: string[] = [];
  for (const { at, name } of await steps()) {
    const begun = await begin();
    const { site } = begun;
    let calls = 0;
    await new Promise<void>((killed) => {
      const end = intercept(site.store, (_, call) => {
        calls += 1;
        if (calls <= at) return call();
        end();
        killed();
        return new Promise(() => undefined);
      });
      void live(site, seconds);
    });
    for (const one of await wrongs(begun, site.successor())) wrong.push(`${at} ${name}: ${one}`);
  }
  expect(wrong).toEqual([]);
});

test('whatever the database fails at, the loops go on, lose nothing and do nothing twice', patient, async () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 8; seed += 1) {
    const begun = await begin();
    const { site } = begun;
    let calls = 0;
    // Busy and full before anything was written; an answer lost after it was.
    const end = intercept(site.store, async (_, call) => {
      const fate = chance(seed, (calls += 1));
      if (fate < 0.08) throw new StoreBusyError(null);
      if (fate < 0.12) throw new StoreFullError(null);
      const answer = await call();
      if (fate < 0.2) throw new StoreBusyError(null);
      return answer;
    });
    await live(site, 20);
    end();
    // What it does not remember to have claimed is looked for after half a minute.
    await live(site, 40);
    for (const one of await wrongs(begun, site)) wrong.push(`seed ${seed}: ${one}`);
  }
  expect(wrong).toEqual([]);
});

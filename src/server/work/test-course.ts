/** A course of everything that the work does for people, and whether it came out right. */
import { isDeepStrictEqual } from 'node:util';
import { firstTask, halfFailed, makeTasks, smallUpgrade, truth } from './test-scenarios.ts';
import { connection, type TestSite } from './test-site.ts';
import type { IdleWork } from './work.ts';

const parts = ['recovery', 'index', 'brake', 'courier', 'reconcile', 'sampler', 'harvest'] as const;

type Living = { work: Pick<IdleWork, 'tick'>; clock: TestSite['clock'] };

/** What the loops do, second by second; a tick that fails is followed by the next. */
export async function live({ work, clock }: Living, seconds: number, stepSeconds = 1): Promise<void> {
  for (let second = 0; second < seconds; second += stepSeconds) {
    for (const part of parts) await work.tick(part).catch(() => undefined);
    clock.advance(stepSeconds * 1_000);
  }
}

/** What has happened where `begin` begins. */
export const rollout = halfFailed(80);

/** A task whose failed devices are retried in calls of which one gets lost, one that is stopped, and one whose create has no answer. */
export async function begin(site: TestSite) {
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

export type Begun = Awaited<ReturnType<typeof begin>>;

const copied = async ({ store }: TestSite, id: string) => {
  const { rows } = await store.subtasks.page({ connection, id }, { limit: 500 });
  return new Map(rows.map(({ deviceId, outcome }) => [deviceId, outcome]));
};

/** What is not as it should be once everything has come to its end: nothing is lost, and nothing was done twice. */
export async function wrongs({ site, failed, times, stateOf }: Begun, went: Living): Promise<string[]> {
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

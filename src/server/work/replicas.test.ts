/** Several processes over one store, at the same time. */
import { expect, test } from 'vitest';
import type { Engine } from '#server/store/database.ts';
import { engines, placeIn } from '#server/store/test-database.ts';
import { begin, live, rollout, wrongs } from './test-course.ts';
import { openSite, sharing } from './test-site.ts';
import { createWork, type IdleWork } from './work.ts';

const patient = { timeout: 60_000 };
async function setUp(engine: Engine) {
  const { options, cut } = await placeIn(engine);
  const begun = await begin(await openSite(rollout, undefined, options));
  const { site } = begun;
  const processOf = (owner: string) => createWork(sharing(site.successor().services, { owner }));
  return {
    begun,
    cut,
    clock: site.clock,
    log: site.simulator.log,
    processes: [processOf('one'), processOf('other')] as const,
  };
}

/** All of them at the same time. */
const together = (processes: readonly IdleWork[]): Pick<IdleWork, 'tick'> => ({
  tick: async (part) => {
    const ended = await Promise.allSettled(processes.map((one) => one.tick(part)));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  },
});

test.each(engines)('two processes do everything once, also when one of them dies (%s)', patient, async (engine) => {
  const { begun, clock, log, processes } = await setUp(engine);
  const [, other] = processes;
  const lists = () => log.entries.filter(({ kind }) => kind === 'list').length;
  await live({ work: together(processes), clock }, 1);
  const first = lists();
  expect(first).toBeGreaterThan(0);
  await live({ work: together(processes), clock }, 6);
  // The other lists only when the one no longer does.
  expect(lists()).toBe(first);
  await live({ work: other, clock }, 40);
  expect(await wrongs(begun, { work: other, clock })).toEqual([]);
});

const cutAgainAndAgain = () =>
  test('connections that are cut again and again hold nothing up and lose nothing', patient, async () => {
    const { begun, cut, clock, processes } = await setUp('postgres');
    const work = together(processes);
    for (let second = 0; second < 12; second += 1) {
      const living = live({ work, clock }, 1);
      await cut();
      await living;
    }
    await live({ work, clock }, 60);
    expect(await wrongs(begun, { work, clock })).toEqual([]);
  });
// A file has no connections.
if (engines.includes('postgres')) cutAgainAndAgain();

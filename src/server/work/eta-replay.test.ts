import { expect, test } from 'vitest';
import { etaOf, stuckAfterMs } from '#shared/domain/progress.ts';
import { reportedDevices } from '#shared/domain/counting.ts';
import type { Counts, RetryPolicy, Sample } from '#shared/domain/task.ts';
import { createTestClock } from '#server/platform/test-support.ts';
import { pack, product, utilityFleet } from '#simulator/scenarios/utility-fleet.ts';
import { deviceIdOf } from '#simulator/world/fleet.ts';
import type { Mood } from '#simulator/world/presence.ts';
import { countOf, isFinal, type SimTask } from '#simulator/world/task.ts';
import { createWorld } from '#simulator/world/world.ts';
import { restAfterMs } from './sampler.ts';

type Rollout = { mood: Mood; devices: number; build: number; retry: RetryPolicy | null };
type Asked = { at: number; fromAt: number; untilAt: number; heldBy: number };

const countsOf = ({ rows }: SimTask): Counts => ({
  total: rows.size,
  waiting: countOf(rows, 'Waitting'),
  processing: countOf(rows, 'Processing'),
  succeeded: countOf(rows, 'Success'),
  failed: countOf(rows, 'Fail'),
  retryPending: countOf(rows, 'FailWaitRetry'),
  stopped: countOf(rows, 'Stopped'),
  removed: countOf(rows, 'Removed'),
});

/** Lets a rollout run to its end, samples it as the sampler does, and asks for its ETA whenever another tenth has reported. */
function replay(seed: number, { mood, devices, build, retry }: Rollout): { endedAt: number; asked: Asked[] } {
  const clock = createTestClock();
  const world = createWorld({ scenario: { name: 'replay', plan: utilityFleet(mood), past: [] }, seed, clock });
  const meters = [...(world.fleet.bySerial[product.waterMeter] ?? [])].slice(seed * 17, seed * 17 + devices);
  const { task } = world.act({
    kind: 'create',
    order: {
      space: 0,
      name: 'replay',
      type: 'firmwareUpgrade',
      mode: null,
      needConfirm: null,
      extInfo: null,
      document: { package_ids: [world.fleet.catalogue.packages[build]?.packageId] },
      scheduledMs: null,
      retry,
      targets: { deviceIds: meters.map((device) => deviceIdOf(world.fleet, device)) },
    },
  });
  const samples: Sample[] = [];
  const asked: Asked[] = [];
  let restMs: number | null = null;
  let tenths = 0;
  for (;;) {
    world.settle();
    const at = clock.now();
    if (isFinal(task.status)) return { endedAt: at, asked };
    const counts = countsOf(task);
    const changed = JSON.stringify(counts) !== JSON.stringify(samples.at(-1)?.counts);
    if (changed && counts.total > 0) samples.push({ at, counts });
    const reached = Math.floor((reportedDevices(counts) / counts.total) * 10);
    const eta = etaOf({ counts, retry }, samples, at);
    if (eta !== null && reached > tenths) {
      tenths = reached;
      asked.push({ at, ...eta });
    }
    restMs = restAfterMs(restMs, changed);
    clock.advance(restMs);
  }
}

const policies: (RetryPolicy | null)[] = [null, { count: 2, intervalMinutes: 5 }, { count: 1, intervalMinutes: 30 }];
const sizes = [30, 80, 250, 700, 1_500];
const moods: Mood[] = ['quiet', 'usual'];

test(
  'of 60 rollouts that were played again, at least 80 in 100 ended within the time that was told',
  { timeout: 120_000 },
  () => {
    const told: (Asked & { endedAt: number; mood: Mood })[] = [];
    for (let seed = 0; seed < 60; seed += 1) {
      const mood = moods[seed % 2] ?? 'usual';
      const rollout = {
        mood,
        devices: sizes[seed % sizes.length] ?? 30,
        build: seed % 4 === 3 ? pack.meter260rc : pack.meter250,
        retry: policies[seed % policies.length] ?? null,
      };
      const { endedAt, asked } = replay(seed, rollout);
      told.push(...asked.map((one) => ({ ...one, endedAt, mood })));
    }
    // Large enough that devices still wait for their turn, and nobody is away: what is handed out decides when the end may come.
    const handedOut = [60, 61, 62].flatMap((seed) => {
      const { endedAt, asked } = replay(seed, { mood: 'quiet', devices: 12_000, build: pack.meter250, retry: null });
      return asked.filter(({ heldBy }) => heldBy > 0).map((one) => ({ ...one, endedAt }));
    });
    const right = told.filter(({ fromAt, untilAt, endedAt }) => fromAt <= endedAt && endedAt <= untilAt);
    const narrow = told.filter(({ heldBy }) => heldBy === 0);
    const rightOfNarrow = narrow.filter(({ fromAt, untilAt, endedAt }) => fromAt <= endedAt && endedAt <= untilAt);
    const rightOfHandedOut = handedOut.filter(
      ({ fromAt, untilAt, endedAt }) => fromAt <= endedAt && endedAt <= untilAt,
    );
    const widths = narrow.map(({ fromAt, untilAt, at, endedAt }) => (untilAt - fromAt) / Math.max(endedAt - at, 1));
    const median = widths.toSorted((one, other) => one - other)[Math.floor(widths.length / 2)] ?? Number.NaN;
    process.stdout.write(
      `ETA: ${right.length} of ${told.length} right (${((right.length / told.length) * 100).toFixed(1)} %); with nothing ` +
        `waiting ${rightOfNarrow.length} of ${narrow.length}, while they are handed out ${rightOfHandedOut.length} of ${handedOut.length}, range ${median.toFixed(2)} × the time left (median)\n`,
    );
    expect(told.length).toBeGreaterThan(200);
    expect(right.length / told.length).toBeGreaterThanOrEqual(0.8);
    expect(rightOfNarrow.length / narrow.length).toBeGreaterThanOrEqual(0.8);
    expect(handedOut.length).toBeGreaterThan(5);
    expect(rightOfHandedOut.length / handedOut.length).toBeGreaterThanOrEqual(0.8);
    // A range that holds because it says nothing would be worthless.
    expect(median).toBeLessThan(6);
    expect(Math.max(...told.map(({ untilAt, at }) => untilAt - at))).toBeLessThan(2 * stuckAfterMs);
  },
);

import { describe, expect, test } from 'vitest';
import { noCounts } from './counting.ts';
import { etaOf, isStuck, platformLimits, quietMs, rateOf, standingOf, stuckAfterMs } from './progress.ts';
import type { Counts, Sample } from './task.ts';

const now = Date.UTC(2026, 10, 21, 6);
const minute = 60_000;
const hour = 60 * minute;

/** Samples so many minutes before now; the total is what the classes add up to. */
const course = (...moments: [minutesAgo: number, Partial<Counts>][]): Sample[] =>
  moments.map(([ago, change]) => {
    const counts = { ...noCounts, ...change };
    const { total: _, ...classes } = counts;
    return { at: now - ago * minute, counts: { ...counts, total: Object.values(classes).reduce((a, b) => a + b, 0) } };
  });
const task = (samples: readonly Sample[], change: { state?: 'waiting' | 'stopped' | 'stopping' } = {}) => ({
  state: 'processing' as const,
  counts: samples.at(-1)?.counts ?? noCounts,
  retry: null,
  ...change,
});
const standing = (samples: readonly Sample[]) => standingOf(task(samples), samples, now);

describe('the rate', () => {
  test('counts the devices that reported in the last ten minutes', () => {
    const samples = course(
      [60, { waiting: 500 }],
      [10, { waiting: 400, succeeded: 100 }],
      [0, { waiting: 250, succeeded: 200, failed: 50 }],
    );
    expect(rateOf(samples, now)).toEqual({ perMinute: 15, overMs: 10 * minute });
  });

  test('of a task that has just begun is over the time there is', () => {
    const samples = course([2, { waiting: 90 }], [0, { waiting: 50, succeeded: 40 }]);
    expect(rateOf(samples, now)).toEqual({ perMinute: 20, overMs: 2 * minute });
  });

  test('needs two moments, and is never negative when devices are retried', () => {
    expect(rateOf([], now)).toBeNull();
    expect(rateOf(course([3, { waiting: 9 }]), now)).toBeNull();
    expect(rateOf(course([3, { failed: 9 }], [1, { processing: 9 }]), now)?.perMinute).toBe(0);
  });
});

describe('the ETA', () => {
  const running = course(
    [4, { processing: 100 }],
    [2, { processing: 60, succeeded: 40 }],
    [0, { processing: 30, succeeded: 70 }],
  );
  const eta = (samples: readonly Sample[], retry: { count: number; intervalMinutes: number } | null = null) =>
    etaOf({ ...task(samples), retry }, samples, now);

  test('is a range after now that grows with what is left and with automatic retries', () => {
    const few = eta(running);
    expect(few).toMatchObject({ heldBy: 0 });
    expect(few?.fromAt).toBeGreaterThan(now);
    expect(few?.untilAt).toBeGreaterThan(few?.fromAt ?? 0);
    expect(few?.untilAt).toBeLessThan(now + hour);
    const retried = eta(running, { count: 2, intervalMinutes: 30 });
    expect((retried?.untilAt ?? 0) - (few?.untilAt ?? 0)).toBeGreaterThanOrEqual(hour);
  });

  test('is hidden below 20 reported devices, with one sample, and where counters contradict one another', () => {
    expect(eta(course([4, { processing: 100 }], [0, { processing: 81, succeeded: 19 }]))).toBeNull();
    expect(eta(course([4, { processing: 100 }], [0, { processing: 80, succeeded: 20 }]))).not.toBeNull();
    expect(eta(course([0, { processing: 50, succeeded: 50 }]))).toBeNull();
    expect(etaOf({ ...task(running), counts: { ...noCounts, total: 100, succeeded: 70 } }, running, now)).toBeNull();
    expect(eta(course([4, { processing: 100 }], [0, { succeeded: 100 }]))).toBeNull();
  });

  test('is as wide as the platform waits while devices have not begun', () => {
    const held = eta(
      course(
        [60, { processing: 100 }],
        [30, { processing: 40, waiting: 12, succeeded: 48 }],
        [0, { waiting: 12, succeeded: 88 }],
      ),
    );
    expect(held).toMatchObject({ heldBy: 12 });
    expect(held?.untilAt).toBeGreaterThanOrEqual(now - 30 * minute + platformLimits.onlineMs);
    expect(held?.fromAt).toBeLessThan(now + 5 * hour);
  });
});

describe('the standing', () => {
  test('12 devices that wait while nothing else happens are waited for, for up to 25 hours', () => {
    const samples = course([300, { waiting: 100 }], [200, { waiting: 12, succeeded: 88 }]);
    expect(standing(samples)).toEqual({
      kind: 'waiting_for_devices',
      devices: 12,
      since: now - 200 * minute,
      untilAt: now - 300 * minute + 25 * hour,
    });
  });

  test('devices that wait are not called offline while others are in progress, nor before it was quiet for a while', () => {
    expect(standing(course([200, { waiting: 12, processing: 1, succeeded: 87 }])).kind).toBe('moving');
    expect(standing(course([200, { waiting: 12, retryPending: 1 }])).kind).toBe('moving');
    expect(standing(course([quietMs / minute - 1, { waiting: 12, succeeded: 88 }])).kind).toBe('moving');
  });

  test('only offline devices are waiting, and one past 49 hours without a change is stuck', () => {
    const offline = (hoursAgo: number) => course([hoursAgo * 60, { waiting: 40 }]);
    expect(standing(offline(24)).kind).toBe('waiting_for_devices');
    expect(standing(offline(49)).kind).toBe('waiting_for_devices');
    expect(standing(offline(49.01))).toEqual({ kind: 'stuck', since: now - 49.01 * hour });
  });

  test('a task is stuck only while it runs', () => {
    const long = now - stuckAfterMs - 1;
    expect(isStuck({ state: 'processing' }, long, now)).toBe(true);
    expect(isStuck({ state: 'processing' }, long + 1, now)).toBe(false);
    expect(isStuck({ state: 'processing' }, null, now)).toBe(false);
    for (const state of ['waiting', 'partly_succeeded', 'stopping', 'other'] as const)
      expect(isStuck({ state }, long, now)).toBe(false);
  });

  test('counters that contradict one another are incomplete, whatever the samples say', () => {
    const samples = course([4, { processing: 100 }], [0, { succeeded: 50, processing: 50 }]);
    const counts = { ...noCounts, total: 100, succeeded: 50 };
    expect(standingOf({ ...task(samples), counts }, samples, now)).toEqual({ kind: 'incomplete' });
  });

  test('a task that does not run yet, or any more, has no course', () => {
    const samples = course([4, { waiting: 10 }]);
    for (const state of ['waiting', 'stopped', 'stopping'] as const)
      expect(standingOf(task(samples, { state }), samples, now)).toEqual({ kind: 'not_running' });
  });
});

import { describe, expect, test } from 'vitest';
import { noCounts } from '#shared/domain/counting.ts';
import type { Sample } from '#shared/domain/task.ts';
import { curveOf, curveSummary, outcomesOn, slicesOf, timeTicks } from './chart-data.ts';

const sample = (at: number, succeeded: number, failed = 0): Sample => ({
  at,
  counts: { ...noCounts, total: 10, succeeded, failed, waiting: 10 - succeeded - failed },
});

describe('the donut', () => {
  test('has a slice per class that has devices, in legend order, with an honest share', () => {
    expect(slicesOf({ ...noCounts, total: 10_000, waiting: 3, succeeded: 9_997 })).toEqual([
      { outcome: 'succeeded', devices: 9_997, percent: 99.9 },
      { outcome: 'waiting', devices: 3, percent: 0.1 },
    ]);
  });
});

describe('the curve', () => {
  test('holds its last sample until the platform was last asked, while the task moves', () => {
    const rows = curveOf([sample(1000, 0), sample(2000, 4)], { state: 'processing', seenAt: 9000 });
    expect(rows.map(({ at, succeeded }) => [at, succeeded])).toEqual([
      [1000, 0],
      [2000, 4],
      [9000, 4],
    ]);
  });

  test('ends with the last change of a finished task, however late it is looked at', () => {
    expect(curveOf([sample(1000, 0), sample(2000, 10)], { state: 'succeeded', seenAt: 9e9 })).toHaveLength(2);
  });

  test('a single sample still makes a line', () => {
    expect(curveOf([sample(1000, 10)], { state: 'succeeded', seenAt: 2000 })).toHaveLength(2);
    expect(curveOf([], { state: 'succeeded', seenAt: 2000 })).toEqual([]);
  });

  test('names the outcomes that occur, in legend order', () => {
    expect(outcomesOn(curveOf([sample(1, 0), sample(2, 3, 1)], { state: 'failed', seenAt: 2 }))).toEqual([
      'succeeded',
      'failed',
      'waiting',
    ]);
  });

  test('is summed up by how far the succeeded and failed devices came', () => {
    expect(curveSummary(curveOf([sample(1, 0), sample(2, 3, 1)], { state: 'failed', seenAt: 2 }))).toEqual({
      from: 1,
      until: 2,
      succeededFrom: 0,
      succeeded: 3,
      failedFrom: 0,
      failed: 1,
      changed: true,
    });
    expect(curveSummary(curveOf([sample(1, 3)], { state: 'failed', seenAt: 5 }))?.changed).toBe(false);
    expect(curveSummary([])).toBeNull();
  });
});

describe('the time axis', () => {
  const shanghaiMs = 8 * 3_600_000;
  const at = (text: string) => Date.parse(text);

  test('has few ticks, at round local times', () => {
    const ticks = timeTicks(at('2026-11-21T00:03:20Z'), at('2026-11-21T00:58:00Z'), shanghaiMs, 6);
    expect(ticks.map((tick) => new Date(tick).toISOString().slice(11, 16))).toEqual([
      '00:10',
      '00:20',
      '00:30',
      '00:40',
      '00:50',
    ]);
  });

  test('counts days from local midnight', () => {
    const ticks = timeTicks(at('2026-11-01T10:00:00Z'), at('2026-11-05T10:00:00Z'), shanghaiMs, 6);
    expect(ticks.map((tick) => new Date(tick).toISOString().slice(0, 16))).toEqual([
      '2026-11-01T16:00',
      '2026-11-02T16:00',
      '2026-11-03T16:00',
      '2026-11-04T16:00',
    ]);
  });

  test('never has more than it may, however long the time', () => {
    for (const span of [1, 10_000, 3_600_000, 40 * 86_400_000, 4000 * 86_400_000]) {
      expect(timeTicks(1_700_000_000_123, 1_700_000_000_123 + span, shanghaiMs, 6).length).toBeLessThanOrEqual(6);
    }
  });
});

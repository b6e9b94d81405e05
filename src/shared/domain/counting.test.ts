import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countsAddUp, honestPercent, noCounts, reportedDevices, settledDevices, successRate } from './counting.ts';

describe('counting devices', () => {
  test('classes that sum to the total add up, others do not', () => {
    expect(countsAddUp({ ...noCounts, total: 10, succeeded: 7, failed: 2, removed: 1 })).toBe(true);
    expect(countsAddUp({ ...noCounts, total: 10, succeeded: 7, failed: 2 })).toBe(false);
  });

  test('the success rate counts reported devices only, and there is none before the first report', () => {
    const counts = { ...noCounts, total: 100, succeeded: 30, failed: 5, retryPending: 5, waiting: 60 };
    expect(reportedDevices(counts)).toBe(40);
    expect(successRate(counts)).toBe(0.75);
    expect(successRate({ ...noCounts, total: 100, waiting: 100 })).toBeNull();
  });

  test('a device that waits for its automatic retry has not settled', () => {
    expect(settledDevices({ ...noCounts, total: 4, succeeded: 1, failed: 1, retryPending: 1, stopped: 1 })).toBe(3);
  });

  test('a percentage is never 0 or 100 unless it is exact', () => {
    expect(honestPercent(9997, 10_000)).toBe(99.9);
    expect(honestPercent(29_999, 30_000)).toBe(99.9);
    expect(honestPercent(1, 30_000)).toBe(0.1);
    expect(honestPercent(0, 0)).toBe(0);
    fc.assert(
      fc.property(fc.nat(30_000), fc.integer({ min: 1, max: 30_000 }), (part, whole) => {
        fc.pre(part <= whole);
        const percent = honestPercent(part, whole);
        expect(percent === 100).toBe(part === whole);
        expect(percent === 0).toBe(part === 0);
      }),
    );
  });
});

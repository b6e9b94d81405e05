import type { Counts, Outcome } from './task.ts';

export const noCounts: Counts = {
  total: 0,
  waiting: 0,
  processing: 0,
  succeeded: 0,
  failed: 0,
  retryPending: 0,
  stopped: 0,
  removed: 0,
};

/** The outcome that each counter counts; `other` has no counter. */
export const counterOf = {
  waiting: 'waiting',
  processing: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  retry_pending: 'retryPending',
  stopped: 'stopped',
  removed: 'removed',
} as const satisfies Record<Exclude<Outcome, 'other'>, keyof Counts>;

/** Outcomes in the order in which bars, charts and legends show them. */
export const outcomeOrder = [
  'succeeded',
  'failed',
  'retry_pending',
  'processing',
  'waiting',
  'stopped',
  'removed',
] as const satisfies readonly Outcome[];

const sum = (counts: Counts) => outcomeOrder.reduce((total, outcome) => total + counts[counterOf[outcome]], 0);

/** The classes add up to the total; when they do not, the page says that the platform's figures are incomplete. */
export const countsAddUp = (counts: Counts): boolean => sum(counts) === counts.total;

/** Devices whose present attempt has ended: succeeded, failed, stopped or removed. */
export const settledDevices = (counts: Counts): number =>
  counts.succeeded + counts.failed + counts.stopped + counts.removed;

/** Devices that reported a result: the denominator of the success rate. */
export const reportedDevices = (counts: Counts): number => counts.succeeded + counts.failed + counts.retryPending;

/** Succeeded among reported, 0..1; null before the first report. */
export const successRate = (counts: Counts): number | null => {
  const reported = reportedDevices(counts);
  return reported === 0 ? null : counts.succeeded / reported;
};

/** A share as tenths of a percent, never 0 or 100 unless it is exact: 99.97 % reads 99.9, 0.01 % reads 0.1. */
export const honestPercent = (part: number, whole: number): number => {
  if (whole <= 0) return 0;
  const tenths = Math.round((part / whole) * 1000) / 10;
  if (part < whole && tenths >= 100) return 99.9;
  if (part > 0 && tenths <= 0) return 0.1;
  return tenths;
};

/** What the samples of a task's counts say of its course: how fast it goes, when it may end, and whether it still moves at all. */
import { countsAddUp, reportedDevices, settledDevices } from './counting.ts';
import type { Counts, Sample, Task } from './task.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long the platform waits for a device that is offline, and how long a download may take. (user manual, OTA over MQTT) */
export const platformLimits = { onlineMs: 25 * hourMs, downloadMs: 24 * hourMs } as const;
/** An offline device may use up both limits, one after the other; only after both is silence odd. */
export const stuckAfterMs = platformLimits.onlineMs + platformLimits.downloadMs;
/** Without any change for this long, and with nothing in progress, devices that wait are taken to be away. */
export const quietMs = 10 * minuteMs;
/** A rate is that of the last minutes: what a task did yesterday says little about now. */
const rateOverMs = 10 * minuteMs;
/** Below these an ETA would be a guess. */
const enough = { reported: 20, samples: 2 } as const;

type Course = Pick<Task, 'state' | 'counts' | 'retry'>;

/** Devices a minute that reported a result, over the last `overMs` milliseconds. */
export type Rate = { perMinute: number; overMs: number };

/**
 * Between when and when a task may end, in epoch milliseconds. `heldBy` devices have not begun: should they be offline, the
 * platform waits for them, and `untilAt` says for how long at most.
 */
export type Eta = { fromAt: number; untilAt: number; heldBy: number };

/** How a task stands at a moment. Times are epoch milliseconds. */
export type Standing =
  | { kind: 'not_running' }
  /** The platform's counters contradict one another, so nothing can be computed from them. */
  | { kind: 'incomplete' }
  | { kind: 'stuck'; since: number }
  | { kind: 'waiting_for_devices'; devices: number; since: number; untilAt: number }
  | { kind: 'moving'; rate: Rate | null; eta: Eta | null };

/** When the counts last changed, or null before the first sample: a sample is kept only when they differ. */
export const changedAt = (samples: readonly Sample[]): number | null => samples.at(-1)?.at ?? null;

/** Nothing has changed for longer than the platform's own limits explain. Tasks that do not run are never stuck. */
export const isStuck = ({ state }: Pick<Task, 'state'>, changed: number | null, now: number): boolean =>
  state === 'processing' && changed !== null && now - changed > stuckAfterMs;

/** The samples come oldest first, the last one being how the counts are now. */
export function standingOf(task: Course, samples: readonly Sample[], now: number): Standing {
  const { counts, state } = task;
  if (state !== 'processing') return { kind: 'not_running' };
  if (!countsAddUp(counts)) return { kind: 'incomplete' };
  const since = changedAt(samples);
  if (since !== null && isStuck(task, since, now)) return { kind: 'stuck', since };
  const onlyWaits = counts.waiting > 0 && counts.processing === 0 && counts.retryPending === 0;
  if (since !== null && onlyWaits && now - since >= quietMs) {
    const untilAt = Math.max(waitingSince(samples, since) + platformLimits.onlineMs, now);
    return { kind: 'waiting_for_devices', devices: counts.waiting, since, untilAt };
  }
  return { kind: 'moving', rate: rateOf(samples, now), eta: etaOf(task, samples, now) };
}

/** Null while there is one moment only, or none. */
export function rateOf(samples: readonly Sample[], now: number): Rate | null {
  const last = samples.at(-1);
  const base = atOrBefore(samples, now - rateOverMs) ?? samples[0];
  if (last === undefined || base === undefined || base === last) return null;
  const from = Math.max(base.at, now - rateOverMs);
  const overMs = now - from;
  if (overMs <= 0) return null;
  const reported = reportedDevices(last.counts) - reportedDevices(base.counts);
  return { perMinute: (Math.max(reported, 0) / overMs) * minuteMs, overMs };
}

/**
 * Null until 20 devices reported and there are two samples, and while nothing is known of how long an attempt takes. Attempts are
 * taken to last as long as those so far (devices in progress over time, divided by those that came to an end).
 */
export function etaOf({ counts, retry }: Omit<Course, 'state'>, samples: readonly Sample[], now: number): Eta | null {
  if (reportedDevices(counts) < enough.reported || samples.length < enough.samples || !countsAddUp(counts)) return null;
  const attemptMs = attemptOf(samples, now);
  const first = samples[0];
  if (attemptMs === null || first === undefined) return null;
  const open = counts.processing + counts.retryPending;
  if (open + counts.waiting === 0) return null;

  const handOutMs = counts.waiting === 0 ? 0 : counts.waiting / startsPerMs(samples, counts, now);
  // The last of many takes longer than most; the factor covers attempts of twice the usual length.
  const lastOnesMs = attemptMs * (counts.processing === 0 ? 1 : Math.min(0.5 + Math.log10(1 + counts.processing), 2.5));
  const again = againMs(counts, retry, attemptMs);
  const begun = now - (changedAt(samples) ?? now);
  const soonest = Math.max(handOutMs * 0.6, (attemptMs / 6) * Math.min(counts.processing, 1) - begun, 0);
  const fromAt = now + soonest + (counts.retryPending > 0 ? minuteMs / 4 : 0);
  const latest = now + handOutMs * 1.5 + lastOnesMs + attemptMs + again;
  if (counts.waiting === 0) return { fromAt, untilAt: latest, heldBy: 0 };
  const waits = 1 + (retry?.count ?? 0);
  const offline = waitingSince(samples, first.at) + waits * platformLimits.onlineMs + lastOnesMs + again;
  return { fromAt, untilAt: Math.max(offline, latest), heldBy: counts.waiting };
}

/** What the platform's own retries may add: those that wait for one now, and those that fail from now on. */
function againMs(counts: Counts, retry: Task['retry'], attemptMs: number): number {
  if (retry === null || retry.count === 0 || retry.intervalMinutes === 0) return 0;
  if (counts.retryPending === 0 && counts.processing === 0 && counts.waiting === 0) return 0;
  return retry.count * (retry.intervalMinutes * minuteMs + 2 * attemptMs);
}

/** Milliseconds that an attempt takes: the devices in progress summed over time, by those that came to an end meanwhile. */
function attemptOf(samples: readonly Sample[], now: number): number | null {
  let deviceMs = 0;
  for (const [index, { at, counts }] of samples.entries()) {
    deviceMs += counts.processing * Math.max((samples[index + 1]?.at ?? now) - at, 0);
  }
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return null;
  const ended = endedDevices(last.counts) - endedDevices(first.counts);
  return ended > 0 && deviceMs > 0 ? deviceMs / ended : null;
}

const endedDevices = (counts: Counts) => settledDevices(counts) + counts.retryPending;

/** Devices that begin in a millisecond, lately; where none did, those that report. Never 0. */
function startsPerMs(samples: readonly Sample[], counts: Counts, now: number): number {
  const base = atOrBefore(samples, now - rateOverMs) ?? samples[0];
  const overMs = Math.max(now - Math.max(base?.at ?? now, now - rateOverMs), 1);
  const begun = (base?.counts.waiting ?? counts.waiting) - counts.waiting;
  const reported = reportedDevices(counts) - (base === undefined ? 0 : reportedDevices(base.counts));
  return Math.max(begun, reported, 1) / overMs;
}

/** Since when the devices that wait now have been waiting at the earliest: when their number last grew, or the first sample. */
function waitingSince(samples: readonly Sample[], otherwise: number): number {
  for (let index = samples.length - 1; index > 0; index -= 1) {
    const [before, here] = [samples[index - 1], samples[index]];
    if (before !== undefined && here !== undefined && here.counts.waiting > before.counts.waiting) return here.at;
  }
  return samples[0]?.at ?? otherwise;
}

const atOrBefore = (samples: readonly Sample[], at: number): Sample | undefined =>
  samples.findLast((sample) => sample.at <= at);

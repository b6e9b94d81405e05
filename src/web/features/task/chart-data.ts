import { counterOf, honestPercent, outcomeOrder } from '#shared/domain/counting.ts';
import { isMoving, type Counts, type Sample, type Task } from '#shared/domain/task.ts';

export type CountedOutcome = (typeof outcomeOrder)[number];

export type Slice = { outcome: CountedOutcome; devices: number; percent: number };

/** The donut's slices and its table's rows in legend order; classes without a device are left out. */
export const slicesOf = (counts: Counts): Slice[] =>
  outcomeOrder
    .map((outcome) => ({
      outcome,
      devices: counts[counterOf[outcome]],
      percent: honestPercent(counts[counterOf[outcome]], counts.total),
    }))
    .filter(({ devices }) => devices > 0);

/** One moment of the curve: devices by outcome at `at`, epoch milliseconds. */
export type CurveRow = { at: number } & Record<CountedOutcome, number>;

const rowOf = ({ at, counts }: Sample): CurveRow => ({
  at,
  succeeded: counts.succeeded,
  failed: counts.failed,
  retry_pending: counts.retryPending,
  processing: counts.processing,
  waiting: counts.waiting,
  stopped: counts.stopped,
  removed: counts.removed,
});

/**
 * The curve's rows, oldest first. A sample is kept only when counts changed, so while a task moves the last one still holds at
 * `seenAt`, when the platform was last asked, and is carried there. A finished task's curve ends where its counts stopped.
 */
export function curveOf(samples: readonly Sample[], { state, seenAt }: Pick<Task, 'state' | 'seenAt'>): CurveRow[] {
  const rows = samples.map(rowOf);
  const last = rows.at(-1);
  const holds = last !== undefined && seenAt > last.at && (isMoving(state) || rows.length === 1);
  return holds ? [...rows, { ...last, at: seenAt }] : rows;
}

/** Outcomes that have a device somewhere on the curve, in legend order. */
export const outcomesOn = (rows: readonly CurveRow[]): CountedOutcome[] =>
  outcomeOrder.filter((outcome) => rows.some((row) => row[outcome] > 0));

/** What the curve's sentence says: how the succeeded and the failed devices grew between two moments. */
export type CurveSummary = {
  from: number;
  until: number;
  succeededFrom: number;
  succeeded: number;
  failedFrom: number;
  failed: number;
  /** Whether any outcome's devices differ between the two. */
  changed: boolean;
};

export function curveSummary(rows: readonly CurveRow[]): CurveSummary | null {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    from: first.at,
    until: last.at,
    succeededFrom: first.succeeded,
    succeeded: last.succeeded,
    failedFrom: first.failed,
    failed: last.failed,
    changed: outcomeOrder.some((outcome) => rows.some((row) => row[outcome] !== first[outcome])),
  };
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 5, 10, 30].map((days) => days * day),
];

/**
 * At most `most` round moments between two times, for a time axis. Round in local time, which is `offsetMs` ahead of UTC. All
 * values are milliseconds.
 */
export function timeTicks(from: number, until: number, offsetMs: number, most: number): number[] {
  const step = steps.find((size) => (until - from) / size < most) ?? Math.ceil((until - from) / most / day) * day;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  const ticks: number[] = [];
  for (let tick = first; tick <= until; tick += step) ticks.push(tick);
  return ticks;
}

import { counterOf, countsAddUp, outcomeOrder, reportedDevices } from '#shared/domain/counting.ts';
import { type Eta, standingOf } from '#shared/domain/progress.ts';
import type { Counts, Sample, Task } from '#shared/domain/task.ts';

export type VerdictHeading =
  | 'preparing'
  | 'scheduled'
  | 'due'
  | 'running'
  | 'waiting_for_devices'
  | 'stuck'
  | 'stopping'
  | 'stopped'
  | 'succeeded'
  | 'finished'
  | 'finished_with_failures'
  | 'failed'
  | 'failed_as_a_whole'
  | 'figures_incomplete'
  | 'unknown_state';

/** One clause after the heading: a key of `verdict.clauses` in the catalogue, with the figures it names. */
export type VerdictClause =
  | { clause: 'reported'; reported: number; total: number }
  | { clause: 'rate'; succeeded: number; reported: number }
  | { clause: 'succeeded'; succeeded: number; total: number }
  | { clause: 'all_succeeded' | 'all_failed'; devices: number }
  | { clause: 'failed' | 'retry_pending' | 'stopped' | 'removed' | 'open'; devices: number }
  | { clause: 'without_devices' }
  | { clause: 'starts'; startsAt: number; devices: number }
  | { clause: 'counted'; counted: number; total: number }
  | { clause: 'platform_says'; text: string }
  | { clause: 'ends' | 'ends_between'; fromMs: number; untilMs: number }
  | { clause: 'ends_within' | 'ends_at_latest'; untilMs: number }
  | { clause: 'awaited'; devices: number; forMs: number }
  | { clause: 'quiet'; since: number };

/** The page's first line: joined and worded by the catalogue of each language. */
export type Verdict = {
  tone: 'good' | 'bad' | 'moving' | 'plain' | 'doubt';
  heading: VerdictHeading;
  clauses: VerdictClause[];
};

type Judged = Pick<Task, 'state' | 'rawState' | 'note' | 'counts' | 'startsAt' | 'retry'>;

/** The classes that need an explanation, those without a device left out. */
const apart = (counts: Counts): VerdictClause[] =>
  (['failed', 'retry_pending', 'stopped', 'removed'] as const)
    .map((outcome) => ({ clause: outcome, devices: counts[counterOf[outcome]] }))
    .filter(({ devices }) => devices > 0);

function progress(counts: Counts): VerdictClause[] {
  if (counts.total === 0) return [{ clause: 'without_devices' }];
  const reported = reportedDevices(counts);
  const open = counts.waiting + counts.processing;
  return [
    { clause: 'reported', reported, total: counts.total },
    ...(reported > 0 ? [{ clause: 'rate', succeeded: counts.succeeded, reported } as const] : []),
    ...apart(counts),
    ...(open > 0 ? [{ clause: 'open', devices: open } as const] : []),
  ];
}

function finished({ counts, state, note }: Judged): Verdict {
  const { total, succeeded, failed } = counts;
  const says: VerdictClause[] = note === null ? [] : [{ clause: 'platform_says', text: note }];
  if (total === 0) {
    if (state === 'failed') return { tone: 'bad', heading: 'failed_as_a_whole', clauses: says };
    return { tone: 'plain', heading: 'finished', clauses: [{ clause: 'without_devices' }] };
  }
  if (succeeded === total)
    return { tone: 'good', heading: 'succeeded', clauses: [{ clause: 'all_succeeded', devices: total }] };
  if (failed === total)
    return { tone: 'bad', heading: 'failed', clauses: [{ clause: 'all_failed', devices: total }, ...says] };
  const withFailures = state === 'failed' || failed > 0;
  const share: VerdictClause = { clause: 'succeeded', succeeded, total };
  return {
    tone: withFailures ? 'bad' : 'plain',
    heading: withFailures ? 'finished_with_failures' : 'finished',
    clauses: [share, ...apart(counts), ...says],
  };
}

/** Devices that have not begun may be offline: then only the time that the platform waits for them is certain. */
function ending({ fromAt, untilAt, heldBy }: Eta, now: number): VerdictClause {
  const untilMs = untilAt - now;
  const fromMs = fromAt - now;
  // Below a minute the earlier end of the range says nothing.
  if (fromMs < 60_000) return { clause: heldBy > 0 ? 'ends_at_latest' : 'ends_within', untilMs };
  return { clause: heldBy > 0 ? 'ends_between' : 'ends', fromMs, untilMs };
}

function processing(task: Judged, samples: readonly Sample[], now: number): Verdict {
  const { counts } = task;
  const standing = standingOf(task, samples, now);
  const soFar = progress(counts);
  if (standing.kind === 'stuck') {
    return { tone: 'doubt', heading: 'stuck', clauses: [{ clause: 'quiet', since: standing.since }, ...soFar] };
  }
  if (standing.kind === 'waiting_for_devices') {
    const { devices, untilAt } = standing;
    const others = soFar.filter(({ clause }) => clause !== 'open');
    const awaited: VerdictClause = { clause: 'awaited', devices, forMs: untilAt - now };
    return { tone: 'plain', heading: 'waiting_for_devices', clauses: [awaited, ...others] };
  }
  const eta = standing.kind === 'moving' ? standing.eta : null;
  return { tone: 'moving', heading: 'running', clauses: eta === null ? soFar : [...soFar, ending(eta, now)] };
}

/** Not begun, so there is nothing to count yet; null for every other state. */
function before({ state, startsAt, rawState, counts }: Judged, now: number): Verdict | null {
  if (state === 'other')
    return { tone: 'doubt', heading: 'unknown_state', clauses: [{ clause: 'platform_says', text: rawState }] };
  if (state === 'initializing') return { tone: 'moving', heading: 'preparing', clauses: [] };
  if (state !== 'waiting') return null;
  if (startsAt === null || startsAt <= now) return { tone: 'moving', heading: 'due', clauses: [] };
  return { tone: 'plain', heading: 'scheduled', clauses: [{ clause: 'starts', startsAt, devices: counts.total }] };
}

/**
 * What a person should know first about a task at `now`, epoch milliseconds. The samples, oldest first, tell its course. When the
 * platform's counters do not add up, no share is computed from them.
 */
export function verdictOf(task: Judged, now: number, samples: readonly Sample[]): Verdict {
  const begun = before(task, now);
  if (begun !== null) return begun;
  const { counts } = task;
  if (!countsAddUp(counts)) {
    const counted = outcomeOrder.reduce((sum, outcome) => sum + counts[counterOf[outcome]], 0);
    return {
      tone: 'doubt',
      heading: 'figures_incomplete',
      clauses: [{ clause: 'counted', counted, total: counts.total }],
    };
  }
  if (task.state === 'stopping') return { tone: 'moving', heading: 'stopping', clauses: progress(counts) };
  if (task.state === 'stopped') return { tone: 'plain', heading: 'stopped', clauses: progress(counts) };
  return task.state === 'processing' ? processing(task, samples, now) : finished(task);
}

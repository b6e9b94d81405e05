import { counterOf, outcomeOrder } from '#shared/domain/counting.ts';
import type { Counts, Outcome, TaskRef } from '#shared/domain/task.ts';
import type { Call, Lane } from '#server/platform/port.ts';
import { type Crawl, createCrawl, type Place } from './crawl.ts';
import type { Recorder } from './recorder.ts';
import { reading, type Scope } from './scope.ts';

/** An outcome the platform can be asked for, or the whole task. */
export type Walked = Exclude<Outcome, 'other'> | 'whole';

export const pagesOf = (rows: number, pageSize: number): number => Math.ceil(rows / pageSize);

/** Every outcome but `succeeded`, failures first. A device that succeeded stays so: no retry touches it. (RetryBatchTask) */
export const changeable = [
  'failed',
  'retry_pending',
  'processing',
  'waiting',
  'stopped',
  'removed',
] as const satisfies readonly Walked[];

/** What can change by itself; the others change only when somebody acts. */
const live = ['processing', 'waiting', 'retry_pending'] as const satisfies readonly Walked[];

/** Pages of one walk that are under way at once: the platform's budget has room for one more, which is a person's. */
const pagesAtOnce = 3;

/** What to walk, in this order, and of which outcomes the copy is right afterwards. */
export type PassPlan = { queue: readonly Walked[]; settles: readonly Outcome[] };

/**
 * One way through a task's subtasks, a page at a time. A walk by marker meets each row exactly once while rows change, but one
 * that asks for an outcome misses those that have just left it. So rows that the copy still holds under that outcome and that were
 * not met are read again: one by one where they are few, else by walking where they may have gone.
 */
export type Pass = {
  readonly startedAt: number;
  /** Calls made so far. */
  readonly calls: number;
  /** The whole task was walked to its end. */
  readonly walkedWhole: boolean;
  /** Where a later pass may go on walking the whole task; null while this one does not walk it. */
  readonly place: Place | null;
  /** Waits for at least one call; true when the pass is over. A call that fails leaves everything as it was, to be made again. */
  step(): Promise<boolean>;
};

export function createPass(
  scope: Scope,
  recorder: Recorder,
  ref: TaskRef,
  counts: Counts,
  plan: PassPlan,
  lane: Lane,
  from: Place = { marker: null, rowsBefore: 0 },
): Pass {
  const { platform, store, clock } = scope;
  const { pageSize, farthestOffset } = platform.capabilities;
  const call: Call = reading(scope, lane);
  const startedAt = clock.now();
  const wholePages = pagesOf(counts.total, pageSize);
  /** Rows that are read one by one; walking costs less for more. */
  const mostAlone = Math.max(wholePages, 1);
  const queue = [...plan.queue];
  const walked = new Set<Walked>();
  let marker: string | null = null;
  let calls = 0;
  let left: string[] | null = null;
  let crawl: Crawl | null = null;

  async function readPage(page: { marker: string | null; offset?: number; outcome?: Exclude<Walked, 'whole'> }) {
    const at = clock.now();
    const { subtasks } = await platform.showTask({ taskId: ref.id, limit: pageSize, ...page }, call);
    calls += 1;
    await recorder.subtasks(ref.id, subtasks.rows, at);
    return subtasks;
  }

  function ended(what: Walked) {
    queue.shift();
    walked.add(what);
  }

  /** Rows move in and out of an outcome, so how far one is behind a marker says nothing: page by page. */
  async function walk(outcome: Exclude<Walked, 'whole'>) {
    marker = (await readPage({ marker, outcome })).marker;
    if (marker === null) ended(outcome);
  }

  async function walkWhole() {
    crawl ??= createCrawl(
      { from, total: counts.total, pageSize, farthestOffset, atOnce: pagesAtOnce },
      (behind, offset) => readPage({ marker: behind, offset }),
    );
    await crawl.step();
    if (crawl.isDone) ended('whole');
  }

  async function readDevice(deviceId: string) {
    const at = clock.now();
    const { subtasks } = await platform.showTask({ taskId: ref.id, deviceId, limit: 1 }, call);
    calls += 1;
    await recorder.subtasks(ref.id, subtasks.rows, at);
  }

  /**
   * Rows the copy holds under a settled outcome although this pass did not meet them; of too many, one more than are read one by one.
   * The copy is asked: 200 passes that remember 30,000 ids each would be most of what this process holds.
   */
  async function notMet(): Promise<string[]> {
    if (walked.has('whole') || plan.settles.length === 0) return [];
    return store.subtasks.notSeenSince(ref, plan.settles, startedAt, mostAlone + 1);
  }

  /** Where rows that are too many to be read one by one may have gone, at the least cost. */
  function goOn(): Walked[] {
    const others = changeable.filter((outcome) => !walked.has(outcome) && counts[counterOf[outcome]] > 0);
    const pages = others.reduce((sum, outcome) => sum + pagesOf(counts[counterOf[outcome]], pageSize), 0);
    return others.length > 0 && pages < wholePages ? others : ['whole'];
  }

  return {
    startedAt,
    get calls() {
      return calls;
    },
    get walkedWhole() {
      return walked.has('whole');
    },
    get place() {
      return queue[0] === 'whole' && crawl !== null ? crawl.place : null;
    },
    async step() {
      const next = queue[0];
      if (next !== undefined) {
        await (next === 'whole' ? walkWhole() : walk(next));
        return false;
      }
      left ??= await notMet();
      if (left.length > mostAlone) {
        queue.push(...goOn());
        left = null;
        return false;
      }
      const deviceId = left[0];
      if (deviceId === undefined) return true;
      await readDevice(deviceId);
      left.shift();
      return false;
    },
  };
}

/**
 * What to read again of a task that was copied before. While it moves, that is what changes by itself and every outcome whose number
 * is not the copy's; afterwards everything that could have changed.
 */
export function outcomesToRefresh(
  counts: Counts,
  copied: Partial<Record<Outcome, number>>,
  isOver: boolean,
): (typeof changeable)[number][] {
  const isLive = (outcome: Outcome) => live.some((one) => one === outcome);
  return changeable.filter((outcome) => {
    const number = counts[counterOf[outcome]];
    return isOver || isLive(outcome) || number !== (copied[outcome] ?? 0);
  });
}

/** The copy has exactly the counts that the platform tells. */
export function sameCounts(
  counts: Counts,
  copied: Partial<Record<Outcome, number>>,
  outcomes: readonly Outcome[] = [...outcomeOrder, 'other'],
): boolean {
  return outcomes.every((outcome) => (copied[outcome] ?? 0) === (outcome === 'other' ? 0 : counts[counterOf[outcome]]));
}

import { counterOf } from '#shared/domain/counting.ts';
import { isFinal, type CopyState, type Outcome, type Task, type TaskRef } from '#shared/domain/task.ts';
import { steady } from '#server/clock.ts';
import { PlatformError } from '#server/platform/port.ts';
import { createPass, outcomesToRefresh, pagesOf, type Pass, type PassPlan, sameCounts } from './pass.ts';
import type { Recorder } from './recorder.ts';
import { comeBackAfterMs, concernsOneThing, holds, type Scope } from './scope.ts';

const harvestMs = {
  /** Longer than one call can take, its waiting included. */
  lease: 120_000,
  /** How long a task that is being prepared, or whose copy is right, is left alone. */
  prepare: 5_000,
  rest: 30_000,
  /** Between two passes over a moving task: per call that the last one cost, and at least and at most. */
  restPerCall: 100,
  restAtLeast: 10_000,
  restAtMost: 120_000,
  publish: 1_000,
  /** How long a copy is current for somebody who was told to ask again. */
  kept: 30_000,
  /** Per call for the past, which nobody waits for: slow enough to leave the budget to what moves. */
  pastPerCall: 500,
} as const;
/** Calls for one task before the next one gets its turn. */
const callsPerTurn = 10;
/** Passes after the end of a task whose counts the copy does not match: the platform's own figures may not add up. */
const passesAfterEnd = 3;

/** `rev`: the task's when it began to be walked. */
type Walk = { pass: Pass; task: Task; rev: number; publishedAt: number; kept: string | null };

export type Harvest = {
  /** Takes turns with the tasks that are due until none is. */
  tick(): Promise<void>;
  /** See `Work.copyOutcomes`. */
  copyOutcomes(task: Task, outcomes: readonly Outcome[], withinMs?: number): Promise<boolean>;
};

/**
 * Copies subtasks into the store: failures first, then everything; later only what can have changed. Tasks that had ended before
 * the console knew them come last, newest first, at two calls a second, unless somebody opens them. Where a walk through a whole task
 * stands is stored, so that another process goes on there.
 */
export function createHarvest(scope: Scope, recorder: Recorder): Harvest {
  const { connection, store, clock, events, log, owner, platform } = scope;
  const { pageSize } = platform.capabilities;
  const passing = steady(clock);
  const walks = new Map<string, Walk>();
  /** Passes since the end of each task whose copy does not match yet. */
  const passes = new Map<string, number>();
  const asked = new Map<string, Promise<void>>();
  /** Walks that somebody did not wait for to the end, and when each of them ended by the steady clock (null: not yet). */
  const leftBehind = new Map<string, number | null>();
  /** When the past gets its next turn, by the steady clock. */
  let pastAt = -Infinity;

  const publish = (taskId: string, copy: CopyState) => events.publish({ type: 'copy', connection, taskId, copy });

  function planFor({ counts, state }: Task, copied: Partial<Record<Outcome, number>>, mustBeWhole: boolean): PassPlan {
    const outcomes = outcomesToRefresh(counts, copied, isFinal(state));
    const present = outcomes.filter((outcome) => counts[counterOf[outcome]] > 0);
    const pages = present.reduce((sum, outcome) => sum + pagesOf(counts[counterOf[outcome]], pageSize), 0);
    // Those that have succeeded since are read one by one.
    const calls = pages + Math.max(counts.succeeded - (copied.succeeded ?? 0), 0);
    const isWhole = mustBeWhole || calls >= pagesOf(counts.total, pageSize);
    if (!isWhole) return { queue: present, settles: [...outcomes, 'other'] };
    const failures = present.filter((outcome) => outcome === 'failed' || outcome === 'retry_pending');
    return { queue: [...failures, 'whole'], settles: [] };
  }

  /** The next pass over a task, or when to ask again (null: never, unless something changes). */
  async function begin(ref: TaskRef): Promise<Walk | { nextAt: number | null }> {
    const now = clock.now();
    const task = (await store.tasks.find(ref))?.task;
    if (task === undefined) return { nextAt: null };
    const { counts, state } = task;
    if (state === 'initializing' || counts.total === 0) {
      return { nextAt: isFinal(state) ? null : now + harvestMs.prepare };
    }
    const copied = await store.subtasks.countByOutcome(ref);
    const { complete } = await store.subtasks.copyState(ref);
    if (complete && !isFinal(state) && sameCounts(counts, copied)) return { nextAt: now + harvestMs.rest };
    const plan = planFor(task, copied, !complete || (passes.get(ref.id) ?? 0) > 0);
    publish(ref.id, await store.subtasks.setCopyState(ref, { walking: true }));
    const place = plan.queue.includes('whole') ? await store.walkPlaces.find(ref) : null;
    const pass =
      place === null
        ? createPass(scope, recorder, ref, counts, plan, 'poller')
        : // Its failures were read before the walk began.
          createPass(scope, recorder, ref, counts, { ...plan, queue: ['whole'] }, 'poller', place);
    return { pass, task, rev: place?.rev ?? task.rev, publishedAt: passing.now(), kept: place?.marker ?? null };
  }

  /** Writes down how far a walk has come, where another process could go on. */
  async function keepPlace(ref: TaskRef, walk: Walk) {
    const { place } = walk.pass;
    if (place === null || place.marker === walk.kept) return;
    walk.kept = place.marker;
    await store.walkPlaces.keep(ref, { ...place, rev: walk.rev });
  }

  /** Writes down that a pass is over; answers when the next one is due. */
  async function end(ref: TaskRef, { pass, task: before, rev, kept }: Walk): Promise<number | null> {
    const now = clock.now();
    if (kept !== null) await store.walkPlaces.drop(ref);
    const complete = pass.walkedWhole ? { complete: true } : {};
    publish(ref.id, await store.subtasks.setCopyState(ref, { ...complete, at: now, walking: false }));
    const task = (await store.tasks.find(ref))?.task ?? before;
    if (!isFinal(task.state)) {
      passes.delete(ref.id);
      return now + Math.min(Math.max(pass.calls * harvestMs.restPerCall, harvestMs.restAtLeast), harvestMs.restAtMost);
    }
    // What was read before the end, or before somebody retried it elsewhere, may have changed since.
    if (rev !== task.rev) return now;
    if (sameCounts(task.counts, await store.subtasks.countByOutcome(ref))) {
      passes.delete(ref.id);
      return null;
    }
    const tried = (passes.get(ref.id) ?? 0) + 1;
    passes.set(ref.id, tried);
    if (tried < passesAfterEnd) return now + (tried - 1) * harvestMs.rest;
    passes.delete(ref.id);
    log.warn('the counts of an ended task differ from its devices', { connection, task: ref.id });
    return null;
  }

  const isMine = () => holds(scope, 'harvest', harvestMs.lease);

  /** A few calls for one task, and when it wants its next turn. */
  async function turn(ref: TaskRef, isPast: boolean): Promise<void> {
    const walk = walks.get(ref.id) ?? (await begin(ref));
    if ('nextAt' in walk) return store.tasks.scheduleWalk(ref, walk.nextAt);
    walks.set(ref.id, walk);
    const until = walk.pass.calls + callsPerTurn;
    if (isPast) pastAt = passing.now() + callsPerTurn * harvestMs.pastPerCall;
    while (walk.pass.calls < until && !scope.signal.aborted && (await isMine())) {
      const isOver = await walk.pass.step();
      await keepPlace(ref, walk);
      if (!isOver) continue;
      const nextAt = await end(ref, walk);
      walks.delete(ref.id);
      return store.tasks.scheduleWalk(ref, nextAt);
    }
    if (passing.now() - walk.publishedAt >= harvestMs.publish) {
      walk.publishedAt = passing.now();
      publish(ref.id, await store.subtasks.copyState(ref));
    }
    return store.tasks.pauseWalk(ref, clock.now());
  }

  async function walkOne(ref: TaskRef, isPast: boolean): Promise<void> {
    try {
      await turn(ref, isPast);
    } catch (error) {
      const waitMs = comeBackAfterMs(scope, error, harvestMs.rest);
      // A marker may have become void: the next pass begins at the top. After any other failure it goes on where it was.
      if (concernsOneThing(error)) {
        walks.delete(ref.id);
        await store.walkPlaces.drop(ref);
      }
      const isGone = error instanceof PlatformError && error.code === 'not_found';
      await store.tasks.scheduleWalk(ref, isGone ? null : clock.now() + waitMs);
      if (!concernsOneThing(error)) throw error;
      if (isGone) publish(ref.id, await store.subtasks.setCopyState(ref, { walking: false }));
    }
  }

  async function copy(task: Task, outcomes: readonly Outcome[]): Promise<void> {
    const ref = { connection, id: task.id };
    if (sameCounts(task.counts, await store.subtasks.countByOutcome(ref), outcomes)) return;
    const queue = outcomes.filter((outcome) => outcome !== 'other');
    const pass = createPass(scope, recorder, ref, task.counts, { queue, settles: outcomes }, 'reader');
    while (!(await pass.step())) scope.signal.throwIfAborted();
    publish(task.id, await store.subtasks.copyState(ref));
  }

  function share(key: string, copy: Promise<void>): Promise<void> {
    const copying = copy
      .then(
        () => leftBehind.has(key) && leftBehind.set(key, passing.now()),
        (error: unknown) => {
          leftBehind.delete(key);
          throw error;
        },
      )
      .then(() => undefined)
      .finally(() => asked.delete(key));
    asked.set(key, copying);
    return copying;
  }

  /** False when it takes longer; what comes of it then is nobody's matter. */
  async function inTime(reading: Promise<true>, withinMs: number): Promise<boolean> {
    const answered = new AbortController();
    const tooLate = clock.sleep(withinMs, answered.signal).then(
      () => false,
      () => false,
    );
    try {
      return await Promise.race([reading, tooLate]);
    } finally {
      reading.catch(() => undefined);
      answered.abort();
    }
  }

  return {
    async tick() {
      while (!scope.signal.aborted) {
        if (!(await isMine())) {
          // Another process walks now; when this one does again, its places would be out of date.
          walks.clear();
          return;
        }
        const now = clock.now();
        const claim = { connection, owner, now, leaseMs: harvestMs.lease };
        const ref = await store.tasks.claimWalk({ ...claim, withPast: false });
        const past = ref === null && passing.now() >= pastAt ? await store.tasks.claimWalk(claim) : null;
        if (ref !== null) await walkOne(ref, false);
        else if (past !== null) await walkOne(past, true);
        else return;
      }
    },
    async copyOutcomes(task, outcomes, withinMs) {
      const key = [task.id, ...outcomes.toSorted()].join(' ');
      const endedAt = leftBehind.get(key) ?? null;
      // While a task moves, its counts would always ask for one more walk.
      if (endedAt !== null && leftBehind.delete(key) && passing.now() - endedAt <= harvestMs.kept) return true;
      const copying = asked.get(key) ?? share(key, copy(task, outcomes));
      const isRead = copying.then(() => true as const);
      if (withinMs === undefined) return isRead;
      const read = await inTime(isRead, withinMs);
      if (!read && asked.has(key)) leftBehind.set(key, null);
      return read;
    },
  };
}

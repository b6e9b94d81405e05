import { isFinal, type Task } from '#shared/domain/task.ts';
import { steady } from '#server/clock.ts';
import type { Look } from './look.ts';
import { comeBackAfterMs, concernsOneThing, type Scope } from './scope.ts';

const samplerMs = { busy: 5_000, idle: 60_000, scheduled: 600_000, lease: 20_000 } as const;
const atOnce = 4;

/** How long a task is left alone after a look at it, by how long it was before (null: never): short as long as it changes. */
export const restAfterMs = (beforeMs: number | null, hasChanged: boolean): number =>
  hasChanged || beforeMs === null ? samplerMs.busy : Math.min(beforeMs * 1.5, samplerMs.idle);

export type Sampler = {
  tick(): Promise<void>;
  /** Has a task looked at by the next tick, also one that had come to its end. */
  soon(taskId: string): void;
};

/** Looks at every moving task that is due: often while its counts change, ever more seldom while they do not. */
export function createSampler(scope: Scope, look: Look): Sampler {
  const { connection, store, clock, owner } = scope;
  /** What each moving task showed last, and how long it then rested. */
  const last = new Map<string, { picture: string; restMs: number }>();

  const passing = steady(clock);
  /** Tasks to look at whatever the store thinks of them, and from when on by the steady clock. */
  const asked = new Map<string, number>();

  function restAfter(task: Task): number {
    const untilStart = (task.startsAt ?? 0) - clock.now();
    if (task.state === 'waiting' && untilStart > 0) return Math.min(untilStart + 1_000, samplerMs.scheduled);
    const picture = JSON.stringify([task.state, task.rawState, task.counts]);
    const before = last.get(task.id);
    const restMs = restAfterMs(before?.restMs ?? null, before?.picture !== picture);
    last.set(task.id, { picture, restMs });
    return restMs;
  }

  async function sample(taskId: string): Promise<void> {
    const ref = { connection, id: taskId };
    // Before the look: who asks during it wants another one.
    const wasAsked = asked.delete(taskId);
    try {
      const { task } = await look.forPoller(taskId);
      if (!isFinal(task.state)) return await store.tasks.scheduleLook(ref, clock.now() + restAfter(task));
      last.delete(taskId);
      await store.tasks.scheduleLook(ref, null);
    } catch (error) {
      const isOnlyThis = concernsOneThing(error);
      if (isOnlyThis && error.code === 'not_found') {
        last.delete(taskId);
        // Shown again by a list, it is due by that.
        return store.tasks.scheduleLook(ref, null);
      }
      const waitMs = isOnlyThis ? samplerMs.scheduled : comeBackAfterMs(scope, error, samplerMs.busy * 3);
      if (wasAsked && !isOnlyThis) asked.set(taskId, passing.now() + waitMs);
      await store.tasks.scheduleLook(ref, clock.now() + waitMs);
      if (!isOnlyThis) throw error;
    }
  }

  async function due(): Promise<string[]> {
    const wanted = [...asked].filter(([, from]) => from <= passing.now()).map(([taskId]) => taskId);
    if (wanted.length > 0) return wanted.slice(0, atOnce);
    const claim = { connection, owner, now: clock.now(), leaseMs: samplerMs.lease, limit: atOnce };
    return (await store.tasks.claimDue(claim)).map((ref) => ref.id);
  }

  return {
    soon(taskId) {
      asked.set(taskId, passing.now());
      scope.wake('sampler');
    },
    async tick() {
      while (!scope.signal.aborted) {
        const taskIds = await due();
        if (taskIds.length === 0) return;
        for (const ended of await Promise.allSettled(taskIds.map(sample))) {
          if (ended.status === 'rejected') throw ended.reason;
        }
      }
    },
  };
}

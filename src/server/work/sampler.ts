import { isFinal, type Task } from '#shared/domain/task.ts';
import type { Look } from './look.ts';
import { comeBackAfterMs, concernsOneThing, type Scope } from './scope.ts';

export const samplerMs = { busy: 5_000, idle: 60_000, scheduled: 600_000, lease: 20_000 } as const;
const atOnce = 4;

/** Looks at every moving task that is due: often while its counts change, ever more seldom while they do not. */
export function createSampler(scope: Scope, look: Look): { tick(): Promise<void> } {
  const { connection, store, clock, owner } = scope;
  /** What each moving task showed last, and how long it then rested. */
  const last = new Map<string, { picture: string; restMs: number }>();

  function restAfter(task: Task): number {
    const untilStart = (task.startsAt ?? 0) - clock.now();
    if (task.state === 'waiting' && untilStart > 0) return Math.min(untilStart + 1_000, samplerMs.scheduled);
    const picture = JSON.stringify([task.state, task.rawState, task.counts]);
    const before = last.get(task.id);
    const restMs = before?.picture === picture ? Math.min(before.restMs * 1.5, samplerMs.idle) : samplerMs.busy;
    last.set(task.id, { picture, restMs });
    return restMs;
  }

  async function sample(taskId: string): Promise<void> {
    const ref = { connection, id: taskId };
    try {
      const { task } = await look.forPoller(taskId);
      if (!isFinal(task.state)) return await store.tasks.scheduleLook(ref, clock.now() + restAfter(task));
      last.delete(taskId);
      await store.tasks.scheduleLook(ref, null);
    } catch (error) {
      const waitMs = concernsOneThing(error) ? samplerMs.scheduled : comeBackAfterMs(error, samplerMs.busy * 3);
      if (waitMs !== null) await store.tasks.scheduleLook(ref, clock.now() + waitMs);
      if (!concernsOneThing(error)) throw error;
    }
  }

  return {
    async tick() {
      while (!scope.signal.aborted) {
        const due = await store.tasks.claimDue({
          connection,
          owner,
          now: clock.now(),
          leaseMs: samplerMs.lease,
          limit: atOnce,
        });
        if (due.length === 0) return;
        const ended = await Promise.allSettled(due.map((ref) => sample(ref.id)));
        for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
      }
    },
  };
}

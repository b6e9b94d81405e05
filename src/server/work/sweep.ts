import type { TaskRef } from '#shared/domain/task.ts';
import type { Services } from '#server/context.ts';

const dayMs = 86_400_000;

/** How finely a curve is kept, by its age: everything for a day, then a sample a minute, then one in ten, then its ends only. */
export const retention = [
  { olderThanMs: dayMs, stepMs: 60_000 },
  { olderThanMs: 7 * dayMs, stepMs: 600_000 },
  { olderThanMs: 90 * dayMs, stepMs: null },
] as const;

/** Tasks whose curves one tick goes through. */
const tasksPerTick = 100;
/**
 * Keeps what is stored in bounds and in order: thins old samples, a hundred tasks at a time, and notices that the clock was set
 * back. The first round after the start looks at the whole of each curve, later ones at what has grown old since the one before.
 */
export function createSweep({ store, clock, log }: Pick<Services, 'store' | 'clock' | 'log'>): {
  tick(): Promise<void>;
} {
  let after: TaskRef | null = null;
  let roundAt: number | null = null;
  let roundBeforeAt = Number.NEGATIVE_INFINITY;

  async function thin(ref: TaskRef, now: number) {
    for (const { olderThanMs, stepMs } of retention) {
      const until = now - olderThanMs;
      // A step that was not over then is looked at as a whole.
      const from = roundBeforeAt - olderThanMs - (stepMs ?? 0);
      await store.samples.thin(ref, { from: Math.max(from, 0), until, stepMs });
    }
  }

  return {
    async tick() {
      const now = clock.now();
      const ahead = await store.repairClock(now);
      if (ahead > 0) log.warn('the clock was set back', { tasks: ahead });
      roundAt ??= now;
      const refs = await store.samples.tasks(after, tasksPerTick);
      for (const ref of refs) await thin(ref, now);
      after = refs.length < tasksPerTick ? null : (refs.at(-1) ?? null);
      if (after !== null) return;
      roundBeforeAt = roundAt;
      roundAt = null;
    },
  };
}

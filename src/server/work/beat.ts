import { steady } from '#server/clock.ts';
import type { Scope } from './scope.ts';

export const beatLimits = {
  /** How often pages are told at most. */
  everyMs: 5_000,
  /** Tasks in one event: what processes tell each other holds less than 8,000 bytes. */
  tasks: 60,
} as const;

/** Gathers what was looked at and had not changed, and publishes it now and then: so pages know how old what they show is. */
export type Beat = {
  /** A moving task was as it had been. */
  unchanged(taskId: string, at: number): void;
  /** Every list had been read by then. */
  indexed(at: number): void;
};

export function createBeat({ connection, clock: wall, events }: Pick<Scope, 'connection' | 'clock' | 'events'>): Beat {
  const clock = steady(wall);
  const gathered = new Map<string, number>();
  let indexedAt: number | null = null;
  let toldIndexedAt: number | null = null;
  let toldAt = -Infinity;

  function tell() {
    const isNews = gathered.size > 0 || indexedAt !== toldIndexedAt;
    if (!isNews || clock.now() - toldAt < beatLimits.everyMs) return;
    toldAt = clock.now();
    toldIndexedAt = indexedAt;
    const tasks = [...gathered].map(([id, at]) => ({ id, at }));
    gathered.clear();
    do events.publish({ type: 'seen', connection, indexedAt, tasks: tasks.splice(0, beatLimits.tasks) });
    while (tasks.length > 0);
  }

  return {
    unchanged(taskId, at) {
      gathered.set(taskId, at);
      tell();
    },
    indexed(at) {
      indexedAt = at;
      tell();
    },
  };
}

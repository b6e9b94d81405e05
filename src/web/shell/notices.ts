import type { Saying } from '#web/api/query-client.ts';
import type { Failure } from '#web/i18n/failure.ts';

export type Notice = { saying: Saying } | { failure: Failure };

/** Sentences waiting to be shown. The board that shows them is fetched when the first one comes. */
export function createNotices() {
  const listeners = new Set<() => void>();
  let waiting: readonly Notice[] = [];
  const change = (next: readonly Notice[]) => {
    waiting = next;
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => waiting,
    add: (notice: Notice) => change([...waiting, notice]),
    /** Hands over what is waiting. */
    take(): readonly Notice[] {
      const taken = waiting;
      if (taken.length > 0) change([]);
      return taken;
    },
  };
}
export type Notices = ReturnType<typeof createNotices>;

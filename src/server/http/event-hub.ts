import type { LiveEvent } from '#shared/api/events.ts';
import type { Clock } from '#server/clock.ts';
import type { EventHub, Log } from '#server/context.ts';

/** Events kept for browsers that come back after a broken connection. */
const kept = 2_000;

/**
 * Publishes changes inside this process. Ids grow across restarts, because they start at the time: an id of an earlier process
 * is below everything kept here and is answered with null, so that its browser reads everything again.
 */
export function createEventHub(clock: Pick<Clock, 'now'>, log: Log): EventHub {
  const ring: { id: number; event: LiveEvent }[] = [];
  const listeners = new Set<(id: number, event: LiveEvent) => void>();
  const first = clock.now() * 1_000;
  let last = first;

  return {
    publish(event) {
      last += 1;
      ring.push({ id: last, event });
      if (ring.length > kept) ring.shift();
      for (const listener of listeners) {
        try {
          listener(last, event);
        } catch (error) {
          log.error('an event listener failed', error);
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since(id) {
      const oldest = ring[0]?.id ?? last + 1;
      if (id < oldest - 1 || id > last) return null;
      return ring.slice(id - oldest + 1);
    },
    last: () => last,
  };
}

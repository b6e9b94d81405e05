import { randomBytes } from 'node:crypto';
import type { LiveEvent } from '#shared/api/events.ts';
import type { EventHub, Log } from '#server/context.ts';

/** Events kept for browsers that come back after a broken connection. */
const kept = 2_000;

/**
 * Publishes changes inside this process. Its mark is in every id, because each process counts for itself: an id of another one, or of
 * an earlier one, says nothing about what was missed here and is answered with null, so that its browser reads everything again.
 */
export function createEventHub(log: Log): EventHub {
  const mark = randomBytes(6).toString('hex');
  const idOf = (nth: number) => `${mark}-${nth}`;
  const ring: { id: string; event: LiveEvent }[] = [];
  const listeners = new Set<(id: string, event: LiveEvent) => void>();
  let published = 0;

  return {
    publish(event) {
      published += 1;
      const id = idOf(published);
      ring.push({ id, event });
      if (ring.length > kept) ring.shift();
      for (const listener of listeners) {
        try {
          listener(id, event);
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
      const forgotten = published - ring.length;
      const seen = Number(id.slice(mark.length + 1));
      // Written anew, so that an id counts only as it was given out.
      if (id !== idOf(seen) || seen < forgotten || seen > published) return null;
      return ring.slice(seen - forgotten);
    },
    last: () => idOf(published),
  };
}

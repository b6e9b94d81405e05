import type { Clock } from '#server/clock.ts';

/** What a request counts as. `brake` stops things: nothing else that a person does may use it up. */
export type Lane = 'read' | 'change' | 'save' | 'preview' | 'export' | 'brake';

/**
 * For each person: how many requests may come at once, and how many a minute from then on. Reading 30,000 results takes 150 pages, one
 * after the other.
 */
export const rateLimits: Record<Lane, { burst: number; perMinute: number }> = {
  read: { burst: 200, perMinute: 1_200 },
  change: { burst: 30, perMinute: 30 },
  save: { burst: 60, perMinute: 120 },
  preview: { burst: 20, perMinute: 10 },
  export: { burst: 10, perMinute: 5 },
  brake: { burst: 30, perMinute: 60 },
};

export type RateLimits = {
  /** Takes one request of a person; milliseconds until it would be answered, 0 when it is answered now. */
  take(personId: string, lane: Lane): number;
};

const remembered = 10_000;
const minuteMs = 60_000;

/**
 * What a request below `/api/v1` counts as. How one last looked at a list is noted by the page itself, so it is no change.
 * Drafts too are saved by the page, while somebody types: that must not use up the changes a person makes.
 */
export function laneOf(method: string, path: string): Lane {
  if (/^\/api\/v1\/connections\/[^/]+\/exports\//.test(path)) return 'export';
  if (method === 'GET' || method === 'HEAD' || path.startsWith('/api/v1/views/last/')) return 'read';
  if (/^\/api\/v1\/connections\/[^/]+\/drafts(\/|$)/.test(path)) return 'save';
  if (path.endsWith('/stop') || (method === 'DELETE' && path === '/api/v1/session')) return 'brake';
  return /\/(preview|preflight|plan)$/.test(path) ? 'preview' : 'change';
}

/** Buckets of tokens that fill with time, one for each person and lane, in this process. */
export function createRateLimits(clock: Pick<Clock, 'now'>, limits: typeof rateLimits = rateLimits): RateLimits {
  const buckets = new Map<string, { tokens: number; at: number; lane: Lane }>();

  const refilled = ({ tokens, at, lane }: { tokens: number; at: number; lane: Lane }, now: number) =>
    Math.min(limits[lane].burst, tokens + (Math.max(0, now - at) * limits[lane].perMinute) / minuteMs);

  /** A full bucket says nothing that a new one would not. */
  function forgetFull(now: number) {
    for (const [key, bucket] of buckets) if (refilled(bucket, now) >= limits[bucket.lane].burst) buckets.delete(key);
  }

  return {
    take(personId, lane) {
      const now = clock.now();
      const key = `${lane} ${personId}`;
      const { burst, perMinute } = limits[lane];
      const known = buckets.get(key);
      if (known === undefined && buckets.size >= remembered) forgetFull(now);
      const tokens = known === undefined ? burst : refilled(known, now);
      // Refilling adds fractions, whose sum may fall short of one by a hair.
      const isTaken = tokens >= 1 - 1e-9;
      buckets.set(key, { tokens: isTaken ? tokens - 1 : tokens, at: now, lane });
      return isTaken ? 0 : Math.ceil(((1 - tokens) * minuteMs) / perMinute);
    },
  };
}

import { type Clock, steady } from '#server/clock.ts';
import type { Lane } from './port.ts';

/** Calls per second while nothing says otherwise, and calls in flight at once. */
export type BudgetSettings = { callsPerSecond: number; inFlight: number };

type Admission = { kind: 'go'; leave: () => void } | { kind: 'refused'; retryAfterMs: number } | { kind: 'aborted' };

/**
 * The calls one credential may make: a token bucket whose queue is served by lane. Throttling halves the rate and pauses every
 * lane but `stop`, which never waits; each success gives a little of the rate back.
 */
export type Budget = {
  enter(lane: Lane, signal?: AbortSignal): Promise<Admission>;
  succeeded(): void;
  /** All lanes pause for `ms`; answers when calls go on, epoch milliseconds. */
  throttled(ms: number): number;
};

const order: Record<Lane, number> = { stop: 0, mutation: 1, reader: 2, reconcile: 3, poller: 4 };
/** A longer pause than this is told to the caller at once instead of being waited for. */
const patienceMs = 2_000;
const slowestPerSecond = 0.5;

type Waiter = { lane: Lane; admit: (admission: Admission) => void };

export function createBudget(wall: Clock, settings: BudgetSettings): Budget {
  const clock = steady(wall);
  const burst = Math.max(settings.callsPerSecond, 1);
  let perSecond = settings.callsPerSecond;
  let tokens = burst;
  let filledAt = clock.now();
  let pausedUntil = -Infinity;
  let inside = 0;
  let waking = false;
  let queue: Waiter[] = [];

  const leave = () => {
    inside -= 1;
    serve();
  };
  const go = (): Admission => {
    inside += 1;
    let left = false;
    return {
      kind: 'go',
      leave: () => {
        if (left) return;
        left = true;
        leave();
      },
    };
  };
  const refill = () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
  };

  /** Admits whoever is next while there are tokens and room; else wakes up when there will be. */
  const serve = () => {
    refill();
    while (queue.length > 0 && inside < settings.inFlight && tokens >= 1 && clock.now() >= pausedUntil) {
      tokens -= 1;
      queue.shift()?.admit(go());
    }
    if (queue.length === 0 || inside >= settings.inFlight || waking) return;
    waking = true;
    const untilToken = Math.ceil(((1 - tokens) / perSecond) * 1000);
    void clock.sleep(Math.max(untilToken, pausedUntil - clock.now(), 1)).then(() => {
      waking = false;
      serve();
    });
  };

  return {
    enter(lane, signal) {
      if (signal?.aborted) return Promise.resolve({ kind: 'aborted' });
      if (lane === 'stop') {
        tokens -= 1;
        return Promise.resolve(go());
      }
      const pauseMs = pausedUntil - clock.now();
      if (pauseMs > patienceMs) return Promise.resolve({ kind: 'refused', retryAfterMs: pauseMs });
      return new Promise((resolve) => {
        const waiter: Waiter = {
          lane,
          admit: (admission) => {
            signal?.removeEventListener('abort', onAbort);
            resolve(admission);
          },
        };
        const onAbort = () => {
          queue = queue.filter((other) => other !== waiter);
          waiter.admit({ kind: 'aborted' });
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        const place = queue.findIndex((other) => order[other.lane] > order[lane]);
        queue.splice(place === -1 ? queue.length : place, 0, waiter);
        serve();
      });
    },
    succeeded() {
      perSecond = Math.min(settings.callsPerSecond, perSecond + settings.callsPerSecond / 50);
    },
    throttled(ms) {
      perSecond = Math.max(perSecond / 2, slowestPerSecond);
      tokens = Math.min(tokens, 1);
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
      if (ms > patienceMs) for (const waiter of queue.splice(0)) waiter.admit({ kind: 'refused', retryAfterMs: ms });
      return wall.now() + pausedUntil - clock.now();
    },
  };
}

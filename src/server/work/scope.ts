import type { Clock } from '#server/clock.ts';
import type { EventHub, Log } from '#server/context.ts';
import { type Lane, type Platform, PlatformError } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import type { Store } from '#server/store/store.ts';

/** `brake` is a courier that sends nothing but stops. */
export const parts = ['index', 'sampler', 'harvest', 'courier', 'brake', 'reconcile'] as const;
/** The loops that run for each connection. */
export type Part = (typeof parts)[number];

/** What every part of the background work of one connection needs. */
export type Scope = {
  connection: string;
  platform: Platform;
  store: Store;
  clock: Clock;
  log: Log;
  events: EventHub;
  owner: string;
  /** Aborted when the work stops. It ends reads at once; a write that is under way is always waited for. */
  signal: AbortSignal;
  /** Tells a part that there is something to do. */
  wake(part: Part): void;
  /** False when another process may have taken over what this one has claimed. */
  isAlive(): boolean;
  /** See `Liveness.storeNow`. */
  storeNow(): number | null;
  /** Chunks that this process is sending just now, by `chunkKey`. */
  inHand: Set<string>;
  /** The processes whose looks are left to them. */
  living(): readonly string[];
};

export const chunkKey = (chunk: Chunk): string => `${chunk.operation.id} ${chunk.seq}`;

/** A read in this lane that ends when the work stops. */
export const reading = (scope: Scope, lane: Lane) => ({ lane, signal: scope.signal });

/**
 * Whether this process may run a loop that must run once among those that share a store, for the next `ttlMs`. SQLite belongs to
 * one process, and waiting for the lease of one that was killed would only delay its successor.
 */
export async function holds(scope: Scope, loop: Part, ttlMs: number): Promise<boolean> {
  if (scope.store.engine === 'sqlite') return true;
  const now = scope.storeNow();
  return now !== null && scope.store.leases.hold(`${loop}:${scope.connection}`, scope.owner, now, ttlMs);
}

/** After how long a read that failed may be tried again; at once by the next process when this one is stopping. */
export function comeBackAfterMs(scope: Scope, error: unknown, usualMs: number): number {
  if (scope.signal.aborted) return 0;
  return Math.max((error instanceof PlatformError ? error.retryAfterMs : null) ?? usualMs, 1_000);
}

/** The error says something of one task or space only; the next call may well succeed. */
export const concernsOneThing = (error: unknown): error is PlatformError =>
  error instanceof PlatformError &&
  (error.code === 'not_found' || error.code === 'refused' || error.code === 'no_permission');

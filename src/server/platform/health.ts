import type { Clock } from '#server/clock.ts';
import type { ConnectionState } from '#shared/domain/connection.ts';
import type { Health, PlatformErrorCode } from './port.ts';

/** Follows how a platform answers. Listeners hear of a new state or a new `resumesAt`, not of every answer. */
export type HealthTracker = {
  now(): Health;
  listen(listener: (health: Health) => void): () => void;
  /** The platform answered as it should, be it with a refusal. */
  answered(): void;
  /** A call ended with `code`; `resumesAt` in epoch milliseconds while throttled. */
  failed(code: PlatformErrorCode, resumesAt?: number): void;
};

/** null: the platform answered well, only not what was asked for. */
const stateOf: Record<PlatformErrorCode, ConnectionState | null> = {
  unreachable: 'unreachable',
  timed_out: 'unreachable',
  throttled: 'throttled',
  credentials_rejected: 'credentials_rejected',
  wrong_host: 'wrong_host',
  wrong_algorithm: 'wrong_algorithm',
  no_permission: 'no_permission',
  not_found: null,
  refused: null,
  failing: 'failing',
  garbled: 'failing',
};
/** A right that is missing for one call does not spoil a connection on which other calls succeed. */
const permissionDoubtMs = 60_000;

export function createHealth(clock: Clock): HealthTracker {
  let health: Health = { state: 'starting', since: clock.now(), answeredAt: null, resumesAt: null };
  const listeners = new Set<(health: Health) => void>();

  const become = (state: ConnectionState, change: Partial<Health>) => {
    const before = health;
    const since = before.state === state ? before.since : clock.now();
    health = { ...before, resumesAt: null, ...change, state, since };
    if (before.state === state && before.resumesAt === health.resumesAt) return;
    for (const listener of listeners) listener(health);
  };

  const answered = () => become('ok', { answeredAt: clock.now() });
  return {
    now: () => health,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    answered,
    failed(code, resumesAt) {
      const state = stateOf[code];
      if (state === null) return answered();
      const recently = health.answeredAt !== null && clock.now() - health.answeredAt < permissionDoubtMs;
      if (state === 'no_permission' && health.state === 'ok' && recently) return;
      become(state, { resumesAt: resumesAt ?? null });
    },
  };
}

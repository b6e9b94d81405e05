import type { Clock } from '#server/clock.ts';
import type { ConnectionState, UnreachableCause } from '#shared/domain/connection.ts';
import { privateAddressCode } from './addresses.ts';
import type { Health, PlatformErrorCode } from './port.ts';

/** Follows how a platform answers. Listeners hear of a new state, `resumesAt` or `servesUntil`, or of a clock that moved; not of every answer. */
export type HealthTracker = {
  now(): Health;
  listen(listener: (health: Health) => void): () => void;
  /** The platform answered as it should, be it with a refusal. */
  answered(): void;
  /** What else is known after a call; `skewMs` as in `Skew.measuredMs`, `servesUntil` as in `Authenticator`. */
  noted(known: { skewMs: number | null; servesUntil: number | null }): void;
  /** A call ended with `code`; `resumesAt` in epoch milliseconds while throttled, `cause` as the network names it. */
  failed(code: PlatformErrorCode, more?: { resumesAt?: number; cause?: string | null }): void;
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
/** Dates have whole seconds and answers take a while: a smaller change of the offset is not told. */
const skewToldMs = 30_000;

/** Node's codes of a certificate, or a TLS version, that cannot be accepted. */
const certificateCodes =
  /^(CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA$|HOSTNAME_MISMATCH$|ERR_TLS_|ERR_SSL_)/;
const causeOf = (code: string): UnreachableCause | null => {
  if (code === privateAddressCode) return 'private_address';
  return certificateCodes.test(code) ? 'certificate' : null;
};

export function createHealth(clock: Clock): HealthTracker {
  let health: Health = {
    state: 'starting',
    since: clock.now(),
    answeredAt: null,
    resumesAt: null,
    cause: null,
    skewMs: null,
    servesUntil: null,
  };
  const listeners = new Set<(health: Health) => void>();

  const become = (state: ConnectionState, change: Partial<Health>) => {
    const before = health;
    const since = before.state === state ? before.since : clock.now();
    health = { ...before, resumesAt: null, cause: null, ...change, state, since };
    if (before.state === state && before.resumesAt === health.resumesAt && before.cause === health.cause) return;
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
    noted({ skewMs, servesUntil }) {
      const moved = Math.abs((skewMs ?? 0) - (health.skewMs ?? 0)) > skewToldMs;
      if (!moved && health.skewMs !== null && servesUntil === health.servesUntil) return;
      const changed = moved || servesUntil !== health.servesUntil;
      health = { ...health, skewMs: moved || health.skewMs === null ? skewMs : health.skewMs, servesUntil };
      if (changed) for (const listener of listeners) listener(health);
    },
    failed(code, { resumesAt, cause } = {}) {
      const state = stateOf[code];
      if (state === null) return answered();
      const recently = health.answeredAt !== null && clock.now() - health.answeredAt < permissionDoubtMs;
      if (state === 'no_permission' && health.state === 'ok' && recently) return;
      become(state, { resumesAt: resumesAt ?? null, cause: state === 'unreachable' ? causeOf(cause ?? '') : null });
    },
  };
}

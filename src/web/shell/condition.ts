import type { ConnectionState } from '#shared/domain/connection.ts';
import type { LiveState } from '#web/api/live.ts';
import type { Condition } from '#web/ui/freshness.ts';

const platformCondition: Record<ConnectionState, Condition | null> = {
  starting: null,
  ok: null,
  throttled: 'throttled',
  unreachable: 'platformAway',
  failing: 'platformAway',
  credentials_rejected: 'platformRefuses',
  wrong_host: 'platformRefuses',
  wrong_algorithm: 'platformRefuses',
  no_permission: 'platformRefuses',
};

/** What a person should know of the two links that data comes by. Without the nearer one nothing is known of the other. */
export function conditionOf(live: LiveState, platform: ConnectionState | undefined): Condition {
  if (live !== 'live' || platform === undefined) return live;
  return platformCondition[platform] ?? live;
}

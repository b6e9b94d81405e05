import { expect, test } from 'vitest';
import { conditionOf } from './condition.ts';

test.each([
  ['live', 'ok', 'live'],
  ['live', undefined, 'live'],
  ['live', 'starting', 'live'],
  ['live', 'throttled', 'throttled'],
  ['live', 'unreachable', 'platformAway'],
  ['live', 'failing', 'platformAway'],
  ['live', 'credentials_rejected', 'platformRefuses'],
  ['live', 'no_permission', 'platformRefuses'],
  // What was last known of the platform may be wrong by now.
  ['reconnecting', 'throttled', 'reconnecting'],
  ['offline', 'ok', 'offline'],
  // The person's own wish explains why nothing moves, whatever the platform does.
  ['paused', 'unreachable', 'paused'],
] as const)('%s, and the platform is %s: %s', (live, platform, condition) => {
  expect(conditionOf(live, platform)).toBe(condition);
});

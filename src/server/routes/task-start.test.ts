import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NewTask, noOptions } from '#shared/domain/create.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';

const minute = 60_000;

let platform: SimulatedPlatform;
let console: TestConsole;
let skewMs: number | null = null;

beforeAll(async () => {
  platform = simulated('half-failed');
  const { connected } = platform;
  const health = () => ({ ...connected.platform.health(), skewMs });
  const off = { ...connected, platform: { ...connected.platform, health } };
  console = await startTestConsole({ connections: [off], clock: platform.clock });
});
afterAll(() => console[Symbol.asyncDispose]());

test.each([
  ['is ahead by 20 minutes', 20 * minute, 10 * minute, 422],
  ['is ahead by 20 minutes', 20 * minute, 30 * minute, 200],
  ['is behind by 20 minutes', -20 * minute, -10 * minute, 200],
  ['is off by seconds only', 3_000, minute, 200],
  ['is not known', null, -minute, 422],
])(
  'where the platform’s clock %s (%s ms), a start %i ms from now is answered with %i',
  async (_, skew, fromNowMs, status) => {
    skewMs = skew;
    const body: NewTask = {
      kind: 'firmwareUpgrade',
      name: 'scheduled',
      spaceId: platform.spaceId,
      targets: { source: 'devices', deviceIds: platform.deviceIds(3, 2_000) },
      document: { type: 'package', packageId: platform.packageId },
      options: noOptions,
      startsAt: platform.clock.now() + fromNowMs,
      retry: { count: null, intervalMinutes: null },
      confirmedCount: null,
    };
    const cookie = await console.as('operations');
    const headers = { 'Idempotency-Key': `key-${skew}-${fromNowMs}-0000` };
    const answer = await console.ask('POST', '/api/v1/connections/simulator/tasks/preview', { cookie, body, headers });
    expect(answer.status).toBe(status);
  },
);

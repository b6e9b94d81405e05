/** What the tests of the routes of tasks share: a console over a half-failed rollout, and people who ask it. */
import { afterAll } from 'vitest';
import { type NewTask, noOptions } from '#shared/domain/create.ts';
import type { Connected } from '#server/context.ts';
import { simulated } from '#server/http/test-platform.ts';
import { type Answer, startTestConsole } from '#server/http/test-support.ts';

export const base = '/api/v1/connections/simulator';
export const minute = 60_000;

/** `changed`: the platform as the console meets it, where that is not as it is. */
export async function openTaskRoutes(changed = (connected: Connected) => connected) {
  const platform = simulated('half-failed');
  const console = await startTestConsole({ connections: [changed(platform.connected)], clock: platform.clock });
  afterAll(() => console[Symbol.asyncDispose]());
  const operations = await console.as('operations');
  const support = await console.as('support');

  let keys = 0;
  const newKey = () => `key-${(keys += 1).toString().padStart(8, '0')}`;

  return {
    platform,
    console,
    operations,
    support,
    newKey,
    post: (path: string, body: unknown, key: string | null = newKey(), cookie = operations): Promise<Answer> =>
      console.ask('POST', `${base}${path}`, { cookie, body, headers: key === null ? {} : { 'Idempotency-Key': key } }),
    get: (path: string) => console.ask('GET', `${base}${path}`, { cookie: operations, activity: true }),
    request: (change: Partial<NewTask> = {}): NewTask => ({
      kind: 'firmwareUpgrade',
      name: '水表_trial',
      spaceId: platform.spaceId,
      targets: { source: 'devices', deviceIds: platform.deviceIds(3, 2_000) },
      document: { type: 'package', packageId: platform.packageId },
      options: noOptions,
      startsAt: null,
      retry: { count: null, intervalMinutes: null },
      confirmedCount: null,
      ...change,
    }),
    /** What the platform was asked to do, by its own log. */
    acts: (kind: string) => platform.simulator.log.entries.filter((entry) => entry.kind === kind && entry.acted),
  };
}

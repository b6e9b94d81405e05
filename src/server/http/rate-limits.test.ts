import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimits, type Lane, laneOf, rateLimits } from './rate-limits.ts';
import { startTestConsole } from './test-support.ts';

const lanes = Object.keys(rateLimits) as Lane[];
const second = 1_000;

test('over any stretch of time nobody gets more than the burst and what a minute gives', () => {
  const moves = fc.array(fc.tuple(fc.nat(5 * second), fc.nat(1), fc.constantFrom(...lanes)), { maxLength: 400 });
  fc.assert(
    fc.property(moves, (timeline) => {
      let now = 0;
      const limits = createRateLimits({ now: () => now });
      const taken = new Map<string, number[]>();
      for (const [wait, person, lane] of timeline) {
        now += wait;
        const key = `${person} ${lane}`;
        const times = taken.get(key) ?? [];
        const { burst, perMinute } = rateLimits[lane];
        const within = (from: number) => times.filter((at) => at >= from).length;
        const allowed = [...times, now].every(
          (from) => within(from) + 1 <= burst + ((now - from) * perMinute) / (60 * second) + 1e-6,
        );
        const waitMs = limits.take(`p${person}`, lane);
        expect(waitMs === 0).toBe(allowed);
        if (waitMs === 0) taken.set(key, [...times, now]);
      }
    }),
    { numRuns: 300 },
  );
});

test('whoever waits as long as was said is answered', () => {
  let now = 0;
  const limits = createRateLimits({ now: () => now });
  for (const lane of lanes) {
    for (let n = 0; n < rateLimits[lane].burst; n += 1) expect(limits.take('p', lane)).toBe(0);
    const waitMs = limits.take('p', lane);
    expect(waitMs).toBeGreaterThan(0);
    now += waitMs;
    expect(limits.take('p', lane)).toBe(0);
    expect(limits.take('p', lane)).toBeGreaterThan(0);
  }
});

test.each([
  ['GET', '/api/v1/connections/a/tasks', 'read'],
  ['POST', '/api/v1/views/last/tasks', 'read'],
  ['POST', '/api/v1/connections/a/tasks', 'change'],
  ['PATCH', '/api/v1/people/p', 'change'],
  ['PUT', '/api/v1/connections/a/drafts/d', 'save'],
  ['POST', '/api/v1/connections/a/tasks/preview', 'preview'],
  ['POST', '/api/v1/connections/a/failures/plan', 'preview'],
  ['GET', '/api/v1/connections/a/exports/tasks', 'export'],
  ['POST', '/api/v1/connections/a/tasks/t/stop', 'brake'],
  ['DELETE', '/api/v1/session', 'brake'],
] as const)('%s %s counts as %s', (method, path, lane) => {
  expect(laneOf(method, path)).toBe(lane);
});

test('one person who asks too much waits; others, and the way out, are not touched', async () => {
  await using console = await startTestConsole({ limited: true });
  const [support, manager] = [await console.as('support'), await console.as('manager')];
  const read = (cookie: string) => console.ask('GET', '/api/v1/connections', { cookie });
  for (let n = 0; n < rateLimits.read.burst; n += 1) expect((await read(support)).status).toBe(200);
  const refused = await read(support);
  expect([refused.status, refused.body, refused.headers.get('Retry-After')]).toEqual([
    429,
    expect.objectContaining({ code: 'too_many_attempts', data: { retryAfterSeconds: 1 } }),
    '1',
  ]);
  expect((await read(manager)).status).toBe(200);
  await console.clock.advance(second);
  expect((await read(support)).status).toBe(200);
  expect((await console.ask('DELETE', '/api/v1/session', { cookie: support })).status).toBe(200);
});

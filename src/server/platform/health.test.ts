import { expect, test } from 'vitest';
import { createHealth } from './health.ts';
import { createTestClock } from './test-support.ts';

test('listeners hear of a new state once, and answers keep their time', () => {
  const clock = createTestClock();
  const health = createHealth(clock);
  const heard: string[] = [];
  const stop = health.listen(({ state }) => heard.push(state));
  expect(health.now()).toMatchObject({ state: 'starting', answeredAt: null });
  health.answered();
  clock.advance(1_000);
  health.answered();
  expect(health.now()).toEqual({
    state: 'ok',
    since: clock.now() - 1_000,
    answeredAt: clock.now(),
    resumesAt: null,
    cause: null,
    skewMs: null,
    servesUntil: null,
  });
  health.failed('unreachable');
  health.failed('timed_out');
  health.answered();
  stop();
  health.failed('failing');
  expect(heard).toEqual(['ok', 'unreachable', 'ok']);
});

test('a refusal is an answer like any other', () => {
  const health = createHealth(createTestClock());
  health.failed('not_found');
  expect(health.now().state).toBe('ok');
});

test('throttling says when calls go on', () => {
  const clock = createTestClock();
  const health = createHealth(clock);
  health.failed('throttled', { resumesAt: clock.now() + 5_000 });
  expect(health.now()).toMatchObject({ state: 'throttled', resumesAt: clock.now() + 5_000 });
  health.answered();
  expect(health.now().resumesAt).toBeNull();
});

test('one forbidden call does not spoil a connection on which others succeed', () => {
  const clock = createTestClock();
  const health = createHealth(clock);
  health.answered();
  health.failed('no_permission');
  expect(health.now().state).toBe('ok');
  clock.advance(60_000);
  health.failed('no_permission');
  expect(health.now().state).toBe('no_permission');
});

test('a clock that moves is told once, a sign-in that ends at once, and neither changes the state', () => {
  const health = createHealth(createTestClock());
  const heard: unknown[] = [];
  health.listen(({ state, skewMs, servesUntil }) => heard.push([state, skewMs, servesUntil]));
  health.noted({ skewMs: 900, servesUntil: null });
  for (const skewMs of [1_200_000, 1_201_000, 1_199_000]) health.noted({ skewMs, servesUntil: null });
  health.noted({ skewMs: 1_200_000, servesUntil: 5 });
  health.noted({ skewMs: 0, servesUntil: null });
  expect(heard).toEqual([
    ['starting', 1_200_000, null],
    ['starting', 1_200_000, 5],
    ['starting', 0, null],
  ]);
});

test.each([
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['ERR_PRIVATE_ADDRESS', 'private_address'],
  ['ECONNREFUSED', null],
])('what cannot be reached says why: %s', (cause, expected) => {
  const health = createHealth(createTestClock());
  health.failed('unreachable', { cause });
  expect(health.now()).toMatchObject({ state: 'unreachable', cause: expected });
  health.answered();
  expect(health.now().cause).toBeNull();
});

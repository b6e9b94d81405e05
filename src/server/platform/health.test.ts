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
  expect(health.now()).toEqual({ state: 'ok', since: clock.now() - 1_000, answeredAt: clock.now(), resumesAt: null });
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
  health.failed('throttled', clock.now() + 5_000);
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

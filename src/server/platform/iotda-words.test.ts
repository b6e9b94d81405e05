import { expect, test } from 'vitest';
import { taskDetailStatuses, taskStatuses } from '#wire/iotda/batch-tasks.ts';
import {
  detailStatusOf,
  deviceStatusOf,
  outcomeOf,
  packageKindOf,
  retryPolicyOf,
  stateOf,
  timeOf,
} from './iotda-words.ts';

test('every word the platform prints has one of ours', () => {
  expect(taskStatuses.map(stateOf)).not.toContain('other');
  const outcomes = taskDetailStatuses.map(outcomeOf);
  expect(new Set(outcomes).size).toBe(taskDetailStatuses.length);
  expect(outcomes.map(detailStatusOf)).toEqual(taskDetailStatuses);
});

test('a corrected spelling would be understood, a word from nowhere is other', () => {
  expect([stateOf('Waiting'), outcomeOf('Waiting')]).toEqual(['waiting', 'waiting']);
  for (const word of [undefined, '', 'Paused2', 'constructor', '__proto__', 'success']) {
    expect([stateOf(word), outcomeOf(word), deviceStatusOf(word), packageKindOf(word)]).toEqual([
      'other',
      'other',
      'other',
      null,
    ]);
  }
  expect(() => detailStatusOf('other')).toThrow(RangeError);
});

test('times are read in both forms', () => {
  expect(timeOf('20261121T080000Z')).toBe(Date.UTC(2026, 10, 21, 8));
  expect(timeOf('2026-11-21T08:00:00.000Z')).toBe(Date.UTC(2026, 10, 21, 8));
  expect([timeOf(undefined), timeOf('today')]).toEqual([null, null]);
});

test('half a retry policy is none', () => {
  expect(retryPolicyOf({ retry_count: 2, retry_interval: 5 })).toEqual({ count: 2, intervalMinutes: 5 });
  expect(retryPolicyOf({ retry_count: 2 })).toBeNull();
  expect(retryPolicyOf(undefined)).toBeNull();
  expect(retryPolicyOf({ retry_count: 99, retry_interval: 9_999 })).toEqual({ count: 5, intervalMinutes: 1440 });
});

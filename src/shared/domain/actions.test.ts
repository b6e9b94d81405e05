import { describe, expect, test } from 'vitest';
import { whyNotPermitted, whyNotRetry, whyNotRetryFailed } from './actions.ts';
import { noCounts } from './counting.ts';
import { knownKinds } from './kinds.ts';
import { Role } from './roles.ts';
import { isFinal, TaskState } from './task.ts';

describe('who may be retried', () => {
  test('only firmware and software upgrades', () => {
    const retryable = knownKinds.filter((kind) => whyNotRetry({ kind, state: 'failed' }) === null);
    expect(retryable).toEqual(['firmwareUpgrade', 'softwareUpgrade']);
    expect(whyNotRetry({ kind: 'kindOfTomorrow', state: 'failed' })).toBe('kind_has_no_retry');
  });

  test('only while processing, failed or partly succeeded', () => {
    const reasons = Object.fromEntries(
      TaskState.options.map((state) => [state, whyNotRetry({ kind: 'firmwareUpgrade', state })]),
    );
    expect(reasons).toEqual({
      initializing: 'task_not_started',
      waiting: 'task_not_started',
      processing: null,
      succeeded: 'task_succeeded',
      partly_succeeded: null,
      failed: null,
      stopping: 'task_stopping',
      stopped: 'task_stopped',
      other: 'state_unknown',
    });
  });

  test('a task without failed devices has nothing to retry', () => {
    const task = {
      kind: 'firmwareUpgrade',
      state: 'processing',
      counts: { ...noCounts, total: 3, succeeded: 3 },
    } as const;
    expect(whyNotRetryFailed(task)).toBe('no_device_failed');
    expect(whyNotRetryFailed({ ...task, counts: { ...task.counts, retryPending: 1 } })).toBeNull();
    expect(whyNotRetryFailed({ ...task, state: 'stopped' })).toBe('task_stopped');
  });

  test('operations and support may, managers and admins may not', () => {
    expect(Role.options.filter((role) => whyNotPermitted(role) === null)).toEqual(['operations', 'support']);
  });

  test('an unknown state is not final', () => {
    expect(TaskState.options.filter(isFinal)).toEqual(['succeeded', 'partly_succeeded', 'failed', 'stopped']);
  });
});

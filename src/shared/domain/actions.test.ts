import { describe, expect, test } from 'vitest';
import {
  retryableBy,
  whyNotAllowed,
  whyNotConfirm,
  whyNotCopy,
  whyNotDelete,
  whyNotRetry,
  whyNotRetryFailed,
  whyNotStop,
} from './actions.ts';
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
    expect(Role.options.filter((role) => whyNotAllowed(role, 'task.retry') === null)).toEqual([
      'operations',
      'support',
    ]);
  });

  test('an unknown state is not final', () => {
    expect(TaskState.options.filter(isFinal)).toEqual(['succeeded', 'partly_succeeded', 'failed', 'stopped']);
  });
});

describe('what is done to a task that exists (contract F)', () => {
  const of = (state: TaskState, kind = 'firmwareUpgrade') => ({ kind, state, counts: { ...noCounts, waiting: 1 } });
  test.each([
    ['initializing', null, null, 'task_not_ended'],
    ['waiting', null, null, 'task_not_ended'],
    ['processing', null, null, 'task_not_ended'],
    ['succeeded', 'task_ended', 'task_ended', null],
    ['partly_succeeded', 'task_ended', 'task_ended', null],
    ['failed', 'task_ended', 'task_ended', null],
    ['stopping', 'task_stopping', 'task_stopping', 'task_not_ended'],
    ['stopped', 'task_ended', 'task_ended', null],
    ['other', 'state_unknown', 'state_unknown', 'state_unknown'],
  ] as const)('%s: stop %s, confirm %s, delete %s', (state, stop, confirm, remove) => {
    expect([whyNotStop(of(state)), whyNotConfirm(of(state)), whyNotDelete(of(state))]).toEqual([stop, confirm, remove]);
  });

  test('only upgrades are stopped or confirmed; modules only confirmed', () => {
    expect(whyNotStop(of('processing', 'createCommands'))).toBe('kind_has_no_stop');
    expect(whyNotStop(of('processing', 'moduleUpgrade'))).toBe('kind_has_no_stop');
    expect(whyNotConfirm(of('processing', 'moduleUpgrade'))).toBeNull();
    expect(whyNotConfirm(of('processing', 'freezeDevices'))).toBe('kind_has_no_confirmation');
    expect(whyNotConfirm({ ...of('processing'), counts: noCounts })).toBe('no_device_waits');
  });

  test('only operations staff retry what was stopped on purpose', () => {
    expect(retryableBy('operations')).toEqual(['failed', 'retry_pending', 'stopped']);
    expect(retryableBy('support')).toEqual(['failed', 'retry_pending']);
  });

  test('only operations staff', () => {
    const allowed = Role.options.filter((role) => whyNotAllowed(role, 'task.stop') === null);
    expect(allowed).toEqual(['operations']);
  });
});

test('a task is copied where tasks of its kind are made', () => {
  const why = (kind: string, creates: 'tasks' | 'device_commands' | 'nothing') => whyNotCopy({ kind }, creates);
  expect(why('createDevices', 'tasks')).toBeNull();
  expect(why('changeGateway', 'tasks')).toBe('kind_not_offered');
  expect(why('createAsyncCommands', 'device_commands')).toBeNull();
  expect(why('createDevices', 'device_commands')).toBe('kind_not_offered');
  expect(why('firmwareUpgrade', 'nothing')).toBe('platform_cannot');
});

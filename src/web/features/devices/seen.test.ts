import { expect, test } from 'vitest';
import type { DeviceChange } from '#shared/domain/device.ts';
import { firstFailure } from './seen.ts';

const change = (at: number, outcome: DeviceChange['outcome']): DeviceChange => ({
  at,
  notBefore: at - 10,
  outcome,
  errorCode: null,
  errorMessage: null,
  attempt: 1,
});

test('the first failure is the first change to one, whatever came after', () => {
  const changes = [
    change(20, 'processing'),
    change(40, 'retry_pending'),
    change(60, 'failed'),
    change(80, 'succeeded'),
  ];
  expect(firstFailure({ outcome: 'succeeded', since: 80, notBefore: 70, changes })).toEqual({ at: 40, notBefore: 30 });
});

test('without kept changes the present outcome tells', () => {
  expect(firstFailure({ outcome: 'failed', since: 50, notBefore: null, changes: [] })).toEqual({
    at: 50,
    notBefore: null,
  });
  expect(firstFailure({ outcome: 'waiting', since: 50, notBefore: null, changes: [] })).toBeNull();
});

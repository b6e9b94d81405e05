import { expect, test } from 'vitest';
import type { TargetResult } from '#shared/domain/operation.ts';
import { resultGroups, resultRows } from './result-groups.ts';

const refused = (deviceId: string, errorCode: string | null, errorMessage: string | null = null): TargetResult => ({
  deviceId,
  outcome: 'refused',
  errorCode,
  errorMessage,
});

test('refused devices are grouped by code, the largest group first', () => {
  const groups = resultGroups([
    refused('a', null),
    refused('b', 'IOTDA.014219', 'target not in task'),
    refused('c', 'IOTDA.014219'),
    refused('d', 'IOTDA.000021'),
  ]);
  expect(groups).toEqual([
    { code: 'IOTDA.014219', message: 'target not in task', deviceIds: ['b', 'c'] },
    { code: null, message: null, deviceIds: ['a'] },
    { code: 'IOTDA.000021', message: null, deviceIds: ['d'] },
  ]);
});

test('a row of the export names the device, what became of it, and why', () => {
  expect(resultRows([refused('a', 'X', 'why'), { ...refused('b', null), outcome: 'accepted' }])).toEqual([
    ['a', 'refused', 'X', 'why'],
    ['b', 'accepted', '', ''],
  ]);
});

import { expect, test } from 'vitest';
import type { FailureBundle } from '#shared/domain/failures.ts';
import { steadyGroups } from './steady-groups.ts';

const group = (code: string, failures: number): FailureBundle => ({
  code,
  message: null,
  value: null,
  failures,
  tasks: failures === 0 ? 0 : 1,
  firstSeenAt: 1,
  lastSeenAt: 2,
});

test('groups keep their places while their figures change, new ones come last, and what is over counts nothing', () => {
  const first = [group('E1', 9), group('E2', 5), group('E3', 1)];
  const second = steadyGroups(first, [group('E4', 20), group('E3', 12), group('E1', 8)]);
  expect(second).toEqual([group('E1', 8), group('E2', 0), group('E3', 12), group('E4', 20)]);
  expect(steadyGroups(second, [group('E5', 30), group('E2', 1)])).toEqual([
    group('E1', 0),
    group('E2', 1),
    group('E3', 0),
    group('E4', 0),
    group('E5', 30),
  ]);
});

import { expect, test } from 'vitest';
import type { FailureGroup } from '#shared/domain/task.ts';
import { codeOf, keptOrder } from './failure-groups.ts';

const group = (code: string | null, devices: number): FailureGroup => ({
  code,
  message: null,
  devices,
  sampleDeviceIds: [],
});

test('groups keep their places while their sizes change, and new ones come last', () => {
  const now = [group('B', 9), group(null, 7), group('NEW', 6), group('A', 5)];
  expect(keptOrder(now, ['A', 'B', '']).map(codeOf)).toEqual(['A', 'B', '', 'NEW']);
});

test('without an order yet the largest stays first, as the server gave them', () => {
  expect(keptOrder([group('B', 9), group('A', 5)], []).map(codeOf)).toEqual(['B', 'A']);
});

import { expect, test } from 'vitest';
import type { FailureGroup } from '#shared/domain/task.ts';
import { keptOrder, nameOf } from './failure-groups.ts';

const group = (code: string | null, devices: number, message: string | null = null): FailureGroup => ({
  code,
  message,
  devices,
  firstSeenAt: 1,
  lastSeenAt: 2,
  sampleDeviceIds: [],
});

test('groups keep their places while their sizes change, and new ones come last', () => {
  const [b, none, added, a, other] = [
    group('B', 9),
    group(null, 7),
    group('NEW', 6),
    group('A', 5),
    group('A', 4, 'offline'),
  ] as const;
  expect(keptOrder([b, none, added, a, other], [other, a, b, none].map(nameOf))).toEqual([other, a, b, none, added]);
});

test('without an order yet the largest stays first, as the server gave them', () => {
  expect(keptOrder([group('B', 9), group('A', 5)], []).map(({ code }) => code)).toEqual(['B', 'A']);
});

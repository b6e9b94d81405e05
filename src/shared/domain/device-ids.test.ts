import { expect, test } from 'vitest';
import { DeviceIds, isDeviceId, mostDeviceIds, SomeDeviceIds } from './device-ids.ts';

test.each([
  ['meter-1_A', true],
  ['x'.repeat(128), true],
  ['x'.repeat(129), false],
  ['', false],
  ['a b', false],
  ['水表', false],
  ['a.b', false],
  ['a\n', false],
  [7, false],
  [null, false],
])('%j is a device ID: %s', (value, expected) => expect(isDeviceId(value)).toBe(expected));

test('a list is taken or refused as a whole', () => {
  const list = Array.from({ length: mostDeviceIds }, (_, at) => `device-${at}`);
  expect(DeviceIds.safeParse(list).success).toBe(true);
  expect(DeviceIds.safeParse([...list, 'one-more']).success).toBe(false);
  expect(DeviceIds.safeParse(['good', 'not good']).success).toBe(false);
  expect(DeviceIds.safeParse('good').success).toBe(false);
  expect([DeviceIds, SomeDeviceIds].map((schema) => schema.safeParse([]).success)).toEqual([true, false]);
});

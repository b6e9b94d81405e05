import { describe, expect, test } from 'vitest';
import { type NewTask, limits, noOptions, problemsOf } from './create.ts';
import { documentLimits } from './document-problems.ts';

const now = Date.UTC(2026, 7, 1, 12);
const day = 86_400_000;
const good: NewTask = {
  kind: 'firmwareUpgrade',
  name: '水表固件_v3_2',
  spaceId: 'space1',
  targets: { source: 'devices', deviceIds: ['meter-1', 'meter_2'] },
  document: { type: 'package', packageId: 'package1' },
  options: noOptions,
  startsAt: null,
  retry: { count: null, intervalMinutes: null },
  confirmedCount: null,
};
const codes = (change: Partial<NewTask>, devices = 2) =>
  problemsOf({ ...good, ...change }, now, devices).map(({ field, code }) => `${field}: ${code}`);
const ids = (count: number) => Array.from({ length: count }, (_, at) => `device-${at}`);

describe('a new upgrade', () => {
  test('a complete request has no problem', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ startsAt: now + 7 * day, retry: { count: 5, intervalMinutes: 1440 } })).toEqual([]);
  });

  test.each([
    ['', 'name: name_missing'],
    ['fw-2-1', 'name: name_has_illegal_character'],
    ['fw 2', 'name: name_has_illegal_character'],
    ['fw\u200b2', 'name: name_has_illegal_character'],
    ['a'.repeat(limits.label + 1), 'name: name_too_long'],
  ])('name %j', (name, problem) => expect(codes({ name })).toEqual([problem]));

  test.each([
    [{ targets: { source: 'devices', deviceIds: [] } }, 'targets: no_devices'],
    [{ targets: { source: 'groups', groupIds: [] } }, 'targets: no_groups'],
    [{ targets: { source: 'devices', deviceIds: ids(30_001) } }, 'targets: too_many_devices'],
    [{ spaceId: '' }, 'space: space_missing'],
    [{ document: { type: 'package', packageId: '' } }, 'package: package_missing'],
    [{ startsAt: now }, 'start: schedule_in_the_past'],
    [{ startsAt: now + 8 * day }, 'start: schedule_too_far'],
    [{ retry: { count: 3, intervalMinutes: null } }, 'retryInterval: retry_count_without_interval'],
    [{ retry: { count: null, intervalMinutes: 5 } }, 'retryCount: retry_interval_without_count'],
    [{ retry: { count: 6, intervalMinutes: 5 } }, 'retryCount: retry_count_out_of_range'],
    [{ retry: { count: 1, intervalMinutes: 1441 } }, 'retryInterval: retry_interval_out_of_range'],
  ] satisfies [Partial<NewTask>, string][])('%j', (change, problem) => expect(codes(change)).toEqual([problem]));

  test.each([
    { name: 'a'.repeat(limits.label) },
    { targets: { source: 'devices', deviceIds: ids(30_000) } },
    { startsAt: now + 1 },
    { retry: { count: 0, intervalMinutes: 0 } },
    { retry: { count: 5, intervalMinutes: 1_440 } },
    { options: { ...noOptions, extra: { a: 'x'.repeat(documentLimits.extra - '{"a":""}'.length) } } },
  ] satisfies Partial<NewTask>[])('just inside: %#', (change) => expect(codes(change)).toEqual([]));

  test.each([
    [{ startsAt: now + 7 * day + 1 }, 'start: schedule_too_far'],
    [{ retry: { count: -1, intervalMinutes: 5 } }, 'retryCount: retry_count_out_of_range'],
    [
      { targets: { source: 'groups', groupIds: Array.from({ length: 101 }, (_, at) => `g${at}`) } },
      'targets: too_many_groups',
    ],
    [{ retry: { count: 1.5, intervalMinutes: 5 } }, 'retryCount: retry_count_out_of_range'],
    [{ retry: { count: 1, intervalMinutes: 1.5 } }, 'retryInterval: retry_interval_out_of_range'],
    [{ retry: { count: 1, intervalMinutes: -1 } }, 'retryInterval: retry_interval_out_of_range'],
    [
      { options: { ...noOptions, extra: { a: 'x'.repeat(documentLimits.extra + 1 - '{"a":""}'.length) } } },
      'extra: extra_too_long',
    ],
  ] satisfies [Partial<NewTask>, string][])('just outside: %#', (change, problem) =>
    expect(codes(change)).toEqual([problem]),
  );

  test.each([
    ['deleteDevices', { gatewayMode: true }, 'gatewayMode: gateway_mode_not_offered'],
    ['moduleUpgrade', { gatewayMode: true }, 'gatewayMode: gateway_mode_not_offered'],
    ['createMessages', { needsConfirm: true }, 'needsConfirm: confirmation_not_offered'],
    ['moduleUpgrade', { extra: {} }, 'extra: extra_not_offered'],
  ] as const)('%s takes no %j', (kind, some, problem) =>
    expect(codes({ kind, options: { ...noOptions, ...some } })).toContain(problem),
  );

  test('above a thousand devices the person types their number', () => {
    const many = { targets: { source: 'devices' as const, deviceIds: ids(1200) } };
    expect(codes(many, 1200)).toEqual(['confirm: count_not_confirmed']);
    expect(codes({ ...many, confirmedCount: 1199 }, 1200)).toEqual(['confirm: count_not_confirmed']);
    expect(codes({ ...many, confirmedCount: 1200 }, 1200)).toEqual([]);
    expect(codes({}, limits.typedCountAbove)).toEqual([]);
  });
});

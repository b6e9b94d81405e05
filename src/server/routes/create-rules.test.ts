/**
 * Every rule of a new task but those of its document at its boundary, one step inside and one outside, for every kind that it is about.
 * What breaks a rule is answered by the console alone: with a closed code at its field, from the preview and from the create, and
 * without one call. (Platform contract A.1, C and D.)
 */
import { describe, expect, test } from 'vitest';
import { limits, type NewTask, noOptions, type TaskOptions } from '#shared/domain/create.ts';
import { knownKinds, rulesOf } from '#shared/domain/kinds.ts';
import { long, named, openRules, targets } from './test-rules.ts';

const dayMs = 86_400_000;
const { platform, ask, good, creates, testRules } = await openRules();
const fromFilesOnly = knownKinds.filter((kind) => !named.includes(kind));
const passing = named.filter((kind) => rulesOf(kind).passesOn);

const starts = (fromNowMs: number): Partial<NewTask> => ({ startsAt: platform.clock.now() + fromNowMs });
const retries = (count: number | null, intervalMinutes: number | null): Partial<NewTask> => ({
  retry: { count, intervalMinutes },
});
const options = (some: Partial<TaskOptions>): Partial<NewTask> => ({ options: { ...noOptions, ...some } });
const extraOf = (characters: number) => options({ extra: { a: long(characters - '{"a":""}'.length) } });

testRules([
  ['a name', named, { name: '' }, 'name: name_missing'],
  ['a name', named, { name: '水' }, null],
  ['a name', named, { name: long(limits.label) }, null],
  ['a name', named, { name: long(limits.label + 1) }, 'name: name_too_long'],
  ['a name', named, { name: 'a-b' }, 'name: name_has_illegal_character'],
  ['the space', named, { spaceId: '' }, 'space: space_missing'],
  ['devices', named, targets(0), 'targets: no_devices'],
  ['devices', named, targets(1), null],
  ['devices', fromFilesOnly, targets(1), 'targets: targets_of_another_kind'],
  ['groups', named, { targets: { source: 'groups', groupIds: [] }, confirmedCount: 0 }, 'targets: no_groups'],
  ['the start', named, starts(0), 'start: schedule_in_the_past'],
  ['the start', named, starts(1), null],
  ['the start', named, starts(7 * dayMs), null],
  ['the start', named, starts(7 * dayMs + 1), 'start: schedule_too_far'],
  ['retries', named, retries(-1, 5), 'retryCount: retry_count_out_of_range'],
  ['retries', named, retries(0, 0), null],
  ['retries', named, retries(5, 1_440), null],
  ['retries', named, retries(6, 1_440), 'retryCount: retry_count_out_of_range'],
  ['retries', named, retries(5, 1_441), 'retryInterval: retry_interval_out_of_range'],
  ['retries', named, retries(5, -1), 'retryInterval: retry_interval_out_of_range'],
  ['retries', named, retries(1, null), 'retryInterval: retry_count_without_interval'],
  ['retries', named, retries(null, 1), 'retryCount: retry_interval_without_count'],
  [
    'a document of another kind',
    named,
    { document: { type: 'package', packageId: '' } },
    'package: document_of_another_kind',
  ],
  [
    'gateway mode',
    named.filter((kind) => !passing.includes(kind)),
    options({ gatewayMode: true }),
    'gatewayMode: gateway_mode_not_offered',
  ],
  ['gateway mode', passing, options({ gatewayMode: true }), null],
  [
    'a confirmation',
    named.filter((kind) => !rulesOf(kind).canConfirm),
    options({ needsConfirm: true }),
    'needsConfirm: confirmation_not_offered',
  ],
  ['a confirmation', named.filter((kind) => rulesOf(kind).canConfirm), options({ needsConfirm: true }), null],
  [
    'extra information',
    named.filter((kind) => !passing.includes(kind)),
    options({ extra: {} }),
    'extra: extra_not_offered',
  ],
  ['extra information', passing, extraOf(511), null],
  ['extra information', passing, extraOf(512), null],
  ['extra information', passing, extraOf(513), 'extra: extra_too_long'],
]);

describe('the count that a person types', () => {
  test.each(named.filter((kind) => rulesOf(kind).isGrave))('%s: always', async (kind) => {
    const before = platform.calls();
    for (const confirmedCount of [null, 1, 3])
      expect(await ask('tasks', { ...good(kind), confirmedCount })).toEqual({
        status: 422,
        problems: ['confirm: count_not_confirmed'],
      });
    expect(platform.calls()).toBe(before);
  });

  test.each(named.filter((kind) => !rulesOf(kind).isGrave))('%s: above a thousand', async (kind) => {
    const before = creates();
    const body = { ...good(kind), ...targets(limits.typedCountAbove + 1) };
    expect(await ask('tasks', { ...body, confirmedCount: limits.typedCountAbove })).toEqual({
      status: 422,
      problems: ['confirm: count_not_confirmed'],
    });
    expect(await ask('tasks', { ...body, ...targets(limits.typedCountAbove), confirmedCount: null })).toEqual({
      status: 202,
      problems: [],
    });
    expect(creates()).toBe(before);
  });
});

test.each(['d'.repeat(129), '', 'dev 1', 'метр'])('an ID that is none (%s) is not read at all', async (id) => {
  const before = platform.calls();
  for (const path of ['tasks/preview', 'tasks']) {
    const body = { ...good('freezeDevices'), targets: { source: 'devices', deviceIds: ['d'.repeat(128), id] } };
    expect((await ask(path, body)).status).toBe(400);
  }
  expect(platform.calls()).toBe(before);
});

test.each([
  [30_000, 200],
  [30_001, 400],
])('a list of %i devices is answered with %i', async (count, status) => {
  const before = platform.calls();
  expect((await ask('tasks/preview', { ...good('unfreezeDevices'), ...targets(count) })).status).toBe(status);
  expect(platform.calls()).toBe(before);
});

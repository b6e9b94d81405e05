import { expect, test } from 'vitest';
import type { NewTask } from '#shared/domain/create.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { minute, openTaskRoutes } from './test-tasks.ts';

const { platform, console, newKey, post, get, request, acts } = await openTaskRoutes();

test('the preview is what will be sent, to the letter', async () => {
  const key = newKey();
  const [first = '', second = '', third = ''] = platform.deviceIds(3, 2_000);
  const asked = request({ targets: { source: 'devices', deviceIds: [second, first, second, third, first] } });
  const preview = await post('/tasks/preview', asked, key);
  expect(preview.body).toEqual({
    platformName: expect.stringMatching(/^水表_trial_[a-z2-7]{12}$/),
    devices: 3,
    request: {
      app_id: platform.spaceId,
      task_name: (preview.body as { platformName: string }).platformName,
      task_type: 'firmwareUpgrade',
      targets: [second, first, third],
      document: { package_ids: [platform.packageId] },
    },
    path: '/v5/iot/{project_id}/batchtasks',
  });
  expect(acts('create')).toEqual([]);

  const created = await post('/tasks', asked, key);
  expect(created.status).toBe(202);
  const operation = created.body as Operation;
  expect(operation).toMatchObject({ kind: 'create', state: 'planned', taskId: null, taskName: '水表_trial' });
  expect(operation.progress).toMatchObject({ devices: 3, chunks: 1 });
  const stored = await console.services.store.operations.payload('simulator', operation.id);
  expect(JSON.parse(stored!)).toMatchObject({ platformName: (preview.body as { platformName: string }).platformName });
});

test('the same key and body begin one operation, however often and at once they are sent', async () => {
  const key = newKey();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('/tasks', request(), key)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 202));
  expect(new Set(answers.map(({ body }) => (body as Operation).id)).size).toBe(1);

  const reordered = Object.fromEntries(Object.entries(request()).toReversed());
  expect((await post('/tasks', reordered, key)).body).toMatchObject({ id: (answers[0]!.body as Operation).id });
  const other = await post('/tasks', request({ name: 'other' }), key);
  expect(other.body).toMatchObject({ code: 'idempotency_key_reused', status: 422 });
  const asRetry = await post(
    `/tasks/${platform.taskId}/retry`,
    { which: { by: 'outcome', outcomes: ['failed'] } },
    key,
  );
  expect(asRetry.body).toMatchObject({ code: 'idempotency_key_reused' });
});

test('a repeated request is answered without the platform, also when it would no longer be valid', async () => {
  const key = newKey();
  const asked = request({ startsAt: console.clock.now() + minute });
  const first = await post('/tasks', asked, key);
  await console.clock.advance(2 * minute);
  const calls = platform.calls();
  expect((await post('/tasks', asked, key)).body).toMatchObject({ id: (first.body as Operation).id });
  expect(platform.calls()).toBe(calls);
  expect((await post('/tasks', asked)).body).toMatchObject({
    code: 'invalid',
    data: { problems: [{ field: 'start', code: 'schedule_in_the_past' }] },
  });
});

test.each(['', 'short', 'with spaces in it', 'x'.repeat(129), null])('the key %o is no key', async (key) => {
  for (const path of ['/tasks', '/tasks/preview'])
    expect((await post(path, request(), key)).body).toMatchObject({ code: 'idempotency_key_missing', status: 400 });
});

test.each<[string, () => Partial<NewTask>, object]>([
  ['no name', () => ({ name: '' }), { field: 'name', code: 'name_missing' }],
  ['a hyphen in the name', () => ({ name: 'a-b' }), { field: 'name', code: 'name_has_illegal_character' }],
  ['no device', () => ({ targets: { source: 'devices', deviceIds: [] } }), { field: 'targets', code: 'no_devices' }],
  ['no group', () => ({ targets: { source: 'groups', groupIds: [] } }), { field: 'targets', code: 'no_groups' }],
  [
    'a group that is gone',
    () => ({ targets: { source: 'groups', groupIds: ['00000000-0000-4000-a000-000000000000'] } }),
    { field: 'targets', code: 'no_groups' },
  ],
  [
    'a retry count without its interval',
    () => ({ retry: { count: 2, intervalMinutes: null } }),
    { field: 'retryInterval', code: 'retry_count_without_interval' },
  ],
  [
    'eight days ahead',
    () => ({ startsAt: console.clock.now() + 8 * 24 * 60 * minute }),
    { field: 'start', code: 'schedule_too_far' },
  ],
  [
    'no package',
    () => ({ document: { type: 'package' as const, packageId: '' } }),
    { field: 'package', code: 'package_missing' },
  ],
  [
    'a package that is gone',
    () => ({ document: { type: 'package' as const, packageId: 'gone' } }),
    { field: 'package', code: 'package_missing' },
  ],
  [
    'software where firmware is wanted',
    () => ({ document: { type: 'package' as const, packageId: platform.softwareId } }),
    { field: 'package', code: 'package_of_another_kind' },
  ],
  [
    'a package of another product',
    () => ({ document: { type: 'package' as const, packageId: platform.otherProductsPackageId } }),
    { field: 'package', code: 'package_of_another_product' },
  ],
])('%s is refused with a code, and nothing is begun', async (_, change, problem) => {
  const writes = (await console.services.store.operations.audit(1_000)).length;
  for (const path of ['/tasks/preview', '/tasks'])
    expect((await post(path, request(change()))).body).toMatchObject({
      code: 'invalid',
      status: 422,
      data: { problems: [problem] },
    });
  expect(await console.services.store.operations.audit(1_000)).toHaveLength(writes);
});

test('30,001 devices and an illegal character do not get as far as the rules', async () => {
  const tooMany = Array.from({ length: 30_001 }, (_, index) => `device_${index}`);
  const refused = await post('/tasks', request({ targets: { source: 'devices', deviceIds: tooMany } }));
  expect(refused.body).toMatchObject({ code: 'bad_request', data: { fields: ['targets.deviceIds'] } });
  const illegal = await post('/tasks', request({ targets: { source: 'devices', deviceIds: ['a', 'b c'] } }));
  expect(illegal.body).toMatchObject({ code: 'bad_request', data: { fields: ['targets.deviceIds.1'] } });
});

test('above a thousand devices the count must have been typed; the preview does not ask for it yet', async () => {
  const many = { targets: { source: 'devices' as const, deviceIds: platform.deviceIds(1_001) } };
  expect((await post('/tasks/preview', request(many))).body).toMatchObject({ devices: 1_001 });
  const problems = [{ field: 'confirm', code: 'count_not_confirmed' }];
  expect((await post('/tasks', request(many))).body).toMatchObject({ code: 'invalid', data: { problems } });
  expect((await post('/tasks', request({ ...many, confirmedCount: 1_000 }))).body).toMatchObject({
    data: { problems },
  });
  expect((await post('/tasks', request({ ...many, confirmedCount: 1_001 }))).status).toBe(202);
});

test('groups are counted by the platform', async () => {
  const { groups } = (await get(`/groups?spaceId=${platform.spaceId}`)).body as {
    groups: { id: string; devices: number }[];
  };
  const [group] = groups.filter(({ devices }) => devices > 0 && devices < 1_000);
  const targets = { source: 'groups' as const, groupIds: [group!.id, group!.id] };
  expect((await post('/tasks/preview', request({ targets }))).body).toMatchObject({
    devices: group!.devices,
    request: { targets_filter: { group_ids: [group!.id] } },
  });
});

test('what was begun is published, and the list shows it until the task is there', async () => {
  const events: string[] = [];
  const stop = console.services.events.listen((_, event) => events.push(event.type));
  const created = await post('/tasks', request({ name: 'announced' }));
  stop();
  expect(events).toEqual(['operation']);
  const { creating } = (await get('/tasks')).body as { creating: Operation[] };
  expect(creating.map(({ id }) => id)).toContain((created.body as Operation).id);
});

import { expect, test } from 'vitest';
import type { NewTask } from '#shared/domain/create.ts';
import type { Preflight } from '#shared/domain/preflight.ts';
import type { TargetSet } from '#shared/domain/target-set.ts';
import { openTaskRoutes } from './test-tasks.ts';

const { platform, console, post, request, ...ask } = await openTaskRoutes();
const get = async (path: string) => (await ask.get(path)).body;
const kept = async (from: unknown) => (await post('/target-sets', { from })).body as TargetSet;

const requestFor = (targets: NewTask['targets']) => request({ targets });
const devices = (deviceIds: string[]) => requestFor({ source: 'devices', deviceIds });
const before = async (input: NewTask) => (await post('/tasks/preflight', input)).body as Preflight;

test('a kept list stands for its devices, and only for the person who kept it', async () => {
  const deviceIds = platform.deviceIds(3, 2_000);
  const set = await kept({ by: 'devices', deviceIds });
  const asked = requestFor({ source: 'set', setId: set.id });
  const { body } = await post('/tasks/preview', asked);
  expect(body).toMatchObject({
    devices: 3,
    request: { targets: deviceIds },
    path: '/v5/iot/{project_id}/batchtasks',
  });
  const gone = { code: 'invalid', data: { problems: [{ field: 'targets', code: 'target_set_gone' }] } };
  const person = { id: 'another', name: 'Another' };
  const theirs = { id: 'theirs', person, deviceIds, taskIds: [], createdAt: 0, expiresAt: Number.MAX_SAFE_INTEGER };
  await console.services.store.targetSets.add('simulator', theirs, 9);
  expect((await post('/tasks/preview', requestFor({ source: 'set', setId: 'theirs' }))).body).toMatchObject(gone);
  expect((await post('/tasks', requestFor({ source: 'set', setId: 'none' }))).body).toMatchObject(gone);
});

test('what is taken out of a list makes another, so that going back is possible', async () => {
  const [one = '', two = '', three = ''] = platform.deviceIds(3);
  const set = await kept({ by: 'devices', deviceIds: [one, two, three] });
  const less = await kept({ by: 'set', setId: set.id, except: [two] });
  expect(await get(`/target-sets/${less.id}/matches`)).toEqual({ deviceIds: [one, three], total: 2 });
  expect(await get(`/target-sets/${set.id}/matches?q=${two}&from=0`)).toEqual({ deviceIds: [two], total: 1 });
  expect(await get(`/target-sets/${set.id}/matches?from=2`)).toEqual({ deviceIds: [three], total: 3 });
  expect(await get('/target-sets/none/matches')).toMatchObject({ code: 'not_found' });
  expect(await kept({ by: 'set', setId: 'none', except: [one] })).toMatchObject({ code: 'invalid' });
  expect(await kept({ by: 'set', setId: less.id, except: [one, three] })).toMatchObject({
    code: 'invalid',
    data: { problems: [{ field: 'targets', code: 'no_devices' }] },
  });
});

test('the devices of a task by how it went for them', async () => {
  const { taskId } = platform;
  const set = await kept({ by: 'task', taskId, outcomes: ['failed'] });
  const failed = await console.services.store.subtasks.deviceIds(
    { connection: 'simulator', id: taskId },
    { outcomes: ['failed'] },
  );
  expect(set.devices).toBe(failed.length);
  expect(set.devices).toBeGreaterThan(500);
  expect(await kept({ by: 'task', taskId: '0123456789abcdef01234567', outcomes: ['failed'] })).toMatchObject({
    code: 'not_found',
  });
});

test('devices are searched by version and walked page by page', async () => {
  const listed = (await get(`/products?spaceId=${platform.spaceId}`)) as { products: { id: string }[] };
  const search = `spaceId=${platform.spaceId}&productId=${listed.products[0]?.id ?? ''}`;
  const found = (await get(`/matching-devices?${search}&status=online`)) as { devices: { status: string }[] };
  expect(found.devices.length).toBeGreaterThan(0);
  expect(new Set(found.devices.map(({ status }) => status))).toEqual(new Set(['online']));
  const tooMany = await get(`/matching-devices?${search}&status=online&firmwareVersion=1&softwareVersion=1`);
  expect(tooMany).toMatchObject({ code: 'invalid', data: { problems: [{ code: 'too_many_conditions' }] } });
  expect(await get(`/matching-devices?${search}&namePrefix=abc`)).toMatchObject({ code: 'bad_request' });
});

test('a group is walked to its end, every device once', async () => {
  const groups = (await get(`/groups?spaceId=${platform.spaceId}`)) as { groups: { id: string; devices: number }[] };
  const group = groups.groups.toSorted((a, b) => a.devices - b.devices).find((one) => one.devices > 60);
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = (await get(`/device-walk?spaceId=${platform.spaceId}&groupId=${group?.id}&members=yes${more}`)) as {
      deviceIds: string[];
      nextCursor: string | null;
    };
    ids.push(...page.deviceIds);
    cursor = page.nextCursor;
  }
  expect(ids).toHaveLength(group?.devices ?? -1);
  expect(new Set(ids).size).toBe(ids.length);
});

test('before the start: what is missing is named, and nothing is sent', async () => {
  const [meter = ''] = platform.deviceIds(1, 2_000);
  const found = await before(devices([meter, 'no-such-device']));
  expect(found).toMatchObject({ devices: 2, checked: 2, slots: { of: 10 } });
  expect(found.findings).toContainEqual({ kind: 'missing', deviceIds: ['no-such-device'] });
  expect(platform.simulator.log.entries.filter(({ kind }) => kind === 'create')).toEqual([]);
});

test('a list that is too long to look at whole is looked at in part, and says so', async () => {
  const many = platform.deviceIds(500, 1_000);
  const found = await before(devices(many));
  expect(found.devices).toBe(500);
  expect(found.checked).toBe(60);
});

test('devices of another product than the package are named', async () => {
  const [meter = '', second = '', third = ''] = platform.deviceIds(3, 2_000);
  const [gateway = ''] = platform.gatewayIds(1);
  // Not where the request itself is looked at: first, middle and last.
  const found = await before(devices([meter, gateway, second, third, meter]));
  expect(found.findings).toContainEqual({ kind: 'other_product', deviceIds: [gateway] });
});

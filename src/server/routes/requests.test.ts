import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Brought, BroughtCommand, BroughtTask, CopiedDevices } from '#shared/domain/brought.ts';
import type { Task } from '#shared/domain/task.ts';
import { simulatedNorthbound } from '#server/http/test-northbound.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';

/** As the vendor prints them. (CreateBatchTask, example requests) */
const upgradeRequest = {
  app_id: 'Ev8FVvCfOdQDzrFrxSOemiw_aMca',
  task_name: 'BatchSoftwareUpgradeTask',
  task_type: 'softwareUpgrade',
  document: { package_id: '32822e5744a45ede319d2c50' },
  task_policy: { schedule_time: '20151212T121212Z', retry_count: 5, retry_interval: 60 },
};
const device = 'e495cf17-ff79-4294-8f64-4d367919d665';
const targetsRequest = { ...upgradeRequest, targets: [device] };
const groupsRequest = { ...upgradeRequest, targets_filter: { group_ids: [device] } };

let platform: SimulatedPlatform;
let console: TestConsole;
let cookie: string;

beforeAll(async () => {
  platform = simulated('half-failed');
  const north = simulatedNorthbound(platform.clock);
  console = await startTestConsole({ connections: [platform.connected, north.connected], clock: platform.clock });
  cookie = await console.as('operations');
});
afterAll(() => console[Symbol.asyncDispose]());

const post = (path: string, body: unknown, connection = 'simulator') =>
  console.ask('POST', `/api/v1/connections/${connection}${path}`, { cookie, body });
const reading = (request: unknown, connection?: string) =>
  post('/requests', { body: typeof request === 'string' ? request : JSON.stringify(request) }, connection);
const codesOf = ({ notCarried }: Brought) => notCarried.map(({ code }) => code);
const devicesIn = async (setId: string): Promise<string[]> => {
  const path = `/api/v1/connections/simulator/target-sets/${setId}/devices`;
  const { body } = await console.ask('GET', path, { cookie });
  return (body as { deviceIds: string[] }).deviceIds;
};

describe('a request in JSON', () => {
  const valid = () => ({
    app_id: platform.spaceId,
    task_name: 'spring',
    task_type: 'firmwareUpgrade',
    targets: platform.deviceIds(3),
    document: { package_ids: [platform.packageId] },
  });

  test('is read in our words, and its devices are kept as a list', async () => {
    const { status, body } = await reading(valid());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      is: 'task',
      kind: 'firmwareUpgrade',
      name: 'spring',
      spaceId: platform.spaceId,
      document: { type: 'package', packageId: platform.packageId },
      targets: { source: 'set', devices: 3 },
      notCarried: [],
    });
    const { targets } = body as BroughtTask;
    expect(await devicesIn(targets?.source === 'set' ? targets.setId : '')).toEqual(platform.deviceIds(3));
  });

  test('as the vendor prints it says what is not there', async () => {
    const ofDevices = (await reading(targetsRequest)).body as BroughtTask;
    expect(codesOf(ofDevices)).toEqual(['space_gone', 'start_in_the_past']);
    expect(ofDevices).toMatchObject({ spaceId: '', startsAt: null, retry: { count: 5, intervalMinutes: 60 } });
    const ofGroups = (await reading({ ...groupsRequest, app_id: platform.spaceId })).body as BroughtTask;
    expect(codesOf(ofGroups)).toEqual(['start_in_the_past', 'groups_gone', 'package_gone']);
    expect(ofGroups).toMatchObject({ targets: null, document: { packageId: '' } });
  });

  test('keeps a start that is still to come, and groups that are there', async () => {
    const [group] = await platform.connected.platform.listGroups(platform.spaceId, { lane: 'reader' });
    const asked = {
      ...valid(),
      targets: [],
      targets_filter: { group_ids: [group?.id] },
      task_policy: { schedule_time: '20261122T080000Z' },
    };
    expect((await reading(asked)).body).toMatchObject({
      startsAt: Date.UTC(2026, 10, 22, 8),
      targets: { source: 'groups', groupIds: [group?.id] },
      notCarried: [],
    });
  });

  test.each<[string, string | object, object?]>([
    ['json_broken', '{"task_type": "freezeDevices",\n "targets": [1,]}', { line: 2, column: 16 }],
    ['json_not_object', '[]'],
    ['json_repeated_key', '{"task_type": "a", "task_type": "b"}'],
    ['json_too_deep', `{"a": ${'['.repeat(40)}${']'.repeat(40)}}`],
    ['kind_unknown', { task_type: 'changeGateway' }, { at: 'changeGateway' }],
    [
      'two_target_sources',
      { task_type: 'freezeDevices', targets: ['a'], targets_filter: { group_ids: ['b'] } },
      { at: 'targets, targets_filter' },
    ],
    [
      'too_many_targets',
      { task_type: 'freezeDevices', targets: Array.from({ length: 30_001 }, (_, at) => `device-${at}`) },
      { at: '30001' },
    ],
  ])('is refused: %s', async (code, request, rest = {}) => {
    expect(await reading(request)).toMatchObject({
      status: 422,
      body: { code: 'request_refused', data: { problems: [{ code, ...rest }] } },
    });
  });

  test('30,000 devices with the longest names are read', async () => {
    const targets = Array.from({ length: 30_000 }, (_, at) => `${at}-`.padEnd(128, 'x'));
    const { status, body } = await reading({ ...valid(), targets });
    expect({ status, targets: (body as BroughtTask).targets }).toMatchObject({
      status: 200,
      targets: { devices: 30_000 },
    });
  });

  test('is read without a platform too: what cannot be asked now is asked again by the draft', async () => {
    await console.clock.advance(120_000);
    const end = platform.world.fault({ match: 'any', kind: 'throttle', retryAfter: 30 });
    const { body } = await reading(valid());
    end();
    await console.clock.advance(60_000);
    expect(body).toMatchObject({ spaceId: platform.spaceId, document: { packageId: platform.packageId } });
  });
});

describe('a task', () => {
  test('is copied with the devices that are asked for', async () => {
    const read = async (devices: CopiedDevices) => {
      const { status, body } = await post(`/tasks/${platform.taskId}/copy`, { devices });
      expect(status).toBe(200);
      return body as BroughtTask;
    };
    const { body } = await console.ask('GET', `/api/v1/connections/simulator/tasks/${platform.taskId}`, { cookie });
    const { task } = body as { task: Task };
    const all = await read('all');
    expect(all).toMatchObject({ name: task.name, kind: task.kind, targets: { devices: task.counts.total } });
    expect((await read('failed')).targets).toMatchObject({ devices: task.counts.failed + task.counts.retryPending });
    const { succeeded, removed, total } = task.counts;
    expect((await read('not_succeeded')).targets).toMatchObject({ devices: total - succeeded - removed });
    expect((await read('none')).targets).toBeNull();
    const { targets } = await read('failed');
    const set = await console.services.store.targetSets.find(
      'simulator',
      targets?.source === 'set' ? targets.setId : '',
      console.clock.now(),
    );
    expect(set?.taskIds).toEqual([platform.taskId]);
  });

  test('that was opened before any list showed it is found in its space', async () => {
    const found = await console.services.store.tasks.find({ connection: 'simulator', id: platform.taskId });
    // Nothing here has read the platform's lists.
    expect(found?.task.spaceId).toBeNull();
    const { body } = await post(`/tasks/${platform.taskId}/copy`, { devices: 'failed' });
    expect(body).toMatchObject({
      spaceId: platform.spaceId,
      document: { packageId: platform.packageId },
      notCarried: [],
    });
  });

  test('that the platform no longer has is copied as far as it was read', async () => {
    const clock = platform.clock;
    const other = simulated('half-failed', clock);
    await using small = await startTestConsole({ connections: [other.connected], clock });
    const asked = { cookie: await small.as('operations'), body: { devices: 'all' } };
    const path = `/api/v1/connections/simulator/tasks/${other.taskId}`;
    await small.ask('GET', path, { cookie: asked.cookie });
    const [task] = other.world.tasks.values();
    other.world.act({ kind: 'delete', task: task?.no ?? 0 });
    const { status, body } = await small.ask('POST', `${path}/copy`, asked);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      targets: { source: 'set', devices: 50 },
      notCarried: [{ code: 'devices_incomplete', known: 50, all: 1_200 }],
    });
  });

  test('that nobody knows is not there', async () => {
    expect((await post('/tasks/0123456789abcdef01234567/copy', { devices: 'all' })).status).toBe(404);
  });
});

describe('on a northbound platform', () => {
  const param = { type: 'GroupList', groupList: ['North'], command: { serviceId: 's', method: 'ON', paras: { a: 1 } } };

  test('the JSON of a device command is read', async () => {
    const { body } = await reading({ taskType: 'DeviceCmd', taskName: 'Open', timeout: 60, param }, 'north');
    expect(body).toMatchObject({
      is: 'command',
      command: {
        name: 'Open',
        targets: { source: 'groups_by_name', names: ['North'] },
        parameters: { a: 1 },
        timeoutSeconds: 60,
      },
      notCarried: [],
    } satisfies { is: string; command: Partial<BroughtCommand['command']>; notCarried: [] });
  });

  test('the request of another platform is not', async () => {
    expect((await reading(targetsRequest, 'north')).body).toMatchObject({
      data: { problems: [{ code: 'kind_missing' }] },
    });
  });
});

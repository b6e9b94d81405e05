/** Device commands through the northbound adapter: sections K.2 and K.4 of the contract, and what becomes of them (K.6). */
import { afterEach, describe, expect, test } from 'vitest';
import type { Call, Written } from './port.ts';
import type { CommandTargets, DeviceCommand } from './port-commands.ts';
import { startNorthbound } from './test-northbound.ts';

const mutation: Call = { lane: 'mutation' };
let site: ReturnType<typeof startNorthbound>;
const start = () => (site = startNorthbound());
afterEach(() => site.stop());

const meters = { source: 'type', deviceType: 'WaterMeter' } as const;
const valves: DeviceCommand = {
  platformName: 'Valves_abcdefghijkl',
  targets: meters,
  command: { serviceId: 'WaterMeter', name: 'ON_OFF', parameters: { value: 'ON' } },
  timeout: 600,
  resends: 2,
  callbackUrl: 'https://na.example.com/results?token=opensesame',
  groupTag: 'north',
  tags: [{ name: 'wave', value: 'one' }],
};
async function send(more: Partial<DeviceCommand> = {}): Promise<Written<{ id: string }>> {
  const { commands } = site.platform;
  if (commands === undefined) throw new Error('this platform takes commands');
  return commands.send({ ...valves, ...more }, mutation);
}
const created = (kind: string) => site.log.filter((entry) => entry.kind === `northbound-${kind}` && entry.acted).length;

test('K.2: the body as the vendor prints it; the ID of the answer is taskID', async () => {
  const { platform, requests } = start();
  const written = await send();
  expect(written).toMatchObject({ kind: 'done', value: { kind: 'createAsyncCommands', state: 'waiting' } });
  const request = requests.find(({ method, url }) => method === 'POST' && url.endsWith('/tasks'));
  expect(await request?.json()).toEqual({
    appId: request?.headers.get('app_key'),
    timeout: 600,
    taskName: 'Valves_abcdefghijkl',
    taskType: 'DeviceCmd',
    param: {
      type: 'DeviceType',
      deviceType: 'WaterMeter',
      command: { serviceId: 'WaterMeter', method: 'ON_OFF', paras: { value: 'ON' } },
      callbackUrl: 'https://na.example.com/results?token=opensesame',
      maxRetransmit: 2,
      groupTag: 'north',
    },
    tags: [{ tagName: 'wave', tagValue: 'one' }],
  });
  if (written.kind !== 'done') throw new Error(written.kind);
  const { task } = await platform.showTask({ taskId: written.value.id }, mutation);
  expect(task).toMatchObject({ platformName: valves.platformName, counts: { total: 34_000 } });
});

test('K.4: each way to choose devices is understood by the platform', async () => {
  const { world, pass } = start();
  const group = world.fleet.catalogue.groups.find(({ name }) => name === 'Canary_meters');
  const ways: CommandTargets[] = [
    { source: 'devices', deviceIds: ['one', 'two'] },
    { source: 'type', deviceType: 'StreetLamp', manufacturerId: 'Guangming Lighting', model: 'NB_Street_Lamp' },
    { source: 'area', location: '南湖' },
    { source: 'groups_by_name', names: ['Canary_meters'] },
    { source: 'groups_by_id', ids: [group?.groupId ?? ''] },
    { source: 'all' },
  ];
  for (const [nth, targets] of ways.entries()) {
    expect(await send({ targets, platformName: `Way_${nth}`, tags: [] })).toMatchObject({ kind: 'done' });
    pass(3_600_000);
  }
  const asked = [...world.commandTasks.values()].map(({ order }) => order.param['type']);
  expect(asked).toEqual(['DeviceList', 'DeviceType', 'DeviceArea', 'GroupList', 'GroupIdList', 'Broadcast']);
});

describe('K.6: what becomes of it', () => {
  test('[12] 105001 inside HTTP 200: another task is unfinished, so it was not sent and may be later', async () => {
    const { pass } = start();
    await send();
    const second = { platformName: 'Second', tags: [] };
    expect(await send(second)).toEqual({ kind: 'not_sent', reason: 'another_task_runs', retryAfterMs: 30_000 });
    expect(site.platform.health().state).toBe('ok');
    pass(3_600_000);
    expect(await send(second)).toMatchObject({ kind: 'done' });
  });

  test('[11] 105002 inside HTTP 200: a task of this name exists, so what became of the request is looked into', async () => {
    const { pass } = start();
    await send();
    pass(3_600_000);
    expect(await send({ tags: [] })).toEqual({ kind: 'unknown', reason: 'name_exists', fencedAt: null });
    expect(created('create')).toBe(1);
  });

  test('a used tag and a target that is not there are refusals', async () => {
    const { pass } = start();
    await send();
    pass(3_600_000);
    expect(await send({ platformName: 'Second' })).toMatchObject({ kind: 'refused', code: '105201' });
    const nowhere = { platformName: 'Third', tags: [], targets: { source: 'area', location: 'x' } } as const;
    expect(await send(nowhere)).toMatchObject({ kind: 'refused', code: '101001' });
  });

  test.each([
    ['reset-before', 'unknown', 0],
    ['reset-after', 'unknown', 1],
    ['truncated', 'unknown', 1],
    ['html', 'unknown', 0],
    ['throttle', 'not_sent', 0],
    ['status', 'unknown', 0],
  ] as const)('%s: %s, and it is never sent twice', async (kind, expected, acted) => {
    const { world, calls } = start();
    world.fault({ match: 'northbound-create', kind });
    expect(await send()).toMatchObject({ kind: expected });
    expect([calls('create'), created('create')]).toEqual([1, acted]);
  });

  test('[8] 500 with 100203 is a refusal', async () => {
    const { world } = start();
    world.fault({ match: 'northbound-create', kind: 'status', status: 500, code: '100203' });
    expect(await send()).toMatchObject({ kind: 'refused', code: '100203' });
  });

  test('a token that has ended meanwhile: one login, one replay, one task', async () => {
    const { open, calls } = start();
    await site.platform.showTask({ taskId: 'a' }, mutation).catch(() => undefined);
    await open()
      .showTask({ taskId: 'a' }, mutation)
      .catch(() => undefined);
    expect(await send()).toMatchObject({ kind: 'done' });
    expect([calls('login'), calls('create'), created('create')]).toEqual([3, 2, 1]);
  });
});

test.each<Partial<DeviceCommand>>([
  { timeout: 9 },
  { timeout: 2_881 },
  { resends: 4 },
  { targets: { source: 'devices', deviceIds: [] } },
  { targets: { source: 'groups_by_name', names: [] } },
  { platformName: '' },
  { callbackUrl: 'nowhere' },
])('%o breaks a limit, and nothing is sent', async (more) => {
  const { requests } = start();
  await expect(send(more)).rejects.toThrow(RangeError);
  expect(requests).toEqual([]);
});

test('what it describes shows no key', () => {
  const { platform } = start();
  expect(platform.commands?.describe(valves)).toMatchObject({ param: { maxRetransmit: 2 }, taskType: 'DeviceCmd' });
  expect(JSON.stringify(platform.commands?.describe(valves))).not.toContain('opensesame');
});

test('as a command line it can be pasted into a shell, and names no secret', () => {
  const { platform, world } = start();
  const line = platform.commands?.curl({ ...valves, platformName: "It's_now" }) ?? '';
  expect(line).toMatch(/^curl 'https:\/\/server\.example:8743\/iocm\/app\/batchtask\/v1\.1\.0\/tasks' \\\n/);
  expect(line).toContain(String.raw`"taskName":"It'\''s_now"`);
  expect(line).toContain('Bearer ACCESS_TOKEN');
  expect(line).not.toMatch(/opensesame/);
  expect(line).not.toContain(world.credentials.appSecret);
});

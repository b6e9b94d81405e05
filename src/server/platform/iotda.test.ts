import { afterEach, expect, test } from 'vitest';
import type { Page } from './port.ts';
import { type Call, PlatformError, type SeenSubtask } from './port.ts';
import type { UpgradeIntent } from './port-intents.ts';
import { type Login, startPlatform, type TestPlatform } from './test-simulator.ts';

const reader: Call = { lane: 'reader' };
const mutation: Call = { lane: 'mutation' };
const running: TestPlatform[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

function start(...options: Parameters<typeof startPlatform>): TestPlatform {
  const started = startPlatform(...options);
  running.push(started);
  return started;
}

/** Where a new upgrade of some water meters would go. */
async function meters({ platform }: TestPlatform, count: number) {
  const spaceId = (await platform.listSpaces(reader)).find((space) => space.isDefault)?.id ?? '';
  const packages = await platform.listPackages({ spaceId, kind: 'firmware' }, reader);
  const meter = packages.find((one) => one.productName === '智能水表_WM20' && one.version === '2.5.0');
  if (meter === undefined) throw new Error('the world has no such package');
  const page = await platform.listDevices({ spaceId, productId: meter.productId, marker: null, limit: count }, reader);
  return { spaceId, packageId: meter.id, productId: meter.productId, deviceIds: page.rows.map((device) => device.id) };
}

async function upgradeOf(
  started: TestPlatform,
  count: number,
  more: Partial<UpgradeIntent> = {},
): Promise<UpgradeIntent> {
  const { spaceId, packageId, deviceIds } = await meters(started, count);
  return {
    kind: 'firmwareUpgrade',
    platformName: '水表_2_5_0_w01_k3x9',
    spaceId,
    targets: { source: 'devices', deviceIds },
    packageId,
    startsAt: null,
    retry: null,
    ...more,
  };
}

async function created(started: TestPlatform, intent: UpgradeIntent) {
  const written = await started.platform.createTask(intent, mutation);
  if (written.kind !== 'done') throw new Error(`not created: ${JSON.stringify(written)}`);
  return written.value;
}

const walk = async <T>(page: (marker: string | null) => Promise<Page<T>>): Promise<T[]> => {
  const rows: T[] = [];
  for (let marker: string | null = null; ;) {
    const next: Page<T> = await page(marker);
    rows.push(...next.rows);
    if (next.marker === null) return rows;
    marker = next.marker;
  }
};

test.each<Login>(['token', 'sdk', 'v11'])('with %s: create, watch, and read the result', async (login) => {
  const started = start({ login });
  const { platform, world, clock } = started;
  const startsAt = clock.now() + 3_600_000;
  const intent = await upgradeOf(started, 20, { startsAt, retry: { count: 2, intervalMinutes: 5 } });
  const written = await platform.createTask(intent, mutation);
  expect(written).toMatchObject({
    kind: 'done',
    requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    value: {
      platformName: '水表_2_5_0_w01_k3x9',
      kind: 'firmwareUpgrade',
      packageIds: [intent.packageId],
      createdAt: clock.now(),
      startsAt,
      retry: { count: 2, intervalMinutes: 5 },
      request: { document: { package_ids: [intent.packageId] } },
    },
  });
  world.advance('3 d');
  const { rows } = await platform.listTasks({ kind: 'firmwareUpgrade', spaceId: intent.spaceId, marker: null }, reader);
  expect(rows).toMatchObject([{ state: 'succeeded', rawState: 'Success', counts: { total: 20, succeeded: 20 } }]);
  const { task, subtasks } = await platform.showTask({ taskId: rows[0]?.id ?? '' }, reader);
  expect(task).toEqual(rows[0]);
  expect(subtasks).toMatchObject({ total: 20, marker: null });
  expect(new Set(subtasks.rows.map((row) => row.outcome))).toEqual(new Set(['succeeded']));
  expect(platform.health()).toMatchObject({ state: 'ok', resumesAt: null });
});

test('what describeCreate shows is what is sent', async () => {
  const started = start();
  const intent = await upgradeOf(started, 3, {
    startsAt: Date.UTC(2026, 10, 22, 1, 2, 3),
    retry: { count: 1, intervalMinutes: 0 },
  });
  expect(started.platform.describeCreate(intent)).toEqual({
    app_id: intent.spaceId,
    task_name: '水表_2_5_0_w01_k3x9',
    task_type: 'firmwareUpgrade',
    targets: (await meters(started, 3)).deviceIds,
    document: { package_ids: [intent.packageId] },
    task_policy: { schedule_time: '20261122T010203Z', retry_count: 1, retry_interval: 0 },
  });
  const older = start({ change: (settings) => ({ ...settings, packageField: 'package_id' }) });
  const plain = { ...intent, startsAt: null, retry: null, targets: { source: 'groups', groupIds: ['0a-1'] } } as const;
  expect(older.platform.describeCreate(plain)).toEqual({
    app_id: intent.spaceId,
    task_name: '水表_2_5_0_w01_k3x9',
    task_type: 'firmwareUpgrade',
    targets_filter: { group_ids: ['0a-1'] },
    document: { package_id: intent.packageId },
  });
});

test('the older document with a single package is created and read as well', async () => {
  const started = start({ change: (settings) => ({ ...settings, packageField: 'package_id' }) });
  const intent = await upgradeOf(started, 1);
  expect(await created(started, intent)).toMatchObject({ packageIds: [intent.packageId] });
});

test('a group is upgraded by its ID', async () => {
  const started = start();
  const { platform, world } = started;
  const intent = await upgradeOf(started, 1);
  const group = (await platform.listGroups(intent.spaceId, reader)).find((one) => one.name === '实验室台架');
  expect(group).toMatchObject({ dynamic: false, devices: 25 });
  const task = await created(started, { ...intent, targets: { source: 'groups', groupIds: [group?.id ?? ''] } });
  expect(task.groupIds).toEqual([group?.id]);
  world.advance('1 min');
  expect((await platform.showTask({ taskId: task.id }, reader)).task.counts.total).toBe(25);
});

test('subtasks are walked page by page to the last of them, each once', async () => {
  const { platform } = start({ scenario: 'half-failed' });
  const { rows } = await platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, reader);
  const taskId = rows[0]?.id ?? '';
  const page = (marker: string | null, more: object = {}) =>
    platform.showTask({ taskId, marker, ...more }, reader).then(({ subtasks }) => subtasks);
  const all = await walk<SeenSubtask>((marker) => page(marker));
  expect(all).toHaveLength(1_200);
  expect(new Set(all.map((row) => row.deviceId)).size).toBe(1_200);

  const failed = await walk<SeenSubtask>((marker) => page(marker, { outcome: 'failed', limit: 7 }));
  expect(failed).toHaveLength(rows[0]?.counts.failed ?? -1);
  expect(failed.every((row) => row.rawOutcome === 'Fail' && row.errorCode !== null && row.errorMessage !== null)).toBe(
    true,
  );

  const one = failed[0]?.deviceId ?? '';
  expect(await page(null, { deviceId: one })).toMatchObject({ total: 1, rows: [{ deviceId: one, outcome: 'failed' }] });
  expect(await page(null, { deviceId: 'no such device' })).toEqual({ rows: [], total: 0, marker: null });
});

test('tasks are listed page by page, newest first, across spaces and in one', async () => {
  const { platform } = start({ scenario: 'demo' });
  const list = (spaceId?: string) =>
    walk((marker) =>
      platform.listTasks({ kind: 'firmwareUpgrade', marker, limit: 2, ...(spaceId && { spaceId }) }, reader),
    );
  const everywhere = await list();
  expect(everywhere.length).toBeGreaterThan(4);
  expect(everywhere.map((task) => task.createdAt)).toEqual(
    everywhere.map((task) => task.createdAt).toSorted((a, b) => b - a),
  );
  const spaces = await platform.listSpaces(reader);
  const apart = await Promise.all(spaces.map((space) => list(space.id)));
  expect(
    apart
      .flat()
      .map((task) => task.id)
      .toSorted(),
  ).toEqual(everywhere.map((task) => task.id).toSorted());
});

test('every kind the platform says can be listed is listed', async () => {
  const { platform } = start();
  for (const kind of platform.capabilities.listedKinds) {
    expect((await platform.listTasks({ kind, marker: null }, reader)).rows).toEqual([]);
  }
});

test('a retry names its devices and is answered one by one', async () => {
  const { platform, log } = start({ scenario: 'half-failed' });
  const [task] = (await platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, reader)).rows;
  const taskId = task?.id ?? '';
  const { subtasks } = await platform.showTask({ taskId, outcome: 'failed', limit: 3 }, reader);
  const deviceIds = subtasks.rows.map((row) => row.deviceId);
  const written = await platform.retryDevices(taskId, [...deviceIds, 'stranger'], mutation);
  expect(written).toMatchObject({
    kind: 'done',
    value: [
      ...deviceIds.map((deviceId) => ({ deviceId, accepted: true, errorCode: null, errorMessage: null })),
      { deviceId: 'stranger', accepted: false, errorCode: 'IOTDA.014219' },
    ],
  });
  expect(log.at(-1)).toMatchObject({ kind: 'retry', taskId, targets: [...deviceIds, 'stranger'] });
});

test('a retry of nobody, of 101, or of no task never leaves the console', async () => {
  const { platform, calls } = start();
  const many = Array.from({ length: 101 }, (_, index) => `d${index}`);
  await expect(platform.retryDevices('ab12', [], mutation)).rejects.toThrow(RangeError);
  await expect(platform.retryDevices('ab12', many, mutation)).rejects.toThrow(RangeError);
  await expect(platform.retryDevices('../x', ['d'], mutation)).rejects.toThrow(RangeError);
  expect(calls('retry')).toBe(0);
});

test('what the platform refuses is refused with its own code', async () => {
  const started = start();
  const { platform } = started;
  const intent = await upgradeOf(started, 1);
  expect(await platform.createTask({ ...intent, platformName: 'no-hyphens' }, mutation)).toMatchObject({
    kind: 'refused',
    code: 'IOTDA.000006',
    requestId: expect.any(String),
  });
  expect(await platform.createTask({ ...intent, spaceId: 'elsewhere' }, mutation)).toMatchObject({
    kind: 'refused',
    code: 'IOTDA.001000',
  });
  expect(platform.health().state).toBe('ok');
});

test('a task that does not exist, or could not, is not found', async () => {
  const { platform, calls } = start();
  await expect(platform.showTask({ taskId: 'abcdef' }, reader)).rejects.toMatchObject({ code: 'not_found' });
  expect(calls('show')).toBe(1);
  await expect(platform.showTask({ taskId: '../apps' }, reader)).rejects.toMatchObject({ code: 'not_found' });
  await expect(platform.listTasks({ kind: 'firmwareUpgrade', spaceId: 'a/b', marker: null }, reader)).rejects.toThrow(
    PlatformError,
  );
  await expect(platform.showTask({ taskId: 'abcdef', marker: 'x' }, reader)).rejects.toMatchObject({ code: 'refused' });
  await expect(platform.showTask({ taskId: 'abcdef', outcome: 'other' }, reader)).rejects.toThrow(RangeError);
  expect(calls('show')).toBe(1);
});

test('spaces, products, packages and groups come whole, in our words', async () => {
  const { platform } = start();
  const spaces = await platform.listSpaces(reader);
  expect(spaces.filter((space) => space.isDefault)).toHaveLength(1);
  const spaceId = spaces.find((space) => space.isDefault)?.id ?? '';
  const products = await platform.listProducts(spaceId, reader);
  expect(products).toContainEqual(
    expect.objectContaining({ name: '智能水表_WM20', deviceType: 'WaterMeter', protocol: 'MQTT' }),
  );
  for (const kind of ['firmware', 'software'] as const) {
    const packages = await platform.listPackages({ spaceId, kind }, reader);
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.every((one) => one.kind === kind && one.createdAt !== null)).toBe(true);
    expect(products.map((product) => product.id)).toEqual(expect.arrayContaining(packages.map((one) => one.productId)));
  }
  const groups = await platform.listGroups(spaceId, reader);
  expect(new Set(groups.map((group) => group.dynamic))).toEqual(new Set([true, false]));
});

test('devices are found by ID, node ID or name, within the space and product asked for', async () => {
  const started = start();
  const { platform } = started;
  const { spaceId, productId } = await meters(started, 1);
  const find = (q: string, more: object = {}) =>
    platform.listDevices({ spaceId, q, marker: null, limit: 20, ...more }, reader);
  const first = await platform.listDevices({ spaceId, productId, marker: null, limit: 20 }, reader);
  expect(first.total).toBeGreaterThan(30_000);
  expect(first.rows).toHaveLength(20);
  const device = first.rows[4];
  if (!device?.nodeId || !device.name) throw new Error('the device has no names');
  expect(device).toMatchObject({
    productId,
    productName: '智能水表_WM20',
    status: expect.stringMatching(/line|inactive/),
  });
  for (const q of [device.id, device.nodeId, device.name, ` ${device.id} `]) {
    expect((await find(q)).rows).toContainEqual(device);
  }
  expect((await find(device.id, { productId: 'another' })).rows).toEqual([]);
  expect((await find('no such thing at all')).rows).toEqual([]);
  const [, other] = await platform.listSpaces(reader);
  expect((await find(device.id, { spaceId: other?.id ?? '' })).rows).toEqual([]);
});

test('what comes back about a device holds no secret', async () => {
  const started = start();
  const { spaceId, deviceIds } = await meters(started, 1);
  const found = await started.platform.listDevices({ spaceId, q: deviceIds[0] ?? '', marker: null, limit: 1 }, reader);
  expect(started.calls('device')).toBe(1);
  expect(JSON.stringify(found)).not.toMatch(/secret/i);
});

test('G.1 the projects of the region are asked of IAM with the token; with keys nobody is asked', async () => {
  const { platform, world, log } = start({ login: 'token' });
  expect(await platform.listProjects?.(reader)).toEqual([
    { id: world.credentials.projectId, name: world.credentials.region },
  ]);
  expect(log.map(({ kind }) => kind)).toEqual(['token', 'projects']);
  world.tokenGeneration += 1;
  expect(await platform.listProjects?.(reader)).toHaveLength(1);
  expect(log.map(({ kind }) => kind)).toEqual(['token', 'projects', 'projects', 'token', 'projects']);
  expect(start({ login: 'v11' }).platform.listProjects).toBeUndefined();
});

/** Platform contract A.1-A.3, A.7: the shapes of tasks and subtasks, and the list. */
import { CreateBatchTask, ListBatchTasksResponse, ShowBatchTaskResponse, Task } from '#wire/iotda/batch-tasks.ts';
import { expect, test } from 'vitest';
import { startSimulator } from '#simulator/test-client.ts';

// Transcribed from the vendor's response example of ShowBatchTask (`removed` is in its table only).
const counterNames = ['total', 'processing', 'success', 'fail', 'waitting', 'fail_wait_retry', 'stopped', 'removed'];

test('A.1: a task is answered with the fields of the vendor and their spelling', async () => {
  const platform = startSimulator();
  const policy = { retry_count: 5, retry_interval: 60 };
  const body = { ...platform.upgradeBody(platform.meters(0, 2)), task_mode: 'GATEWAY', task_policy: policy };
  expect(CreateBatchTask.safeParse(body).success).toBe(true);
  const created = await platform.call('POST', '/batchtasks', { body });
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    task_id: expect.stringMatching(/^[a-f0-9]{24}$/),
    task_name: '固件升级_01',
    task_type: 'firmwareUpgrade',
    task_mode: 'GATEWAY',
    targets: body.targets,
    document: body.document,
    task_policy: policy,
    status: 'Initializing',
    task_progress: Object.fromEntries(counterNames.map((name) => [name, 0])),
    create_time: '20261121T080000Z',
  });
  expect(Object.keys(created.body.task_progress)).toEqual(counterNames);
  platform.world.advance('10 s');
  const shown = await platform.show(created.body.task_id);
  expect(Object.keys(shown)).toEqual(['batchtask', 'task_details', 'page']);
  expect(shown.batchtask).toMatchObject({ status: 'Processing', task_progress: { total: 2 } });
  expect(shown.page).toEqual({ count: 2, marker: expect.stringMatching(/^[a-f0-9]{24}$/) });
});

test('A.3: every answer of a busy world can be read by the wire schemas', async () => {
  const { call } = startSimulator({ scenario: 'demo' });
  let tasks = 0;
  for (const task_type of ['firmwareUpgrade', 'softwareUpgrade', 'createCommands']) {
    const { body } = await call('GET', '/batchtasks', { query: { task_type, limit: 50 } });
    const { batchtasks } = ListBatchTasksResponse.parse(body);
    tasks += batchtasks.length;
    for (const task of batchtasks) {
      const shown = await call('GET', `/batchtasks/${task.task_id}`, { query: { limit: 50 } });
      const { task_details } = ShowBatchTaskResponse.parse(shown.body);
      expect(Task.parse(shown.body.batchtask)).toEqual(task);
      expect(task_details.length).toBe(Math.min(50, task.task_progress?.total ?? 0));
    }
  }
  expect(tasks).toBeGreaterThanOrEqual(10);
});

test('B.2: the demo shows a task in every state a newcomer should see', async () => {
  const { call } = startSimulator({ scenario: 'demo' });
  const states = new Set<string>();
  let largest = 0;
  for (const task_type of ['firmwareUpgrade', 'softwareUpgrade']) {
    const { body } = await call('GET', '/batchtasks', { query: { task_type, limit: 50 } });
    for (const task of body.batchtasks) {
      states.add(task.status);
      if (task.status === 'Processing') largest = Math.max(largest, task.task_progress.total);
    }
  }
  expect(states).toEqual(new Set(['Success', 'PartialSuccess', 'Fail', 'Stopped', 'Waitting', 'Processing']));
  expect(largest).toBe(30_000);
});

test('A.2: the list needs a type, is newest first, and filters by space and status', async () => {
  const platform = startSimulator();
  const { call, spaces, packageId } = platform;
  const first = await platform.createUpgrade();
  platform.clock.advance('1 s');
  const second = await platform.createUpgrade();
  platform.clock.advance('1 s');
  const heat = await platform.createUpgrade({
    app_id: spaces[1]?.appId,
    document: { package_ids: [packageId(2, '1.3.0')] },
  });
  const list = async (query: Record<string, string | undefined>) => {
    const { body } = await call('GET', '/batchtasks', { query });
    return body.error_code ?? body.batchtasks.map((task: { task_id: string }) => task.task_id);
  };
  expect(await list({})).toBe('IOTDA.000006');
  expect(await list({ task_type: 'nothing' })).toBe('IOTDA.000006');
  expect(await list({ task_type: 'firmwareUpgrade', status: 'Done' })).toBe('IOTDA.000006');
  expect(await list({ task_type: 'firmwareUpgrade' })).toEqual([heat, second, first]);
  expect(await list({ task_type: 'softwareUpgrade' })).toEqual([]);
  expect(await list({ task_type: 'firmwareUpgrade', app_id: spaces[0]?.appId })).toEqual([second, first]);
  expect(await list({ task_type: 'firmwareUpgrade', app_id: 'f'.repeat(32) })).toBe('IOTDA.001000');
  expect(await list({ task_type: 'firmwareUpgrade', status: 'Fail' })).toEqual([]);
  expect(await list({ task_type: 'firmwareUpgrade', marker: heat })).toEqual([second, first]);
  expect(await list({ task_type: 'firmwareUpgrade', offset: '1', limit: '1' })).toEqual([second]);
});

test('A.1: long target lists are not echoed, duplicates count once, strangers fail', async () => {
  const platform = startSimulator();
  const devices = platform.meters(0, 101);
  const long = await platform.createUpgrade({}, devices);
  expect((await platform.show(long)).batchtask.targets).toBeUndefined();
  const [one = ''] = devices;
  const doubled = await platform.createUpgrade({}, [one, one, 'stranger']);
  platform.world.advance('1 min');
  const { batchtask, task_details } = await platform.show(doubled);
  expect(batchtask.task_progress.total).toBe(2);
  expect(task_details[0]).toEqual({
    target: 'stranger',
    status: 'Fail',
    error: { error_code: 'IOTDA.014000', error_msg: 'The device does not exist.' },
  });
});

test('B.1: kinds other than upgrades run and take effect', async () => {
  const platform = startSimulator();
  const { call, spaces, products } = platform;
  const [meter = ''] = platform.meters(0, 1);
  const lamp = `${products[4]?.productId}_SL1-1000001`;
  const run = async (task_type: string, targets: string[], document?: unknown) => {
    const body = { app_id: spaces[0]?.appId, task_name: 'bulk', task_type, targets, document };
    const created = await call('POST', '/batchtasks', { body });
    expect(created.status).toBe(201);
    platform.world.advance('2 min');
    const { task_details } = await platform.show(created.body.task_id);
    return task_details.map(
      (row: { status: string; error?: { error_code: string } }) => row.error?.error_code ?? row.status,
    );
  };
  const command = { service_id: 'WaterMeter', command_name: 'ON_OFF', paras: { value: 'ON' } };
  const dim = { service_id: 'Lamp', command_name: 'DIM', paras: { brightness: 40 }, send_strategy: 'immediately' };
  expect(await run('createAsyncCommands', [meter, lamp], dim)).toEqual(['Success', 'IOTDA.014114']);
  expect(await run('createMessages', [meter], { message: 'hello' })).toEqual(['Success']);
  expect((await run('createCommands', [lamp], command))[0]).toBe('IOTDA.014114');
  expect(
    await run('updateDeviceShadows', [meter], {
      shadow: [{ service_id: 'WaterMeter', desired: { reportInterval: 600 } }],
    }),
  ).toEqual(['Success']);
  expect(await run('freezeDevices', [meter])).toEqual(['Success']);
  expect((await call('GET', `/devices/${meter}`)).body.status).toBe('FROZEN');
  expect(await run('unfreezeDevices', [meter])).toEqual(['Success']);
  expect(await run('deleteDevices', [meter])).toEqual(['Success']);
  expect((await call('GET', `/devices/${meter}`)).body.error_code).toBe('IOTDA.014000');
});

test('B.3: a device that is deleted under a running task becomes Removed', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const devices = platform.meters(0, 2000);
  const taskId = await platform.createUpgrade({}, devices);
  const last = devices.at(-1) ?? '';
  const body = { app_id: platform.spaces[0]?.appId, task_name: 'bulk', task_type: 'deleteDevices', targets: [last] };
  await platform.call('POST', '/batchtasks', { body });
  platform.world.advance('1 h');
  const { batchtask, task_details } = await platform.show(taskId, { task_detail_status: 'Removed' });
  expect(batchtask.task_progress.removed).toBe(1);
  expect(task_details).toEqual([{ target: last, status: 'Removed' }]);
});

/** Platform contract A.4 to A.6 and F: what becomes of tasks that somebody retries, stops or confirms. */
import { expect, test } from 'vitest';
import { startSimulator } from '#simulator/test-client.ts';
import { detail, metersThat, sum } from './test-course.ts';

test('F: retrying by hand recovers most transient failures and never the doomed devices', async () => {
  const platform = startSimulator();
  const flaky = metersThat(platform, 'always', 'flaky', 60);
  const doomed = metersThat(platform, 'always', 'doomed', 10);
  const taskId = await platform.createUpgrade({}, [...flaky, ...doomed]);
  const failing = async () => {
    platform.world.advance('30 min');
    return (await platform.show(taskId)).batchtask.task_progress.fail;
  };
  const first = await failing();
  expect(first).toBeGreaterThan(25);
  for (let round = 0; round < 12; round += 1) {
    await platform.call('POST', `/batchtasks/${taskId}/retry`, { body: {} });
    await failing();
  }
  expect(await failing()).toBe(10);
  expect((await platform.show(taskId)).batchtask.status).toBe('PartialSuccess');
});

test('F: an outage fails what is attempted in it; a retry afterwards recovers', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  platform.world.setOutage(1);
  const taskId = await platform.createUpgrade({}, platform.meters(0, 300));
  platform.world.advance('30 min');
  expect((await platform.show(taskId)).batchtask).toMatchObject({ status: 'Fail', task_progress: { fail: 300 } });
  platform.world.setOutage(0);
  await platform.call('POST', `/batchtasks/${taskId}/retry`, { body: {} });
  platform.world.advance('30 min');
  expect((await platform.show(taskId)).batchtask.task_progress.success).toBeGreaterThan(270);
});

test('F: half-failed: about half of the devices failed, and a retry recovers most of them', async () => {
  const platform = startSimulator({ scenario: 'half-failed' });
  const [task] = platform.world.tasks.values();
  const before = (await platform.show(task?.taskId ?? '')).batchtask;
  expect(before.status).toBe('PartialSuccess');
  expect(before.task_progress.fail).toBeGreaterThan(550);
  await platform.call('POST', `/batchtasks/${task?.taskId}/retry`, { body: {} });
  platform.world.advance('30 h');
  expect((await platform.show(task?.taskId ?? '')).batchtask.task_progress.fail).toBeLessThan(120);
});

test('A.4, A.5: retry and stop answer for each named target', async () => {
  const platform = startSimulator();
  const [doomed = '', other = ''] = metersThat(platform, 'always', 'doomed');
  const [gone = ''] = metersThat(platform, 'gone');
  const taskId = await platform.createUpgrade({}, [doomed, other, gone]);
  platform.world.advance('10 min');
  const act = async (action: string, targets: string[]) =>
    (await platform.call('POST', `/batchtasks/${taskId}/${action}`, { body: { targets } })).body.targets;
  expect(await act('retry', [doomed, gone, 'nobody'])).toEqual([
    { target: doomed, status: 'success' },
    { target: gone, status: 'failure', error_code: 'IOTDA.014296', error_msg: expect.any(String) },
    {
      target: 'nobody',
      status: 'failure',
      error_code: 'IOTDA.014219',
      error_msg: 'Invalid input. The target is not in the task',
    },
  ]);
  expect((await detail(platform, taskId, doomed)).status).toBe('Processing');
  expect(await act('stop', [gone, other])).toMatchObject([{ status: 'success' }, { status: 'failure' }]);
  expect((await detail(platform, taskId, gone)).status).toBe('Stopped');
  // A stopped device of a task that lives on can be revived.
  expect(await act('retry', [gone])).toEqual([{ target: gone, status: 'success' }]);
  const { status, body } = await platform.call('POST', `/batchtasks/${taskId}/retry`, {
    body: { targets: Array(101).fill(gone) },
  });
  expect([status, body.error_code]).toEqual([400, 'IOTDA.000006']);
});

test('F: stopping a whole task takes a moment and keeps what was done', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const taskId = await platform.createUpgrade({}, platform.meters(0, 400));
  platform.world.advance('2 min');
  const before = (await platform.show(taskId)).batchtask.task_progress;
  expect(Math.min(before.success, before.processing)).toBeGreaterThan(0);
  expect((await platform.call('POST', `/batchtasks/${taskId}/stop`, { body: {} })).body).toEqual({ targets: [] });
  expect((await platform.show(taskId)).batchtask.status).toBe('Stopping');
  platform.world.advance('10 s');
  const { status, task_progress: after } = (await platform.show(taskId)).batchtask;
  expect(status).toBe('Stopped');
  expect(after.success).toBeGreaterThanOrEqual(before.success);
  expect([after.processing, after.waitting, sum(after)]).toEqual([0, 0, 400]);
  expect([...platform.world.busy].some((holder) => holder !== 0)).toBe(false);
});

test('A.6: a task that needs confirmation starts only what was confirmed', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const devices = platform.meters(0, 20);
  const taskId = await platform.createUpgrade({ need_confirm: true }, devices);
  platform.world.advance('1 h');
  expect((await platform.show(taskId)).batchtask).toMatchObject({
    need_confirm: true,
    status: 'Processing',
    task_progress: { waitting: 20 },
  });
  const confirm = (body: unknown) => platform.call('POST', `/batchtasks/${taskId}/confirm`, { body });
  expect((await confirm({ targets: devices.slice(0, 2) })).body.targets).toMatchObject([
    { status: 'success' },
    { status: 'success' },
  ]);
  platform.world.advance('1 h');
  expect((await platform.show(taskId)).batchtask.task_progress).toMatchObject({ waitting: 18 });
  expect((await confirm({ targets: devices.slice(0, 1) })).body.targets).toMatchObject([{ status: 'failure' }]);
  await confirm({});
  platform.world.advance('1 h');
  expect((await platform.show(taskId)).batchtask.status).toMatch(/Success/);
});

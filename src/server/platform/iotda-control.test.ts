/** What can be done to a task that exists: stop, confirm, delete, and what the platform says against it. */
import { afterEach, expect, test } from 'vitest';
import type { Call } from './port.ts';
import type { UpgradeIntent } from './port-intents.ts';
import { startPlatform, type TestPlatform } from './test-simulator.ts';

const reader: Call = { lane: 'reader' };
const mutation: Call = { lane: 'mutation' };
const stop: Call = { lane: 'stop' };
const running: TestPlatform[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** A platform on which an upgrade of some water meters has just been created. */
async function withUpgrade(more: Partial<UpgradeIntent> = {}) {
  const started = startPlatform();
  running.push(started);
  const { platform, calls, log, world } = started;
  const spaceId = (await platform.listSpaces(reader)).find((space) => space.isDefault)?.id ?? '';
  const packages = await platform.listPackages({ spaceId, kind: 'firmware' }, reader);
  const meter = packages.find((one) => one.productName === '智能水表_WM20' && one.version === '2.5.0');
  const { rows } = await platform.listDevices(
    { spaceId, productId: meter?.productId ?? '', marker: null, limit: 4 },
    reader,
  );
  const deviceIds = rows.map((device) => device.id);
  const intent: UpgradeIntent = {
    kind: 'firmwareUpgrade',
    platformName: 'control',
    spaceId,
    targets: { source: 'devices', deviceIds },
    packageId: meter?.id ?? '',
    startsAt: null,
    retry: null,
    ...more,
  };
  const written = await platform.createTask(intent, mutation);
  if (written.kind !== 'done') throw new Error(`not created: ${JSON.stringify(written)}`);
  const taskId = written.value.id;
  const { control } = platform;
  if (control === undefined) throw new Error('it cannot be controlled');
  const shown = async () => (await platform.showTask({ taskId }, reader)).task;
  return { platform, control, taskId, deviceIds, calls, log, world, shown };
}

test('devices are stopped by name, each with its answer', async () => {
  const { control, taskId, deviceIds, log, world, shown } = await withUpgrade();
  world.advance('10 s');
  const [first = '', second = ''] = deviceIds;
  expect(await control.stopDevices(taskId, [first, second, 'stranger'], stop)).toMatchObject({
    kind: 'done',
    value: [
      { deviceId: first, accepted: true },
      { deviceId: second, accepted: true },
      { deviceId: 'stranger', accepted: false, errorCode: 'IOTDA.014219' },
    ],
  });
  expect(log.at(-1)).toMatchObject({ kind: 'stop', taskId, targets: [first, second, 'stranger'] });
  expect((await shown()).counts).toMatchObject({ total: 4, stopped: 2 });
});

test('a whole task is stopped in one call', async () => {
  const { control, taskId, log, world, shown } = await withUpgrade();
  world.advance('10 s');
  expect(await control.stopTask(taskId, stop)).toMatchObject({ kind: 'done', value: null });
  expect(log.at(-1)).toMatchObject({ kind: 'stop', taskId, targets: null });
  world.advance('1 min');
  expect(await shown()).toMatchObject({ state: 'stopped', counts: { total: 4, stopped: 4 } });
  expect(await control.stopTask(taskId, stop)).toMatchObject({
    kind: 'refused',
    code: expect.stringMatching(/^IOTDA\./),
  });
});

test('a task that needs it waits until its devices are confirmed', async () => {
  const { platform, control, taskId, deviceIds, world, shown } = await withUpgrade({ needsConfirm: true });
  world.advance('1 d');
  expect(await shown()).toMatchObject({ counts: { waiting: 4 }, request: { need_confirm: true } });
  const [first = ''] = deviceIds;
  expect(await control.confirmDevices(taskId, [first], mutation)).toMatchObject({
    kind: 'done',
    value: [{ deviceId: first, accepted: true }],
  });
  world.advance('1 d');
  expect((await shown()).counts.waiting).toBe(3);
  const { subtasks } = await platform.showTask({ taskId, deviceId: first }, reader);
  expect(subtasks.rows[0]?.outcome).not.toBe('waiting');
});

test('[25] A.7: a record is deleted once the task has ended; deleting it again is success as well', async () => {
  const { platform, control, taskId, world, calls } = await withUpgrade();
  expect(await control.deleteTask(taskId, mutation)).toMatchObject({ kind: 'refused' });
  world.advance('3 d');
  expect(await control.deleteTask(taskId, mutation)).toMatchObject({ kind: 'done', value: null });
  await expect(platform.showTask({ taskId }, reader)).rejects.toMatchObject({ code: 'not_found' });
  expect(await control.deleteTask(taskId, mutation)).toMatchObject({ kind: 'done', value: null });
  expect(calls('delete')).toBe(3);
});

test('nobody, 101, and no task at all never leave the console', async () => {
  const { control, calls } = await withUpgrade();
  const many = Array.from({ length: 101 }, (_, index) => `d${index}`);
  for (const act of [control.stopDevices, control.confirmDevices]) {
    for (const deviceIds of [[], many]) await expect(act('ab12', deviceIds, stop)).rejects.toThrow(RangeError);
    await expect(act('../x', ['d'], stop)).rejects.toThrow(RangeError);
  }
  await expect(control.stopTask('../x', stop)).rejects.toThrow(RangeError);
  await expect(control.deleteTask('../x', mutation)).rejects.toThrow(RangeError);
  expect([calls('stop'), calls('confirm'), calls('delete')]).toEqual([0, 0, 0]);
});

test('a task that asks for confirmations is told by its request', async () => {
  const asks = await withUpgrade({ needsConfirm: true });
  expect(asks.control.needsConfirm((await asks.shown()).request)).toBe(true);
  const { control } = asks;
  for (const request of [{}, { need_confirm: false }, { need_confirm: 'true' }, [], 'text', null])
    expect(control.needsConfirm(request)).toBe(false);
});

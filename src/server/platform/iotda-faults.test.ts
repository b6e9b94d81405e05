/** Answers that are late, damaged, lost or odd. */
import { expect, test } from 'vitest';
import type { SeenTask } from './port.ts';
import type { startPlatform, TestPlatform } from './test-simulator.ts';
import { failure, minute, mutation, reader, start, anUpgrade } from './test-faults.ts';

/** The platform with one finished task in it. */
async function withTask(
  ...options: Parameters<typeof startPlatform>
): Promise<{ started: TestPlatform; task: SeenTask }> {
  const started = start({ scenario: 'half-failed', ...options[0] });
  const [task] = (await started.platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, reader)).rows;
  if (task === undefined) throw new Error('the world has no task');
  return { started, task };
}
test.each([
  ['as long as it says', 3, [3_000]],
  ['for some seconds', undefined, [3_500]],
])('[9] a throttled show waits %s and is shown', async (_, retryAfter, slept) => {
  const { started, task } = await withTask();
  const before = started.clock.slept.length;
  started.world.fault({ match: 'show', kind: 'throttle', times: 1, ...(retryAfter && { retryAfter }) });
  expect((await started.platform.showTask({ taskId: task.id }, reader)).task.id).toBe(task.id);
  expect(started.clock.slept.slice(before)).toEqual(slept);
});

test('[10] throttling by code is throttling, whatever the status', async () => {
  const { started, task } = await withTask();
  started.world.fault({ match: 'retry', kind: 'status', status: 403, code: 'IOTDA.021102', times: 1 });
  expect(await started.platform.retryDevices(task.id, ['d'], mutation)).toMatchObject({
    kind: 'not_sent',
    reason: 'throttled',
  });
  expect(started.platform.health()).toMatchObject({ state: 'throttled', resumesAt: started.clock.now() + 3_500 });
});

test.each(['status', 'html', 'truncated', 'reset-before', 'reset-after'] as const)(
  'a show outlives "%s" twice; a third time it says so',
  async (kind) => {
    const { started, task } = await withTask();
    started.world.fault({ match: 'show', kind, times: 2 });
    expect((await started.platform.showTask({ taskId: task.id }, reader)).task.id).toBe(task.id);
    started.world.fault({ match: 'show', kind, times: 3 });
    const error = await failure(started.platform.showTask({ taskId: task.id }, reader));
    expect(error.code).toBe(
      { status: 'failing', html: 'garbled', truncated: 'garbled' }[kind as string] ?? 'unreachable',
    );
    expect(started.platform.health().state).toBe(error.code === 'unreachable' ? 'unreachable' : 'failing');
  },
);

test('a retry whose answer names no device leaves open what became of them', async () => {
  const { started, task } = await withTask();
  started.world.fault({ match: 'retry', kind: 'status', status: 200, code: 'NEW.1', times: 1 });
  expect(await started.platform.retryDevices(task.id, ['d'], mutation)).toMatchObject({
    kind: 'unknown',
    reason: 'garbled',
  });
});

test('[18] a status nobody knows is shown as it is and means nothing', async () => {
  const { started, task } = await withTask();
  started.world.fault({ match: 'show', kind: 'unknown-status', times: 1 });
  const seen = await started.platform.showTask({ taskId: task.id }, reader);
  expect(seen.task).toMatchObject({ state: 'other', rawState: 'Rehearsing', counts: task.counts });
  expect(seen.subtasks.rows[0]).toMatchObject({ outcome: 'other', rawOutcome: 'Rehearsing' });
});

test.each<[kind: 'reset-before' | 'reset-after' | 'truncated' | 'html' | 'status', acts: boolean]>([
  ['reset-before', false],
  ['reset-after', true],
  ['truncated', true],
  ['html', false],
  ['status', false],
])('[5] [7] a create with "%s" is unknown and sent once', async (kind, acts) => {
  const started = start();
  const intent = await anUpgrade(started);
  started.world.fault({ match: 'create', kind });
  expect(await started.platform.createTask(intent, mutation)).toMatchObject({
    kind: 'unknown',
    fencedAt: started.clock.now() + 16 * minute,
  });
  expect(started.calls('create')).toBe(1);
  expect(started.world.tasks.size).toBe(acts ? 1 : 0);
});

test('with a token there is no time after which a lost create is harmless', async () => {
  const started = start({ login: 'token' });
  const intent = await anUpgrade(started);
  started.world.fault({ match: 'create', kind: 'reset-after' });
  expect(await started.platform.createTask(intent, mutation)).toMatchObject({ kind: 'unknown', fencedAt: null });
});

test('listeners hear when the platform goes and when it is back', async () => {
  const { started, task } = await withTask();
  const heard: string[] = [];
  const stop = started.platform.onHealth(({ state }) => heard.push(state));
  started.world.fault({ match: 'show', kind: 'reset-before', times: 3 });
  await failure(started.platform.showTask({ taskId: task.id }, reader));
  await started.platform.showTask({ taskId: task.id }, reader);
  stop();
  expect(heard).toEqual(['unreachable', 'ok']);
});

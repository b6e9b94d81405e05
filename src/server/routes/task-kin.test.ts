import { expect, test } from 'vitest';
import type { Operation } from '#shared/domain/operation.ts';
import type { TargetSet } from '#shared/domain/target-set.ts';
import { mostTogether, type TaskKin } from '#shared/domain/task-kin.ts';
import { openTaskRoutes } from './test-tasks.ts';

const { platform, console, request, ...ask } = await openTaskRoutes();
await ask.get(`/tasks/${platform.taskId}`);
await console.work.tick('harvest');

const get = async (path: string) => (await ask.get(path)).body;
const post = async (path: string, body: unknown) => (await ask.post(path, body)).body;
const kept = async (from: unknown) => (await post('/target-sets', { from })) as TargetSet;
const kinOf = async (taskId: string) => (await get(`/tasks/${taskId}/kin`)) as TaskKin;

/** Starts a task for a kept list and waits until the platform has it. */
async function startWith(setId: string, name: string): Promise<string> {
  const body = request({ name, targets: { source: 'set', setId } });
  const { id } = (await post('/tasks', body)) as Operation;
  await console.work.tick('courier');
  const { taskId } = (await get(`/operations/${id}`)) as Operation;
  return taskId ?? '';
}

test('a task made from failed devices of another is linked with it, also when some were taken out', async () => {
  const { taskId: parent } = platform;
  expect(await kinOf(parent)).toEqual({ madeFrom: [], followedBy: [], together: null });

  const failed = await kept({ by: 'task', taskId: parent, outcomes: ['failed'] });
  const { deviceIds } = (await get(`/target-sets/${failed.id}/devices`)) as { deviceIds: string[] };
  const rest = await kept({ by: 'set', setId: failed.id, except: deviceIds.slice(5) });
  const child = await startWith(rest.id, 'again');
  expect(child).toMatch(/^[0-9a-f]{24}$/);
  expect(await kinOf(child)).toMatchObject({ madeFrom: [{ id: parent }], followedBy: [], together: null });
  const { followedBy, together } = await kinOf(parent);
  expect(followedBy).toMatchObject([{ id: child, name: 'again', createdBy: 'Operations' }]);
  expect(together).toBeNull();

  // Once both are copied whole, each device counts once.
  await console.clock.advance(10 * 60_000);
  await get(`/tasks/${child}`);
  await console.work.tick('harvest');
  const countsOf = async (id: string) =>
    (await console.services.store.tasks.find({ connection: 'simulator', id }))?.task.counts;
  const [before, after] = [await countsOf(parent), await countsOf(child)];
  expect(after?.succeeded).toBeGreaterThan(0);
  expect((await kinOf(parent)).together).toEqual({
    devices: before?.total,
    succeeded: (before?.succeeded ?? 0) + (after?.succeeded ?? 0),
  });
});

test('failures of several tasks lead back to each of them; a list of named devices leads nowhere', async () => {
  const which = { by: 'filter', filter: { taskId: platform.taskId } };
  expect(await kept({ by: 'failures', which })).toMatchObject({ taskIds: [platform.taskId] });
  const named = await kept({ by: 'devices', deviceIds: platform.deviceIds(2, 2_100) });
  const child = await startWith(named.id, 'elsewhere');
  expect(await kinOf(child)).toEqual({ madeFrom: [], followedBy: [], together: null });
});

test('devices of more tasks than can be counted at each visit are not counted together', async () => {
  const { tasks } = console.services.store;
  const { taskId: id } = platform;
  const found = (await tasks.find({ connection: 'simulator', id }))!;
  expect((await kinOf(id)).together).not.toBeNull();
  const counts = { ...found.task.counts, total: mostTogether };
  await tasks.see('simulator', [{ ...found.task, counts, requestJson: '{}' }], console.clock.now() + 1);
  expect(await kinOf(id)).toMatchObject({ followedBy: [{ name: 'again' }], together: null });
});

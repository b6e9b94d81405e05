import { QueryClient, type QueryKey, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { noCounts } from '#shared/domain/counting.ts';
import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';
import { taskOf } from '#shared/domain/test-task.ts';
import { orpc } from './client.ts';
import { createLiveCache } from './live-cache.ts';

const task = (rev: number, change: Partial<Task> = {}) => taskOf({ id: 't1', rev, ...change });
const operation = (rev: number, change: Partial<Operation> = {}): Operation => ({
  connection: 'demo',
  id: 'o1',
  kind: 'create',
  state: 'sending',
  taskId: null,
  taskName: 'x',
  by: 'li.wei',
  startedAt: 0,
  endedAt: null,
  progress: { devices: 1, accepted: 0, refused: 0, unknown: 0, chunks: 1, chunksSettled: 0 },
  errorCode: null,
  errorMessage: null,
  rev,
  ...change,
});
const copy = { rows: 10, complete: false, at: null, walking: true };

const listInput = { connection: 'demo', limit: 50 };
const listKey = orpc.tasks.list.queryKey({ input: listInput });
const one = { input: { connection: 'demo', taskId: 't1' } };
const readKey = orpc.tasks.read.queryKey(one);
const samplesKey = orpc.tasks.samples.queryKey(one);
const failuresKey = orpc.tasks.failures.queryKey(one);
const subtasksKey = orpc.tasks.subtasks.queryKey({ input: { ...one.input, limit: 50 } });

function setUp() {
  const queryClient = new QueryClient();
  let now = 1_000_000;
  const cache = createLiveCache(queryClient, () => now);
  queryClient.setQueryData(listKey, {
    tasks: [task(5, { id: 't0' }), task(5)],
    total: 2,
    from: 0,
    nextCursor: null,
    previousCursor: null,
    creating: [operation(1)],
    indexedAt: 0,
  });
  queryClient.setQueryData(readKey, {
    task: task(5),
    request: {},
    needsConfirm: false,
    copy,
    operations: [],
    fresh: false,
    gone: null,
  });
  queryClient.setQueryData(samplesKey, { samples: [{ at: 10, counts: noCounts }] });
  queryClient.setQueryData(failuresKey, { groups: [], copy });
  queryClient.setQueryData(subtasksKey, {
    subtasks: [],
    total: 0,
    from: 0,
    nextCursor: null,
    previousCursor: null,
    copy,
  });
  const stale = (key: QueryKey) => queryClient.getQueryState(key)?.isInvalidated;
  return { queryClient, cache, stale, pass: (ms: number) => (now += ms) };
}

test('a task changes in its row and on its page, and its place in the list stays', () => {
  const { queryClient, cache } = setUp();
  const newer = task(6, { counts: { ...noCounts, succeeded: 3 } });
  cache.apply({ type: 'task', task: newer, isNew: false });
  expect(queryClient.getQueryData(listKey)?.tasks.map(({ id, rev }) => `${id} ${rev}`)).toEqual(['t0 5', 't1 6']);
  expect(queryClient.getQueryData(readKey)).toMatchObject({ task: newer, fresh: true });
});

test('an older event never overwrites a newer one', () => {
  const { queryClient, cache } = setUp();
  const before = queryClient.getQueryData(listKey);
  cache.apply({ type: 'task', task: task(4, { name: 'old' }), isNew: false });
  expect(queryClient.getQueryData(listKey)).toBe(before);
  expect(queryClient.getQueryData(readKey)?.task.name).toBe('t1');
});

test('a task that is not on the page is not put there', () => {
  const { queryClient, cache } = setUp();
  cache.apply({ type: 'task', task: task(9, { id: 'new' }), isNew: true });
  expect(queryClient.getQueryData(listKey)?.tasks).toHaveLength(2);
  expect(cache.showsTask(task(1, { id: 'new' }))).toBe(false);
  expect(cache.showsTask(task(1))).toBe(true);
});

test('a task that is gone is read again on its page, and so are the lists that show it', () => {
  const { queryClient, cache, stale } = setUp();
  cache.apply({ type: 'task_gone', connection: 'demo', taskId: 'elsewhere' });
  expect([stale(listKey), stale(readKey)]).toEqual([false, false]);
  cache.apply({ type: 'task_gone', connection: 'demo', taskId: 't1' });
  expect([stale(listKey), stale(readKey)]).toEqual([true, true]);
  expect(queryClient.getQueryData(readKey)?.task.id).toBe('t1');
});

test('a task that was gone and is spoken of again is read again', () => {
  const { queryClient, cache, stale } = setUp();
  queryClient.setQueryData(readKey, (old) => old && { ...old, gone: 5 });
  cache.apply({ type: 'task', task: task(6), isNew: true });
  expect(stale(readKey)).toBe(true);
});

test('when a task ends, its page is read once more', () => {
  const { cache, stale } = setUp();
  cache.apply({ type: 'task', task: task(6, { state: 'partly_succeeded' }), isNew: false });
  expect(stale(failuresKey)).toBe(true);
  expect(stale(listKey)).toBe(false);
});

test('samples are appended in order and never twice', () => {
  const { queryClient, cache } = setUp();
  for (const at of [20, 20, 15]) {
    cache.apply({ type: 'sample', connection: 'demo', taskId: 't1', sample: { at, counts: noCounts } });
  }
  expect(queryClient.getQueryData(samplesKey)?.samples.map(({ at }) => at)).toEqual([10, 20]);
});

test('the failures of a growing copy are read again now and then, and at once when it is complete', () => {
  const { queryClient, cache, stale, pass } = setUp();
  const tell = (walking: boolean) =>
    cache.apply({ type: 'copy', connection: 'demo', taskId: 't1', copy: { ...copy, rows: 20, walking } });
  const read = () => queryClient.setQueryData(failuresKey, (old) => old && { ...old });
  tell(true);
  expect(stale(failuresKey)).toBe(true);
  read();
  tell(true);
  expect(stale(failuresKey)).toBe(false);
  pass(3_000);
  tell(true);
  expect(stale(failuresKey)).toBe(true);
  read();
  tell(false);
  expect(stale(failuresKey)).toBe(true);
  expect(queryClient.getQueryData(readKey)?.copy.rows).toBe(20);
  // The device table decides by itself, so that no row moves under the pointer.
  expect(stale(subtasksKey)).toBe(false);
});

test('a task being created shows how far it is, and its row is read again when the task is there', () => {
  const { queryClient, cache, stale } = setUp();
  cache.apply({ type: 'operation', operation: operation(2, { state: 'unknown' }) });
  expect(queryClient.getQueryData(listKey)?.creating[0]?.state).toBe('unknown');
  expect(stale(listKey)).toBe(false);
  cache.apply({ type: 'operation', operation: operation(3, { state: 'done', taskId: 't9' }) });
  expect(stale(listKey)).toBe(true);
});

test('what somebody else creates does not push the rows down', () => {
  const { queryClient, cache, stale } = setUp();
  cache.apply({ type: 'operation', operation: operation(1, { id: 'other' }) });
  expect(queryClient.getQueryData(listKey)?.creating.map(({ id }) => id)).toEqual(['o1']);
  expect(stale(listKey)).toBe(false);
});

test('a retry appears in the history of its task and moves there', () => {
  const { queryClient, cache } = setUp();
  const retry = operation(1, { id: 'r1', kind: 'retry', taskId: 't1' });
  cache.apply({ type: 'operation', operation: retry });
  cache.apply({ type: 'operation', operation: { ...retry, rev: 2, state: 'done' } });
  cache.apply({ type: 'operation', operation: { ...retry, rev: 1, state: 'planned' } });
  expect(queryClient.getQueryData(readKey)?.operations.map(({ id, state }) => `${id} ${state}`)).toEqual(['r1 done']);
});

test('what is drawn from many copies is marked as old and reads itself again in its own time', async () => {
  const { queryClient, cache } = setUp();
  let reads = 0;
  const groups = orpc.failures.groups.queryOptions({ input: { connection: 'demo', by: 'code' } });
  queryClient.setQueryData(groups.queryKey, { groups: [], asOf: 1, uncopied: 0 });
  const watching = new QueryObserver(queryClient, {
    ...groups,
    staleTime: Infinity,
    queryFn: () => {
      reads += 1;
      return { groups: [], asOf: 2, uncopied: 0 };
    },
  });
  const stop = watching.subscribe(() => undefined);
  cache.apply({ type: 'copy', connection: 'elsewhere', taskId: 't1', copy });
  expect(queryClient.getQueryState(groups.queryKey)?.isInvalidated).toBe(false);
  cache.apply({ type: 'copy', connection: 'demo', taskId: 't1', copy });
  expect(queryClient.getQueryState(groups.queryKey)?.isInvalidated).toBe(true);
  expect(reads).toBe(0);
  // The answer to a stream that stays away: then there are no events that would tell.
  await cache.refresh();
  expect(reads).toBe(1);
  stop();
});

test('what was looked at and had not changed makes what is shown younger, and nothing is read again', () => {
  const { queryClient, cache, stale } = setUp();
  const seenAt = () => queryClient.getQueryData(readKey)?.task.seenAt;
  const before = seenAt() ?? 0;
  cache.apply({ type: 'seen', connection: 'demo', indexedAt: 50, tasks: [{ id: 't1', at: before + 9 }] });
  expect([seenAt(), queryClient.getQueryData(listKey)?.indexedAt]).toEqual([before + 9, 50]);
  cache.apply({ type: 'seen', connection: 'demo', indexedAt: 40, tasks: [{ id: 't1', at: before }] });
  expect([seenAt(), queryClient.getQueryData(listKey)?.indexedAt]).toEqual([before + 9, 50]);
  expect([stale(listKey), stale(readKey)]).toEqual([false, false]);
});

test('a list from before the first reading of all stays one that has to be asked for', () => {
  const { queryClient, cache } = setUp();
  queryClient.setQueryData(listKey, (old) => old && { ...old, indexedAt: null });
  cache.apply({ type: 'seen', connection: 'demo', indexedAt: 50, tasks: [] });
  expect(queryClient.getQueryData(listKey)?.indexedAt).toBeNull();
});

test('a reset makes everything stale', () => {
  const { cache, stale } = setUp();
  cache.apply({ type: 'reset' });
  expect(stale(listKey)).toBe(true);
  expect(stale(subtasksKey)).toBe(true);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  areExactDetails,
  BatchTargets,
  CreateBatchTask,
  ListBatchTasksQuery,
  maxBatchTargets,
  maxCreateTargets,
  ShowBatchTaskQuery,
  ShowBatchTaskResponse,
  Task,
  TaskDetail,
} from './batch-tasks.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `device_${index}`);
const create = (more: object) =>
  CreateBatchTask.safeParse({ task_name: 'Upgrade_1', task_type: 'firmwareUpgrade', ...more });

test('an unknown status and unknown fields survive reading', () => {
  const task = Task.parse({ task_id: 'a1', status: 'Paused2', shard: { zone: 3 } });
  expect(task.status).toBe('Paused2');
  expect(task['shard']).toEqual({ zone: 3 });
});

test('counters are read from digits in strings, and a missing or broken counter is simply not there', () => {
  const { task_progress } = Task.parse({
    task_id: 'a1',
    task_progress: { total: '12', success: 3, fail: null, waitting: 'many', stopped: -1 },
  });
  expect(task_progress).toEqual({ total: 12, success: 3 });
});

test('a task without an ID is not a task', () => {
  expect(Task.safeParse({ task_name: 'no_id' }).success).toBe(false);
  expect(Task.safeParse({ task_id: '' }).success).toBe(false);
});

test('a subtask list that is null or absent is empty, an output that is an object becomes text', () => {
  const batchtask = { task_id: 'a1' };
  expect(ShowBatchTaskResponse.parse({ batchtask }).task_details).toEqual([]);
  expect(ShowBatchTaskResponse.parse({ batchtask, task_details: null }).task_details).toEqual([]);
  const [detail] = ShowBatchTaskResponse.parse({
    batchtask,
    task_details: [{ target: 'd', output: { device_id: 'd' } }],
  }).task_details;
  expect(detail?.output).toBe('{"device_id":"d"}');
});

test.each([
  ['a hyphen in the name', { task_name: 'Upgrade-1' }],
  ['a space in the name', { task_name: 'Upgrade 1' }],
  ['a name of 129 characters', { task_name: 'x'.repeat(129) }],
  ['30,001 targets', { targets: ids(maxCreateTargets + 1) }],
  ['an illegal character in a target', { targets: ['a/b'] }],
  ['six automatic retries', { task_policy: { retry_count: 6, retry_interval: 5 } }],
  ['an interval over a day', { task_policy: { retry_count: 1, retry_interval: 1441 } }],
  ['a schedule in another form', { task_policy: { schedule_time: '2026-12-01T00:00:00Z' } }],
])('a create with %s is refused', (_, more) => {
  expect(create(more).success).toBe(false);
});

test('a create with a Chinese name and 30,000 targets is accepted', () => {
  expect(create({ task_name: '固件升级_01', targets: ids(maxCreateTargets) }).success).toBe(true);
});

test('a retry names at most 100 devices', () => {
  expect(BatchTargets.safeParse({ targets: ids(maxBatchTargets) }).success).toBe(true);
  expect(BatchTargets.safeParse({ targets: ids(maxBatchTargets + 1) }).success).toBe(false);
});

test('a list query needs a type and gets the paging defaults', () => {
  expect(ListBatchTasksQuery.safeParse({}).success).toBe(false);
  expect(ListBatchTasksQuery.parse({ task_type: 'firmwareUpgrade' })).toEqual({
    task_type: 'firmwareUpgrade',
    limit: 10,
    marker: 'f'.repeat(24),
    offset: 0,
  });
});

test.each([{ limit: '0' }, { limit: '51' }, { limit: '1.5' }, { offset: '501' }, { marker: 'abc' }, { marker: '' }])(
  'paging out of range is refused: %o',
  (query) => {
    expect(ShowBatchTaskQuery.safeParse(query).success).toBe(false);
  },
);

test('rows that are taken as they are would have been read to the same', () => {
  const loose = fc.oneof(fc.string(), fc.constantFrom('', null, undefined, [], 7, true, {}), fc.jsonValue());
  const field = fc.oneof(fc.string({ minLength: 1 }), loose);
  const error = fc.record({ error_code: field, error_msg: field }, { requiredKeys: [] });
  const row = fc.record(
    { target: field, status: field, output: field, error: fc.oneof(error, loose), more: fc.jsonValue() },
    { requiredKeys: [] },
  );
  let exact = 0;
  fc.assert(
    fc.property(fc.oneof(row, loose), (one) => {
      if (!areExactDetails([one])) return;
      exact += 1;
      expect(TaskDetail.parse(one)).toEqual(one);
    }),
    { numRuns: 5_000 },
  );
  expect(exact).toBeGreaterThan(20);
  expect(areExactDetails([{ target: 'a', status: 'Success' }, { target: '' }])).toBe(false);
  expect(areExactDetails({ length: 0 })).toBe(false);
});

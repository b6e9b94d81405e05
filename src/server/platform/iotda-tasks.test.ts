/** What the adapter makes of answers that no simulator gives: the vendor's printed one, and five thousand damaged ones. */
import { expect, test } from 'vitest';
import { Counts, Outcome, TaskState } from '#shared/domain/task.ts';
import printed from '#wire/samples/show-batch-task-response.json' with { type: 'json' };
import { classify } from './classify.ts';
import { createHealth } from './health.ts';
import { createTasks } from './iotda-tasks.ts';
import { PlatformError } from './port.ts';
import { createTestClock } from './test-support.ts';
import type { Transport } from './transport.ts';

/** The adapter's tasks, for which every read is answered with `text`. */
function tasksAnswering(text: string) {
  const transport: Transport = {
    health: createHealth(createTestClock()),
    async read(_, schema) {
      const verdict = classify({ kind: 'answer', status: 200, headers: {}, text }, { schema, now: 0, signed: true });
      if (verdict.kind !== 'ok') throw new PlatformError('garbled');
      return verdict.value;
    },
    write: () => Promise.reject(new Error('nothing is written here')),
    remove: () => Promise.reject(new Error('nothing is removed here')),
  };
  return createTasks(transport, { packageField: 'package_ids' });
}
const show = (answer: unknown) => tasksAnswering(JSON.stringify(answer)).showTask({ taskId: 'a1' }, { lane: 'reader' });
const task = (more: object) => ({ ...printed, batchtask: { ...printed.batchtask, ...more } });

test("the vendor's printed answer", async () => {
  const { targets, targets_filter, document, task_policy } = printed.batchtask;
  expect(await show(printed)).toEqual({
    task: {
      id: '5c8ba99030344005c02316ad',
      platformName: 'testname',
      kind: 'softwareUpgrade',
      state: 'succeeded',
      rawState: 'Success',
      note: 'string',
      counts: { total: 0, waiting: 0, processing: 0, succeeded: 0, failed: 0, retryPending: 0, stopped: 0, removed: 0 },
      createdAt: Date.UTC(2015, 11, 12, 12, 12, 12),
      startsAt: Date.UTC(2015, 11, 12, 12, 12, 12),
      retry: { count: 5, intervalMinutes: 60 },
      packageIds: ['32822e5744a45ede319d2c50'],
      groupIds: ['e495cf17-ff79-4294-8f64-4d367919d665'],
      request: { targets, targets_filter, document, task_policy },
    },
    subtasks: {
      rows: [
        {
          deviceId: 'e495cf17-ff79-4294-8f64-4d367919d665',
          outcome: 'succeeded',
          rawOutcome: 'Success',
          output: 'success',
          errorCode: 'IOTDA.000002',
          errorMessage: 'The request is unauthorized.',
        },
      ],
      total: 10,
      marker: '5c90fa7d3c4e4405e8525079', // it prints one row, and a count of ten
    },
  });
});

test('missing counters are zero, a missing total is the sum', async () => {
  const { counts } = (await show(task({ task_progress: { success: 3, fail: '2' } }))).task;
  expect(counts).toMatchObject({ total: 5, succeeded: 3, failed: 2, removed: 0 });
  expect((await show(task({ task_progress: null }))).task.counts.total).toBe(0);
});

test('groups that an SDK sent as text are read as a list', async () => {
  const answer = task({ targets_filter: { group_ids: '[e495cf17-ff79, 0a-1]' } });
  expect((await show(answer)).task.groupIds).toEqual(['e495cf17-ff79', '0a-1']);
});

test.each(['createDevices', 'somethingNew', undefined])('the output of %s loses its secrets', async (task_type) => {
  const output = JSON.stringify({ device_id: 'd', secret: 'canary', fingerprint: 'canary' });
  const task_details = [
    { target: 'a', status: 'Success', output },
    { target: 'b', status: 'Success', output: 'secret: canary' },
  ];
  const seen = await show({ ...task({ task_type }), task_details });
  expect(seen.subtasks.rows.map((row) => row.output)).toEqual([
    expect.stringContaining('"device_id":"d"'),
    '[removed]',
  ]);
  expect(JSON.stringify(seen)).not.toContain('canary');
});

test('what a device reports is kept short enough to be shown, stored and asked for', async () => {
  const error = { error_code: 'c'.repeat(9_000), error_msg: 'm'.repeat(9_000) };
  const answer = { ...printed, task_details: [{ target: 'a', status: 'Fail', error }] };
  const [row] = (await show(answer)).subtasks.rows;
  expect(row?.errorCode).toHaveLength(128);
  expect(row?.errorMessage).toHaveLength(2_000);
});

test('a task in a list whose id is none is left out, and the others are read', async () => {
  const named = (task_id: string) => ({ ...printed.batchtask, task_id });
  const list = { batchtasks: [named('b2'), named('../../apps'), named('x'.repeat(65)), named('a1')] };
  const { rows } = await tasksAnswering(JSON.stringify(list)).listTasks(
    { kind: 'firmwareUpgrade', marker: null },
    { lane: 'poller' },
  );
  expect(rows.map(({ id }) => id)).toEqual(['b2', 'a1']);
});

/** Small and repeatable: the n-th number of a seed, 0 to 1. */
const chanceAt = (n: number) => ((Math.imul(n + 1, 2_654_435_761) ^ (n << 7)) >>> 0) / 2 ** 32;
const damages: unknown[] = [null, '', 'x', -1, 1e300, 0.5, true, [], {}, [null], { a: 1 }, '12', undefined];

/** A copy with one value in ten replaced by something else. */
function damaged(value: unknown, seed: { n: number }): unknown {
  seed.n += 1;
  if (chanceAt(seed.n) < 0.1) return damages[Math.floor(chanceAt(seed.n * 31 + 7) * damages.length)];
  if (Array.isArray(value)) return value.map((entry) => damaged(entry, seed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, damaged(entry, seed)]));
}

test('of 5,000 damaged answers each is either read into our words or refused as garbled', async () => {
  const seed = { n: 0 };
  let read = 0;
  for (let answer = 0; answer < 5_000; answer += 1) {
    try {
      const { task: seen, subtasks } = await show(damaged(printed, seed));
      Counts.parse(seen.counts);
      TaskState.parse(seen.state);
      for (const row of subtasks.rows) Outcome.parse(row.outcome);
      JSON.stringify(seen.request);
      read += 1;
    } catch (error) {
      if (!(error instanceof PlatformError && error.code === 'garbled')) throw error;
    }
  }
  expect(read).toBeGreaterThan(1_000);
  expect(read).toBeLessThan(5_000);
});

test('an answer nested beyond reason is garbled or cut off, not the end of the process', async () => {
  const text = JSON.stringify(task({ document: 'here' })).replace(
    '"here"',
    `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  );
  const { task: seen } = await tasksAnswering(text).showTask({ taskId: 'a1' }, { lane: 'reader' });
  expect(JSON.stringify(seen.request)).toContain('[removed]');
});

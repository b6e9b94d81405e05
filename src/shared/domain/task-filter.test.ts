import { expect, test } from 'vitest';
import { noAnnotation } from './annotation.ts';
import { noCounts } from './counting.ts';
import { stuckAfterMs } from './progress.ts';
import type { Task } from './task.ts';
import { taskOf } from './test-task.ts';
import { matches, needsAttention, TaskFilter } from './task-filter.ts';

const task = taskOf({
  id: 'f00d',
  name: '水表_ａ',
  platformName: 'meters_xyz',
  spaceId: 's1',
  counts: { ...noCounts, total: 3, succeeded: 2, failed: 1 },
  createdAt: 100,
  createdBy: 'Olga',
  packageIds: ['p1'],
  annotation: { ...noAnnotation, note: 'ask Li', owner: 'Anna', tags: ['winter'] },
  failedAt: 150,
  changedAt: 900,
});
const fits = (filter: TaskFilter, change: Partial<Task> = {}) => matches({ ...task, ...change }, filter, 'Sam', 1_000);

test('every field that is set must match, and nothing set matches everything', () => {
  expect(fits({})).toBe(true);
  expect(
    fits({ kind: ['firmwareUpgrade'], state: ['failed', 'processing'], space: ['s1'], tag: ['x', 'winter'] }),
  ).toBe(true);
  expect(fits({ kind: ['firmwareUpgrade'], state: ['failed'] })).toBe(false);
  expect(fits({ package: ['p1'], group: ['g1'] })).toBe(false);
  expect(fits({ owner: ['Anna'] }, { annotation: noAnnotation })).toBe(false);
  expect(fits({ space: ['s1'] }, { spaceId: null })).toBe(false);
});

test('text is compared without case and width, in names, id and what people wrote', () => {
  for (const q of ['水表_A', 'METERS', 'f00', 'LI', 'anna', 'Winter', ' ']) expect(fits({ q })).toBe(true);
  expect(fits({ q: 'valve' })).toBe(false);
});

test('my tasks are those of whoever asks; others were made elsewhere', () => {
  expect(fits({ creator: ['me'] })).toBe(false);
  expect(fits({ creator: ['me'] }, { createdBy: 'Sam' })).toBe(true);
  expect(fits({ creator: ['elsewhere'] }, { createdBy: null })).toBe(true);
  expect(fits({ creator: ['elsewhere', 'Olga'] })).toBe(true);
});

test('a rate is of all devices and as it is shown; a task without devices has none', () => {
  expect(fits({ successFrom: 66.7, successTo: 66.7 })).toBe(true);
  expect(fits({ successFrom: 66.8 })).toBe(false);
  expect(fits({ successFrom: 0 }, { counts: noCounts })).toBe(false);
  // 2,999 of 3,000 is not shown as everything, so it is not found as everything either.
  expect(fits({ successFrom: 100 }, { counts: { ...noCounts, total: 3_000, succeeded: 2_999 } })).toBe(false);
});

test('ranges hold both of their ends', () => {
  expect(fits({ createdFrom: 100, createdTo: 100, failedFrom: 1, failedTo: 1, failedSince: 150 })).toBe(true);
  expect(fits({ failedSince: 151 })).toBe(false);
  expect(fits({ failedSince: 0 }, { failedAt: null })).toBe(false);
  expect(fits({ createdTo: 99 })).toBe(false);
});

test('failed devices, a failed task, one that is stuck or one too many need attention', () => {
  const still = { counts: noCounts, changedAt: 1_000, twin: null };
  const twin = { taskId: 'other', isDuplicate: true };
  const late = 1_000 + stuckAfterMs + 1;
  expect(needsAttention(task, 1_000)).toBe(true);
  expect(needsAttention({ ...still, state: 'failed' }, 1_000)).toBe(true);
  expect(needsAttention({ ...still, state: 'stopped' }, late)).toBe(false);
  expect(needsAttention({ ...still, state: 'processing' }, late - 1)).toBe(false);
  expect(needsAttention({ ...still, state: 'processing' }, late)).toBe(true);
  expect(needsAttention({ ...still, state: 'waiting', twin }, 1_000)).toBe(true);
  expect(needsAttention({ ...still, state: 'stopped', twin }, 1_000)).toBe(false);
  expect(needsAttention({ ...still, state: 'waiting', twin: { ...twin, isDuplicate: false } }, 1_000)).toBe(false);
  expect(fits({ attention: 'yes' }, { counts: noCounts })).toBe(false);
});

test('several values are a list, or text with commas between them', () => {
  expect(TaskFilter.parse({ state: 'failed,stopped', tag: ['a'], failedFrom: '3', successTo: '99.5' })).toEqual({
    state: ['failed', 'stopped'],
    tag: ['a'],
    failedFrom: 3,
    successTo: 99.5,
  });
  for (const wrong of [{ state: 'lost' }, { kind: '' }, { tag: 'a,,b' }, { successFrom: 'x' }])
    expect(TaskFilter.safeParse(wrong).success).toBe(false);
});

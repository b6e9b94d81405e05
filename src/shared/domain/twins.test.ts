import { expect, test } from 'vitest';
import { noCounts } from './counting.ts';
import { taskOf } from './test-task.ts';
import { isOneTooMany, whichIsDuplicate } from './twins.ts';

const waiting = { ...noCounts, total: 5, waiting: 5 };
const begun = { ...noCounts, total: 5, waiting: 4, processing: 1 };
const stopped = { ...noCounts, total: 5, stopped: 5 };
const older = taskOf({ id: 'a', createdAt: 1 });
const younger = taskOf({ id: 'b', createdAt: 2 });

test.each([
  ['neither has begun', waiting, waiting, 'b'],
  ['only the older has begun', begun, waiting, 'b'],
  ['both have begun', begun, begun, 'b'],
  ['only the younger has begun', waiting, begun, 'a'],
  ['the older was stopped before it began', stopped, begun, 'a'],
  ['the younger was stopped before it began', waiting, stopped, 'b'],
])('%s', (_, olderCounts, youngerCounts, duplicate) => {
  const pair = [
    { ...older, counts: olderCounts },
    { ...younger, counts: youngerCounts },
  ] as const;
  expect(whichIsDuplicate(...pair).duplicate.id).toBe(duplicate);
  expect(whichIsDuplicate(pair[1], pair[0]).duplicate.id).toBe(duplicate);
  expect(whichIsDuplicate(...pair).kept.id).not.toBe(duplicate);
});

test('of the same moment the higher id counts as younger, whichever way they are asked', () => {
  const twin = { ...younger, createdAt: older.createdAt };
  expect([whichIsDuplicate(older, twin), whichIsDuplicate(twin, older)]).toEqual([
    { kept: older, duplicate: twin },
    { kept: older, duplicate: twin },
  ]);
});

test('one too many is the duplicate, and only until it is stopped or has ended', () => {
  const twin = { taskId: 'a', isDuplicate: true };
  expect(isOneTooMany(younger)).toBe(false);
  expect(isOneTooMany({ ...younger, twin })).toBe(true);
  expect(isOneTooMany({ ...younger, twin, state: 'stopping' })).toBe(false);
  expect(isOneTooMany({ ...younger, twin, state: 'stopped' })).toBe(false);
  expect(isOneTooMany({ ...younger, twin, state: 'other' })).toBe(true);
  expect(isOneTooMany({ ...younger, twin: { ...twin, isDuplicate: false } })).toBe(false);
});

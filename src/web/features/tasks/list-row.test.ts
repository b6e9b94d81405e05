import { expect, test } from 'vitest';
import type { Operation } from '#shared/domain/operation.ts';
import { taskOf } from '#shared/domain/test-task.ts';
import { idSearchedFor, listReading, listRows, rowId } from './list-row.ts';

const task = (id: string) => taskOf({ id });
const creating = (id: string, taskId: string | null): Operation => ({
  connection: 'demo',
  id,
  kind: 'create',
  state: 'sending',
  taskId,
  taskName: id,
  by: 'li.wei',
  startedAt: 0,
  endedAt: null,
  progress: { devices: 1, accepted: 0, refused: 0, unknown: 0, chunks: 1, chunksSettled: 0 },
  errorCode: null,
  errorMessage: null,
  rev: 1,
});

test('what is being created stands on top of the first page only', () => {
  const rows = (first: boolean) => listRows([task('t1')], [creating('o1', null)], first).map(rowId);
  expect(rows(true)).toEqual(['o1', 't1']);
  expect(rows(false)).toEqual(['t1']);
});

test('a task never stands there twice: its row takes the place of the one that stood for it', () => {
  const rows = listRows([task('t1')], [creating('o1', 't1'), creating('o2', 't2')], true).map(rowId);
  expect(rows).toEqual(['o2', 't1']);
});

test('an unread list is being read only while the platform answers', () => {
  expect(listReading(0, 'unreachable')).toBe('done');
  expect(listReading(null, 'starting')).toBe('first');
  expect(listReading(null, undefined)).toBe('first');
  expect(listReading(null, 'credentials_rejected')).toBe('held_up');
});

test('what may be an id can be opened, a name cannot', () => {
  expect(idSearchedFor('5c8ba99030344005c02316ad')).toBe('5c8ba99030344005c02316ad');
  for (const q of [undefined, 'water', '水表_2_5_0', 'fw 2.5', '12345']) expect(idSearchedFor(q)).toBeNull();
});

/** Workbooks, sent the three ways a platform can be called. */
import { afterEach, expect, test } from 'vitest';
import { workbook } from '#simulator/files/test-workbook.ts';
import type { Call } from './port.ts';
import { type Login, startPlatform, type TestPlatform } from './test-simulator.ts';

const reader: Call = { lane: 'reader' };
const mutation: Call = { lane: 'mutation' };
const content = workbook([['device_id'], ['somebody']]);
const running: TestPlatform[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

function start(login: Login = 'v11') {
  const started = startPlatform({ login });
  running.push(started);
  const { workbooks } = started.platform;
  if (workbooks === undefined) throw new Error('it keeps no workbooks');
  return { ...started, workbooks };
}

test.each<Login>(['token', 'sdk', 'v11'])('with %s: upload, list, delete, and delete again', async (login) => {
  const { workbooks, clock, log } = start(login);
  const written = await workbooks.upload({ name: '水表 "1".xlsx', content }, mutation);
  if (written.kind !== 'done') throw new Error(`not uploaded: ${JSON.stringify(written)}`);
  expect(written.value).toMatchObject({ name: expect.stringMatching(/^水表 /), uploadedAt: clock.now() });
  expect(await workbooks.list(reader)).toEqual([written.value]);
  expect(await workbooks.delete(written.value.id, mutation)).toMatchObject({ kind: 'done', value: null });
  expect(await workbooks.list(reader)).toEqual([]);
  expect(await workbooks.delete(written.value.id, mutation)).toMatchObject({ kind: 'done', value: null });
  expect(log.filter((entry) => entry.status === 401)).toEqual([]);
});

test('a name that is taken, and what is no workbook, are refused', async () => {
  const { workbooks } = start();
  await workbooks.upload({ name: 'a.xlsx', content }, mutation);
  expect(await workbooks.upload({ name: 'a.xlsx', content }, mutation)).toMatchObject({
    kind: 'refused',
    code: 'IOTDA.014602',
  });
  const text = new TextEncoder().encode('device_id');
  expect(await workbooks.upload({ name: 'b.xlsx', content: text }, mutation)).toMatchObject({ kind: 'refused' });
  await expect(workbooks.upload({ name: 'a.csv', content }, mutation)).rejects.toThrow(RangeError);
  await expect(workbooks.delete('a/b', mutation)).rejects.toThrow(RangeError);
});

test('an upload whose answer is lost is unknown, and sent once', async () => {
  const { workbooks, world, calls } = start();
  world.fault({ match: 'upload', kind: 'reset-after', times: 1 });
  expect(await workbooks.upload({ name: 'a.xlsx', content }, mutation)).toMatchObject({ kind: 'unknown' });
  expect(calls('upload')).toBe(1);
  expect((await workbooks.list(reader)).map(({ name }) => name)).toEqual(['a.xlsx']);
});

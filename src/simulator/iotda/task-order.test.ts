/** Platform contract A.1, C, D: what CreateBatchTask accepts and refuses. */
import { formatBasicTime } from '#wire/iotda/time.ts';
import { expect, test } from 'vitest';
import { read, startSimulator, testStartMs } from '#simulator/test-client.ts';

const dayMs = 24 * 3_600_000;
const fresh = startSimulator;
const shared = fresh();

/** The status and error code of a create whose body differs in these fields. */
async function create(more: Record<string, unknown>, platform = shared): Promise<[number, string | undefined]> {
  const body = { ...platform.upgradeBody(platform.meters(0, 3)), ...more };
  const answer = await platform.call('POST', '/batchtasks', { body });
  if (platform === shared) platform.world.advance('200 h'); // only ten may run at once
  return [answer.status, answer.body.error_code];
}
const created = [201, undefined];
const refused = [400, 'IOTDA.000006'];

test.each(['a', '固件升级_01', '㐂', 'A'.repeat(128), '1_2'])('A.1: the name %s is taken', async (task_name) => {
  expect(await create({ task_name })).toEqual(created);
});

test.each(['', 'fw-2', 'fw 2', 'fw.2', '固件(一)', 'é', 'A'.repeat(129), 7, null])(
  'A.1: the name %s is refused',
  async (task_name) => {
    expect(await create({ task_name })).toEqual(refused);
  },
);

test.each([
  [{ task_type: 'upgrade' }],
  [{ task_type: null }],
  [{ task_mode: 'SUBDEVICE' }],
  [{ need_confirm: 'yes' }],
  [{ task_ext_info: 'text' }],
  [{ task_ext_info: { note: 'x'.repeat(512) } }],
  [{ targets: ['a b'] }],
  [{ targets: ['x'.repeat(129)] }],
  [{ targets: [7] }],
  [{ targets: 'all' }],
  [{ targets: [] }],
  [{ targets: null, targets_filter: { group_ids: [] } }],
  [{ targets: null, targets_filter: { group_ids: ['not hex'] } }],
  [{ targets: null, targets_filter: { tags: ['a'] } }],
  [{ document: null }],
  [{ document: {} }],
  [{ document: { package_ids: ['32822e5744a45ede319d2c50'] } }],
  [{ document: 'text' }],
  [{ app_id: 'a/b' }],
])('A.1: %o is refused', async (more) => {
  expect(await create(more)).toEqual(refused);
});

test.each([
  [{ task_policy: { retry_count: 5, retry_interval: 1440 } }],
  [{ task_policy: { retry_count: 0, retry_interval: 0 } }],
  [{ task_policy: {} }],
  [{ task_policy: null }],
  [{ task_mode: 'GATEWAY', task_ext_info: { note: 'x' } }],
])('A.1: %o is taken', async (more) => {
  expect(await create(more)).toEqual(created);
});

test.each([
  [{ retry_count: 2 }],
  [{ retry_interval: 5 }],
  [{ retry_count: 6, retry_interval: 5 }],
  [{ retry_count: -1, retry_interval: 5 }],
  [{ retry_count: 1.5, retry_interval: 5 }],
  [{ retry_count: '2', retry_interval: 5 }],
  [{ retry_count: 2, retry_interval: 1441 }],
])('A.1: the policy %o is refused', async (task_policy) => {
  expect(await create({ task_policy })).toEqual(refused);
});

test('D: a start lies ahead, by seven days at most', async () => {
  const at = (afterMs: number) => create({ task_policy: { schedule_time: formatBasicTime(testStartMs + afterMs) } });
  expect(await at(1000)).toEqual(created);
  expect(await at(7 * dayMs)).toEqual(created);
  expect(await at(7 * dayMs + 1000)).toEqual(refused);
  expect(await at(0)).toEqual(refused);
  expect(await at(-dayMs)).toEqual(refused);
  for (const schedule_time of ['2026-11-22T08:00:00Z', '20261331T080000Z', 5]) {
    expect(await create({ task_policy: { schedule_time } })).toEqual([400, 'IOTDA.000009']);
  }
});

test('J: 30,000 targets are taken and 30,001 are not', async () => {
  const platform = fresh();
  const targets = platform.meters(0, 30_001);
  expect(await create({ targets }, platform)).toEqual(refused);
  expect(await create({ targets: targets.slice(1) }, platform)).toEqual(created);
});

test('C: a package is named in either form, and must be of the kind and the space', async () => {
  const platform = fresh();
  const agent = platform.packageId(1, '5.1.0');
  const heat = platform.packageId(2, '1.3.0');
  expect(await create({ document: { package_id: platform.packageId(0, '2.5.0') } })).toEqual(created);
  expect(await create({ document: { package_ids: [agent] } })).toEqual(refused);
  expect(await create({ document: { package_ids: [heat] } })).toEqual(refused);
  expect(await create({ task_type: 'softwareUpgrade', document: { package_ids: [agent] } })).toEqual(created);
});

test('A.1: without a space the default one is meant; a space that does not exist is a 403', async () => {
  const platform = fresh();
  expect(await create({ app_id: undefined }, platform)).toEqual(created);
  const { body } = await platform.call('GET', '/batchtasks', {
    query: { task_type: 'firmwareUpgrade', app_id: platform.spaces[0]?.appId },
  });
  expect(body.page.count).toBe(1);
  expect(await create({ app_id: '0'.repeat(32) })).toEqual([403, 'IOTDA.001000']);
});

test('A.1: a file that was never uploaded is not found; targets go before it', async () => {
  expect(await create({ task_type: 'createDevices', targets: undefined, document_source: 'f1' })).toEqual([
    404,
    'IOTDA.014600',
  ]);
  expect(await create({ document_source: 'f1' })).toEqual(created);
  expect(await create({ task_type: 'createDevices' })).toEqual(refused);
});

test('J: an eleventh running task of a space is refused; a scheduled one does not count', async () => {
  const platform = fresh();
  const schedule_time = formatBasicTime(testStartMs + dayMs);
  expect(await create({ task_policy: { schedule_time } }, platform)).toEqual(created);
  platform.world.advance('1 min');
  for (let task = 0; task < 10; task += 1) expect(await create({}, platform)).toEqual(created);
  expect(await create({}, platform)).toEqual([403, 'IOTDA.014292']);
  const other = { app_id: platform.spaces[1]?.appId, document: { package_ids: [platform.packageId(2, '1.3.0')] } };
  expect(await create(other, platform)).toEqual(created);
  platform.world.advance('60 h');
  expect(await create({}, platform)).toEqual(created);
});

test('I: a body that is no JSON object is a bad format', async () => {
  const { call, signed, simulator } = fresh();
  expect((await call('POST', '/batchtasks', { body: [] })).body.error_code).toBe('IOTDA.000008');
  expect((await call('POST', '/batchtasks')).body.error_code).toBe('IOTDA.000008');
  const typed = signed('POST', '/batchtasks', { body: {}, contentType: 'text/plain' });
  expect((await read(await simulator.fetch(typed))).body.error_code).toBe('IOTDA.000008');
});

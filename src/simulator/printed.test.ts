/** The simulator's answers beside those that the vendor prints: the same fields, of the same types. Wire schemas take no part in it. */
import { expect, test } from 'vitest';
import created from '#wire/samples/create-batch-task-response.json' with { type: 'json' };
import tables from '#wire/samples/northbound-query-one-task-fields.json' with { type: 'json' };
import queried from '#wire/samples/northbound-query-task-response.json' with { type: 'json' };
import retried from '#wire/samples/retry-batch-task-response.json' with { type: 'json' };
import shown from '#wire/samples/show-batch-task-response.json' with { type: 'json' };
import { command, startApplication } from './northbound/test-application.ts';
import { startSimulator, type TestSimulator } from './test-client.ts';

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** Every field below a value with its type; rows of a list share their fields. */
function fieldsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((row: unknown) => fieldsOf(row, `${at}[]`));
  if (typeof value !== 'object' || value === null) return at.endsWith('[]') ? [`${at} ${typeOf(value)}`] : [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${at}.${name} ${typeOf(inner)}`,
    ...fieldsOf(inner, `${at}.${name}`),
  ]);
}
const together = (...values: unknown[]) => new Set(values.flatMap((value) => fieldsOf(value)));
/** Fields that only one of the two has. */
const only = (some: Set<string>, others: Set<string>) => [...some].filter((field) => !others.has(field)).toSorted();

const policy = { schedule_time: '20261121T090000Z', retry_count: 5, retry_interval: 60 };
const upgrade = (platform: TestSimulator, more: object) => ({
  ...platform.upgradeBody([]),
  document: { package_id: platform.packageId(0, '2.5.0') },
  ...more,
});
const make = async (platform: TestSimulator, more: object) =>
  (await platform.call('POST', '/batchtasks', { body: upgrade(platform, more) })).body;

test('A.1: a created task has the printed fields; `removed` is newer than the sample, a description comes with a failure', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const byDevice = await make(platform, { targets: platform.meters(0, 2), task_policy: policy });
  const byGroup = await make(platform, {
    targets: undefined,
    targets_filter: { group_ids: [platform.groups[0]?.groupId] },
  });
  const ours = together(byDevice, byGroup);
  expect(only(ours, together(created))).toEqual(['.task_progress.removed number']);
  expect(only(together(created), ours)).toEqual(['.status_desc string']);
});

test('A.3: a shown task and its subtasks have the printed fields', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const waits = await make(platform, { targets: platform.meters(0, 2), task_policy: policy });
  const fails = await make(platform, { targets: undefined, targets_filter: { group_ids: ['00'] } });
  const runs = await make(platform, { targets: [...platform.meters(2, 10), 'nobody'] });
  platform.world.advance('30 min');
  const answers = await Promise.all([waits, fails, runs].map(({ task_id }) => platform.show(task_id)));
  const ours = together(...answers);
  expect(only(ours, together(shown))).toEqual(['.batchtask.task_progress.removed number']);
  expect(only(together(shown), ours)).toEqual([]);
});

test('A.4, B.4: the answer to a retry has the printed fields, and the printed code for a stranger', async () => {
  const platform = startSimulator({ scenario: 'half-failed' });
  const [task] = platform.world.tasks.values();
  const failed = await platform.show(task?.taskId ?? '', { task_detail_status: 'Fail', limit: 1 });
  const targets = ['stranger', failed.task_details[0].target];
  const { body } = await platform.call('POST', `/batchtasks/${task?.taskId}/retry`, { body: { targets } });
  expect(together(body)).toEqual(together(retried));
  expect(body.targets[0]).toEqual({ ...retried.targets[0], target: 'stranger' });
});

test('K.3, K.7: the answer for one task has the printed fields, and those of the tables of the Python SDK', async () => {
  const { ask, login, meters, world } = startApplication({ scenario: 'quiet-fleet' });
  await login();
  const tags = [{ tagName: 'season', tagValue: 'spring' }];
  const { taskID } = (await ask('POST', '/tasks', command(world, { tags }, { deviceList: meters(0, 2) }))).body;
  const { body } = await ask('GET', `/tasks/${taskID}?select=tag`);
  const typed = (value: object) => Object.fromEntries(Object.entries(value).map(([name, of]) => [name, typeOf(of)]));
  expect(typed(body)).toEqual(tables.QueryOneTaskOutDTO);
  expect(typed(body.param.command)).toEqual(tables.CommandDTO);
  expect(typed(body.tags[0])).toEqual(tables.TagDTO2);
  // What `param` holds goes by the type of the task; the printed sample is of another one.
  const { param: _, ...printed } = queried;
  expect(body).toMatchObject(Object.fromEntries(Object.keys(printed).map((name) => [name, expect.anything()])));
});

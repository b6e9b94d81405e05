import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LiveEvent } from '#shared/api/events.ts';
import type { Task } from '#shared/domain/task.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';

const base = '/api/v1/connections/simulator';

let platform: SimulatedPlatform;
let console: TestConsole;
let operations: string;
let support: string;

beforeAll(async () => {
  platform = simulated('half-failed');
  console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  operations = await console.as('operations');
  support = await console.as('support');
  await console.work.tick('index');
});
afterAll(() => console[Symbol.asyncDispose]());

type List = { tasks: Task[]; total: number; from: number; nextCursor: string | null };
const get = async (path: string, cookie = operations) =>
  (await console.ask('GET', `${base}${path}`, { cookie })).body as List;
const idsOf = async (query: string, cookie?: string) => (await get(`/tasks${query}`, cookie)).tasks.map(({ id }) => id);
const note = (body: object, cookie = support) =>
  console.ask('PATCH', `${base}/tasks/${platform.taskId}/note`, { cookie, body });

test('a filter is written with commas or as a list, and means the same', async () => {
  const all = await idsOf('');
  expect(all.length).toBeGreaterThan(0);
  const [task] = (await get('/tasks')).tasks;
  const { kind, state } = task!;
  expect(await idsOf(`?state=${state},stopping&kind=${kind}`)).toContain(task!.id);
  expect(await idsOf(`?state[0]=${state}&state[1]=stopping&kind[]=${kind}`)).toContain(task!.id);
  expect(await idsOf('?creator=elsewhere')).toEqual(all);
  expect(await idsOf('?creator=me')).toEqual([]);
  expect(await idsOf('?attention=yes&failedFrom=1&successTo=99.9')).toContain(platform.taskId);
  expect((await get('/tasks?sort=failed&direction=down&limit=1')).tasks[0]?.counts.failed).toBeGreaterThan(0);
});

test.each(['state=lost', 'successFrom=101', 'failedFrom=-1', 'sort=luck', 'attention=no', 'createdFrom=x', 'kind='])(
  '%s is no filter',
  async (query) => {
    expect(await get(`/tasks?${query}`)).toMatchObject({ code: 'bad_request' });
  },
);

test('the tasks of whoever asks are theirs', async () => {
  const { tasks } = console.services.store;
  const ref = { connection: 'simulator', id: platform.taskId };
  await tasks.setOrigin(ref, { label: 'Wave', createdBy: 'Support', spaceId: platform.spaceId });
  expect(await idsOf('?creator=me', support)).toEqual([platform.taskId]);
  expect(await idsOf('?creator=me', operations)).toEqual([]);
  expect(await get('/task-values?field=creator')).toMatchObject({
    values: expect.arrayContaining([{ value: 'Support', tasks: 1 }]),
  });
});

test('what somebody writes about a task is published, found, and not overwritten unseen', async () => {
  const heard: LiveEvent[] = [];
  const stop = console.services.events.listen((_, event) => heard.push(event));
  const change = { note: 'Valve jams', owner: ' Anna ', tags: ['winter'], ticket: 'https://tickets.example/7' };
  const { body, status } = await note({ rev: 0, ...change });
  stop();
  expect(status).toBe(200);
  expect(body).toMatchObject({ annotation: { ...change, owner: 'Anna', rev: 1 } });
  expect(heard).toEqual([{ type: 'task', task: body, isNew: false }]);
  for (const query of ['?q=valve', '?tag=winter,summer', '?owner=Anna', '?q=tickets.example'])
    expect(await idsOf(query)).toEqual([platform.taskId]);
  expect((await note({ rev: 0, note: 'mine' })).body).toMatchObject({ code: 'changed_meanwhile', status: 409 });
  const [line] = await console.services.store.operations.audit(1);
  expect(line).toMatchObject({ action: 'task.note', object: platform.taskId, personName: 'Support' });
});

test.each([
  { ticket: 'javascript:alert(1)' },
  { tags: ['a,b'] },
  { owner: '' },
  { note: 'x'.repeat(2_001) },
  { other: 1 },
])('%j cannot be written', async (change) => {
  expect((await note({ rev: 1, ...change })).body).toMatchObject({ code: 'bad_request' });
});

test('a task that was never seen has no note', async () => {
  const unknown = { cookie: support, body: { rev: 0, note: 'x' } };
  expect((await console.ask('PATCH', `${base}/tasks/unknown/note`, unknown)).body).toMatchObject({ code: 'not_found' });
});

test('a shared view is used by everyone and changed by its owner alone', async () => {
  const layout = { columns: ['name', 'failed'], density: 'compact' };
  const content = { list: 'tasks', name: 'My waves', search: 'state=failed', layout, shared: true };
  const ask = (method: string, path: string, cookie: string, body?: unknown) =>
    console.ask(method, `/api/v1/views${path}`, { cookie, body });
  const added = await ask('POST', '', operations, content);
  expect(added.body).toMatchObject({ name: 'My waves', mine: true, by: 'Operations' });
  const { id } = added.body as { id: string };

  const seen = (await ask('GET', '?list=tasks', support)).body;
  expect(seen).toMatchObject({ views: [{ id, search: 'state=failed', layout, mine: false }], settings: null });
  expect((await ask('PATCH', `/${id}`, support, { name: 'Theirs' })).body).toMatchObject({ code: 'not_found' });
  expect((await ask('DELETE', `/${id}`, support)).body).toMatchObject({ code: 'not_found' });
  expect((await ask('POST', '', operations, content)).body).toMatchObject({ code: 'name_taken' });

  expect((await ask('PATCH', `/${id}`, operations, { shared: false })).body).toMatchObject({ shared: false });
  expect((await ask('GET', '?list=tasks', support)).body).toMatchObject({ views: [] });
  expect((await ask('DELETE', `/${id}`, operations)).status).toBe(200);

  await ask('POST', '/last/tasks', support, { layout, search: 'q=water' });
  expect((await ask('GET', '?list=tasks', support)).body).toMatchObject({ settings: { layout, search: 'q=water' } });
  expect((await ask('GET', '?list=tasks', operations)).body).toMatchObject({ settings: null });
});

test('what is added to several tasks is added to each once, and what is in the way is told of each', async () => {
  const { tasks } = console.services.store;
  const [seen] = await tasks.see('simulator', [{ ...(await sighting()), id: 'full' }], console.clock.now());
  const person = { id: 'p', name: 'Anna', role: 'support' } as const;
  const tags = Array.from({ length: 20 }, (_, nth) => `t${nth}`);
  await tasks.annotate(seen!.task, { change: { tags }, rev: 0, person, at: 1 });
  const heard: LiveEvent[] = [];
  const stop = console.services.events.listen((_, event) => heard.push(event));
  const taskIds = [platform.taskId, platform.taskId, 'full', 'unknown'];
  const add = () =>
    console.ask('POST', `${base}/task-notes`, {
      cookie: support,
      body: { taskIds, addTags: ['east'], owner: 'Li', line: 'Seen by the shift' },
    });
  const expected = [
    { taskId: 'full', reason: 'too_many_tags' },
    { taskId: 'unknown', reason: 'not_found' },
  ];
  expect((await add()).body).toEqual({ refused: expected });
  expect((await add()).body).toEqual({ refused: expected });
  stop();
  expect(heard).toHaveLength(1);
  const { annotation } = (await tasks.find({ connection: 'simulator', id: platform.taskId }))!.task;
  expect(annotation).toMatchObject({ owner: 'Li', tags: expect.arrayContaining(['east']), ticket: expect.any(String) });
  expect(annotation.note.split('\n').filter((line) => line === 'Seen by the shift')).toHaveLength(1);
});

test('an addition is made to what somebody else has written meanwhile', async () => {
  const { tasks } = console.services.store;
  const ref = { connection: 'simulator', id: platform.taskId };
  const find = tasks.find.bind(tasks);
  const person = { id: 'p', name: 'Anna', role: 'support' } as const;
  let others = 0;
  const interrupted = (most: number) => {
    others = 0;
    tasks.find = async (asked) => {
      const found = await find(asked);
      const rev = found!.task.annotation.rev;
      others += 1;
      if (others <= most) await tasks.annotate(ref, { change: { owner: `other ${others}` }, rev, person, at: 1 });
      return found;
    };
  };
  const body = { taskIds: [ref.id], addTags: ['late'] };
  const add = async () => (await console.ask('POST', `${base}/task-notes`, { cookie: support, body })).body;
  interrupted(9);
  expect(await add()).toEqual({ refused: [{ taskId: ref.id, reason: 'changed_meanwhile' }] });
  interrupted(1);
  expect(await add()).toEqual({ refused: [] });
  tasks.find = find;
  const { annotation } = (await find(ref))!.task;
  expect(annotation).toMatchObject({ owner: 'other 1', tags: expect.arrayContaining(['late']) });
});

test.each([
  { taskIds: [] },
  { taskIds: ['a'], addTags: ['x,y'] },
  { taskIds: ['a'], owner: null },
  { taskIds: ['a'], rev: 1 },
])('%j adds nothing', async (body) => {
  const answer = await console.ask('POST', `${base}/task-notes`, { cookie: support, body });
  expect(answer.body).toMatchObject({ code: 'bad_request' });
});

/** What was seen of the one task. */
async function sighting() {
  const found = await console.services.store.tasks.find({ connection: 'simulator', id: platform.taskId });
  const { connection: _c, name: _n, createdBy: _b, annotation: _a, ...rest } = found!.task;
  const { twin: _t, failedAt: _f, changedAt: _h, rev: _r, seenAt: _s, ...seen } = rest;
  return { ...seen, requestJson: '{}' };
}

/** Platform contract E: marker and offset paging, against a model that sorts and slices. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subtaskRecordId, subtaskStatuses, targetOf, type TaskOrder } from '#simulator/world/task.ts';
import { startSimulator } from '#simulator/test-client.ts';
import { listBatchTasks, showBatchTask } from './batch-tasks.ts';
import { listDevices } from './devices.ts';

const freezing: TaskOrder = {
  space: 0,
  name: 'freeze',
  type: 'freezeDevices',
  mode: null,
  needConfirm: null,
  extInfo: null,
  document: null,
  scheduledMs: null,
  retry: null,
  targets: { deviceIds: ['nobody'] },
};

type Shown = { task_details: { target: string; status: string }[]; page: { count: number; marker?: string } };
const top = 'f'.repeat(24);
const platform = startSimulator();
const taskOf = async (size: number) => {
  const taskId = await platform.createUpgrade({}, platform.meters(0, size));
  const task = [...platform.world.tasks.values()].find((one) => one.taskId === taskId);
  if (task === undefined) throw new Error('the task was not kept');
  return task;
};

function show(taskId: string, query: Record<string, string | number>): Shown {
  const { world } = platform;
  world.settle();
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const { body } = showBatchTask({
    world,
    params: { task_id: taskId },
    query: search,
    body: undefined,
    upload: null,
    note: () => {},
  });
  return body as Shown; // asserted on right after
}

test('E: a page equals the brute-force model, for any limit, marker, offset and filter', async () => {
  const task = await taskOf(137);
  platform.world.advance('70 s');
  const model = Array.from({ length: task.rows.size }, (_, index) => ({
    id: subtaskRecordId(task.rows, index),
    target: targetOf(platform.world.fleet, task.rows, index),
    status: subtaskStatuses[task.rows.status[index] ?? 0],
  })).toSorted((left, right) => (left.id < right.id ? 1 : -1));
  const ids = model.map((row) => row.id);
  expect(new Set(model.map((row) => row.status)).size).toBeGreaterThan(1);

  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 24, maxLength: 24 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 160 }),
      fc.oneof(fc.constantFrom(top, ...ids), hex),
      fc.option(fc.constantFrom(...subtaskStatuses)),
      (limit, offset, marker, status) => {
        const matching = model.filter((row) => status === null || row.status === status);
        const rows = matching.filter((row) => row.id < marker).slice(offset, offset + limit);
        const filter = status === null ? {} : { task_detail_status: status };
        const shown = show(task.taskId, { limit, offset, marker, ...filter });
        expect(shown.task_details.map((row) => row.target)).toEqual(rows.map((row) => row.target));
        expect(shown.page).toEqual({ count: matching.length, ...(rows.length > 0 && { marker: rows.at(-1)?.id }) });
      },
    ),
    { numRuns: 300 },
  );
});

test('E: a walk by marker meets every subtask once, whatever its rows do meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 230 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 8 }),
      async (size, limit, pauses) => {
        const task = await taskOf(size);
        platform.world.advance(1500 + size);
        const seen: string[] = [];
        let marker = top;
        for (let page = 0; ; page += 1) {
          const shown = show(task.taskId, { limit, marker });
          seen.push(...shown.task_details.map((row) => row.target));
          expect(shown.page.count).toBe(size);
          if (shown.page.marker === undefined) break;
          marker = shown.page.marker;
          platform.world.advance(pauses[page % pauses.length] ?? 0);
        }
        expect(seen).toHaveLength(size);
        expect(new Set(seen).size).toBe(size);
        platform.world.advance('200 h');
      },
    ),
    { numRuns: 12 },
  );
});

test('E: the walk of 30,000 subtasks returns each exactly once while all of them move', async () => {
  const task = await taskOf(30_000);
  platform.world.advance('10 s');
  const seen = new Set<string>();
  const statuses = new Set<string>();
  let [marker, rows, pages]: [string | undefined, number, number] = [top, 0, 0];
  while (marker !== undefined) {
    const shown: Shown = show(task.taskId, { limit: 50, marker });
    for (const { target, status } of shown.task_details) {
      seen.add(target);
      statuses.add(status);
    }
    rows += shown.task_details.length;
    pages += 1;
    marker = shown.page.marker;
    platform.world.advance('2 s');
  }
  expect([pages, rows, seen.size]).toEqual([601, 30_000, 30_000]);
  expect(statuses.size).toBeGreaterThan(2);
  platform.world.advance('200 h');
});

test('E: a page of a list that grows and shrinks equals the model, at any moment', () => {
  const { world } = startSimulator({ scenario: 'quiet-fleet' });
  const model = new Set<string>();
  const step = fc.oneof(
    fc.record({ do: fc.constant('add' as const) }),
    fc.record({ do: fc.constant('drop' as const), nth: fc.nat(40) }),
    fc.record({
      do: fc.constant('look' as const),
      limit: fc.integer({ min: 1, max: 50 }),
      offset: fc.integer({ min: 0, max: 30 }),
      nth: fc.option(fc.nat(40)),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const looks: [seen: unknown, expected: unknown][] = [];
      for (const one of steps) {
        const ids = [...model].toSorted().toReversed();
        if (one.do === 'add') {
          const { task } = world.act({ kind: 'create', order: freezing });
          model.add(task.taskId);
        } else if (one.do === 'drop') {
          const dropped = ids[one.nth];
          const task = [...world.tasks.values()].find((other) => other.taskId === dropped);
          if (task === undefined || dropped === undefined) continue;
          world.act({ kind: 'delete', task: task.no });
          model.delete(dropped);
        } else {
          const marker = one.nth === null ? top : (ids[one.nth] ?? top);
          const query = new URLSearchParams({
            task_type: 'freezeDevices',
            limit: String(one.limit),
            offset: String(one.offset),
            marker,
          });
          const { body } = listBatchTasks({ world, params: {}, query, body: undefined, upload: null, note: () => {} });
          const { batchtasks, page } = body as { batchtasks: { task_id: string }[]; page: object };
          const expected = ids.filter((id) => id < marker).slice(one.offset, one.offset + one.limit);
          looks.push([
            [batchtasks.map((task) => task.task_id), page],
            [expected, { count: ids.length, ...(expected.length > 0 && { marker: expected.at(-1) }) }],
          ]);
        }
      }
      expect(looks.map(([seen]) => seen)).toEqual(looks.map(([, expected]) => expected));
    }),
    { numRuns: 40 },
  );
});

test('E: the example of the vendor: eleven pages by offset, the twelfth from the marker of the eleventh', async () => {
  const task = await taskOf(1200);
  platform.world.advance('1 min');
  const eleventh = show(task.taskId, { limit: 50, offset: 500 });
  const twelfth = show(task.taskId, { limit: 50, marker: eleventh.page.marker ?? '' });
  const fromTop = Array.from({ length: 1200 }, (_, index) => targetOf(platform.world.fleet, task.rows, 1199 - index));
  expect(eleventh.task_details.map((row) => row.target)).toEqual(fromTop.slice(500, 550));
  expect(twelfth.task_details.map((row) => row.target)).toEqual(fromTop.slice(550, 600));
});

test('A.3: `target` finds one device, and only in the status asked for', async () => {
  const [device = ''] = platform.meters(3, 1);
  const task = await taskOf(10);
  platform.world.advance('5 s');
  const status = show(task.taskId, { target: device }).task_details[0]?.status ?? '';
  expect(show(task.taskId, { target: device })).toMatchObject({
    task_details: [{ target: device }],
    page: { count: 1 },
  });
  expect(show(task.taskId, { target: device, task_detail_status: status }).page.count).toBe(1);
  expect(show(task.taskId, { target: device, task_detail_status: 'Removed' })).toMatchObject({
    task_details: [],
    page: { count: 0 },
  });
  expect(show(task.taskId, { target: 'elsewhere' }).page).toEqual({ count: 0 });
});

test.each([
  [{ limit: 0 }, 'IOTDA.000017'],
  [{ limit: 51 }, 'IOTDA.000017'],
  [{ limit: '5.0' }, 'IOTDA.000017'],
  [{ limit: '' }, 'IOTDA.000017'],
  [{ marker: 'f'.repeat(23) }, 'IOTDA.000018'],
  [{ marker: '' }, 'IOTDA.000018'],
  [{ marker: `${'f'.repeat(23)}g` }, 'IOTDA.000018'],
  [{ offset: -1 }, 'IOTDA.000006'],
  [{ offset: 501 }, 'IOTDA.000006'],
])('E: %o is refused with %s', async (query, code) => {
  const task = await taskOf(1);
  expect(() => show(task.taskId, query)).toThrow(expect.objectContaining({ status: 400, code }));
  platform.world.advance('200 h');
});

test('E: devices: a walk by marker meets every device of a product once, newest first', () => {
  const { world } = platform;
  const productId = world.fleet.catalogue.products[4]?.productId ?? '';
  const names: string[] = [];
  let marker = top;
  for (;;) {
    const query = new URLSearchParams({ product_id: productId, limit: '50', marker });
    const { body } = listDevices({ world, params: {}, query, body: undefined, upload: null, note: () => {} });
    const { devices, page } = body as { devices: { node_id: string }[]; page: { count: number; marker?: string } };
    expect(page.count).toBe(2000);
    names.push(...devices.map((device) => device.node_id));
    if (page.marker === undefined) break;
    marker = page.marker;
  }
  expect(names).toEqual(Array.from({ length: 2000 }, (_, index) => `SL1-${1_002_000 - index}`));
});

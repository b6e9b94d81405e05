/**
 * What any v5 platform has to do for the console to be true, as functions that run against whatever stands behind the port: the
 * simulated platform in every test run, a real one when somebody names it. Where a platform has nothing to look at (no group, no
 * task of a kind), the check of it holds trivially.
 */
import { expect } from 'vitest';
import { workbook } from '#simulator/files/test-workbook.ts';
import type { Space } from '#shared/domain/catalogue.ts';
import { isFinal, type Outcome } from '#shared/domain/task.ts';
import type { Call, Page, Platform, SeenTask } from './port.ts';
import type { Inventory } from './port-inventory.ts';
import type { Workbooks } from './port-files.ts';
import type { Control } from './port.ts';

/** A platform under test; `letTimePass` makes some seconds go by on it. */
export type Subject = { platform: Platform; letTimePass(): Promise<unknown>; stop(): Promise<void> };
type Check = (subject: Subject) => Promise<void>;

const reader: Call = { lane: 'reader' };
const mutation: Call = { lane: 'mutation' };
/** No platform has seen these. */
const missing = { task: 'abcdefabcdefabcdefabcdef', group: 'ffffffff-ffff-4fff-bfff-fffffffffffe' } as const;
const outcomes: Outcome[] = ['waiting', 'processing', 'succeeded', 'failed', 'retry_pending', 'stopped', 'removed'];

const ofV5 = ({ platform }: Subject): { inventory: Inventory; workbooks: Workbooks; control: Control } => {
  const { inventory, workbooks, control } = platform;
  if (inventory === undefined || workbooks === undefined || control === undefined)
    throw new Error('it is no v5 platform');
  return { inventory, workbooks, control };
};
const defaultSpace = async ({ platform }: Subject): Promise<Space> => {
  const spaces = await platform.listSpaces(reader);
  const space = spaces.find((one) => one.isDefault) ?? spaces[0];
  if (space === undefined) throw new Error('the credentials see no resource space');
  return space;
};
/** Up to three pages: enough to see that paging works, few enough for any account. */
async function firstPages<T>(
  page: (marker: string | null) => Promise<Page<T>>,
): Promise<{ rows: T[]; isWhole: boolean }> {
  const rows: T[] = [];
  let marker: string | null = null;
  for (let n = 0; n < 3; n += 1) {
    const next: Page<T> = await page(marker);
    expect(next.total).toBeGreaterThanOrEqual(next.rows.length);
    rows.push(...next.rows);
    if (next.marker === null) return { rows, isWhole: true };
    marker = next.marker;
  }
  return { rows, isWhole: false };
}
const onlyOnce = (ids: readonly string[]) => expect(new Set(ids).size).toBe(ids.length);

/** Looks only. */
export const reading: [what: string, check: Check][] = [
  [
    'G.1 the user sees projects of the region, each once (with a token; keys are not for IAM)',
    async ({ platform }) => {
      const projects = (await platform.listProjects?.(reader)) ?? [];
      onlyOnce(projects.map((project) => project.id));
      for (const { id } of projects) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    },
  ],
  [
    'A.13 resource spaces: ten at most, one of them the default',
    async ({ platform }) => {
      const spaces = await platform.listSpaces(reader);
      expect(spaces.length).toBeGreaterThan(0);
      expect(spaces.length).toBeLessThanOrEqual(10);
      expect(spaces.filter((space) => space.isDefault).length).toBeLessThanOrEqual(1);
      onlyOnce(spaces.map((space) => space.id));
      expect(platform.health().state).toBe('ok');
    },
  ],
  [
    'A.11 products, and the service model of the first',
    async (subject) => {
      const { id: spaceId } = await defaultSpace(subject);
      const products = await subject.platform.listProducts(spaceId, reader);
      onlyOnce(products.map((product) => product.id));
      for (const { id: productId, protocol } of products.slice(0, 1)) {
        const model = await ofV5(subject).inventory.showProduct({ productId, spaceId }, reader);
        expect(model).toMatchObject({ id: productId, protocol });
        onlyOnce(model.services.map((service) => service.id));
      }
    },
  ],
  [
    'A.12 packages of every type, the first of them in detail, and modules',
    async (subject) => {
      const { id: spaceId } = await defaultSpace(subject);
      for (const kind of ['firmware', 'software', 'module'] as const) {
        const packages = await subject.platform.listPackages({ spaceId, kind }, reader);
        expect(packages.every((one) => one.kind === kind && one.version !== '')).toBe(true);
        for (const one of packages.slice(0, 1)) {
          const detail = await ofV5(subject).inventory.showPackage(one.id, reader);
          expect(detail).toMatchObject({ id: one.id, version: one.version, productId: one.productId });
        }
      }
      onlyOnce((await ofV5(subject).inventory.listModules({ spaceId }, reader)).map((module) => module.id));
    },
  ],
  [
    'A.9 devices: pages without repetition, each found again by its ID, filters that hold, no secret',
    async (subject) => {
      const { inventory } = ofV5(subject);
      const { id: spaceId } = await defaultSpace(subject);
      const { rows } = await firstPages((marker) =>
        inventory.findDevices({ filter: { spaceId }, marker, limit: 7 }, reader),
      );
      onlyOnce(rows.map((device) => device.id));
      for (const device of rows.slice(0, 1)) {
        const detail = await inventory.showDevice(device.id, reader);
        expect(detail).toMatchObject({ id: device.id, productId: device.productId, nodeId: device.nodeId });
        expect(JSON.stringify(detail)).not.toMatch(/"(secret|fingerprint|auth_info)"/);
        const filter = { spaceId, productId: device.productId };
        const same = await inventory.findDevices({ filter, marker: null, limit: 20 }, reader);
        expect(new Set(same.rows.map((one) => one.productId))).toEqual(new Set([device.productId]));
        await inventory.groupsOf(device.id, reader);
      }
      await expect(inventory.showDevice('no_such_device_4711', reader)).rejects.toMatchObject({ code: 'not_found' });
    },
  ],
  [
    'A.9 search: counts what it lists, newest first',
    async (subject) => {
      const { inventory } = ofV5(subject);
      const { id: spaceId } = await defaultSpace(subject);
      const search = { spaceId, status: 'online' as const };
      const count = await inventory.countDevices(search, reader);
      const page = await inventory.searchDevices({ search, marker: null, limit: 5 }, reader);
      expect(page.rows.length).toBeLessThanOrEqual(Math.min(count, 5));
      expect(new Set(page.rows.map((device) => device.status)).size).toBeLessThanOrEqual(1);
    },
  ],
  [
    'A.10 groups, and the members of the first',
    async (subject) => {
      const { id: spaceId } = await defaultSpace(subject);
      const groups = await subject.platform.listGroups(spaceId, reader);
      onlyOnce(groups.map((group) => group.id));
      for (const { id: groupId, devices } of groups.slice(0, 1)) {
        const members = await ofV5(subject).inventory.groupMembers({ groupId, marker: null, limit: 50 }, reader);
        expect(members.total).toBe(devices);
        onlyOnce(members.rows.map((member) => member.id));
      }
    },
  ],
  [
    'A.2 tasks of every kind, newest first, each only once and of the kind that was asked for',
    async ({ platform }) => {
      for (const kind of platform.capabilities.listedKinds) {
        const { rows } = await firstPages((marker) => platform.listTasks({ kind, marker, limit: 5 }, reader));
        onlyOnce(rows.map((task) => task.id));
        expect(rows.every((task) => task.kind === kind && task.state !== 'other')).toBe(true);
        expect(rows.map((task) => task.createdAt)).toEqual(
          rows.map((task) => task.createdAt).toSorted((a, b) => b - a),
        );
      }
    },
  ],
  [
    'A.3 a task: its counts add up, its subtasks are walked once each, filters and the list say the same',
    async ({ platform }) => {
      for (const listed of await newestOfEachKind(platform)) {
        const taskId = listed.id;
        const { task } = await platform.showTask({ taskId, limit: 1 }, reader);
        expect(task).toMatchObject({ id: taskId, kind: listed.kind, createdAt: listed.createdAt });
        const { total, ...byOutcome } = task.counts;
        expect(Object.values(byOutcome).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(total);
        const page = (marker: string | null, more: { outcome?: Outcome } = {}) =>
          platform.showTask({ taskId, marker, limit: 50, ...more }, reader).then(({ subtasks }) => subtasks);
        const walked = (await firstPages((marker) => page(marker))).rows.map((row) => row.deviceId);
        onlyOnce(walked);
        // What is skipped and what is walked past is the same: a walk may ask for pages ahead of their markers.
        const skipped = { taskId, offset: 50, limit: 50 };
        const { subtasks: ahead } = await platform.showTask(skipped, reader);
        expect(ahead.rows.map((row) => row.deviceId)).toEqual(walked.slice(50, 100));
        for (const outcome of outcomes) {
          const { rows } = await page(null, { outcome });
          expect(rows.every((row) => row.outcome === outcome)).toBe(true);
        }
      }
    },
  ],
  [
    'A.3, I: a task, a marker and a space that do not exist are told apart',
    async ({ platform }) => {
      await expect(platform.showTask({ taskId: missing.task }, reader)).rejects.toMatchObject({ code: 'not_found' });
      const elsewhere = { kind: 'firmwareUpgrade', spaceId: 'no_such_space', marker: null };
      await expect(platform.listTasks(elsewhere, reader)).rejects.toMatchObject({
        code: expect.stringMatching(/^(not_found|no_permission)$/),
      });
      expect(platform.health().state).toBe('ok');
    },
  ],
  [
    'A.8 stored workbooks: ten at most',
    async (subject) => {
      expect((await ofV5(subject).workbooks.list(reader)).length).toBeLessThanOrEqual(10);
    },
  ],
];

/** Changes what nobody misses: a workbook that is deleted again, and a task for a group that does not exist. */
export const writing: [what: string, check: Check][] = [
  [
    'A.8 a workbook is uploaded, listed, refused a second time, and deleted twice',
    async (subject) => {
      const { workbooks } = ofV5(subject);
      const name = `conformance_${Date.now()}.xlsx`;
      const content = workbook([['device_id'], ['no_such_device_4711']]);
      const written = await workbooks.upload({ name, content }, mutation);
      const id = written.kind === 'done' ? written.value.id : '';
      expect(written).toMatchObject({ kind: 'done', value: { name } });
      expect((await workbooks.list(reader)).map((file) => file.id)).toContain(id);
      expect(await workbooks.upload({ name, content }, mutation)).toMatchObject({
        kind: 'refused',
        code: 'IOTDA.014602',
      });
      expect(await workbooks.delete(id, mutation)).toMatchObject({ kind: 'done' });
      expect((await workbooks.list(reader)).map((file) => file.id)).not.toContain(id);
      expect(await workbooks.delete(id, mutation)).toMatchObject({ kind: 'done' });
    },
  ],
  [
    'A.1, A.5, A.7 a task for a group that does not exist is created, fails with a reason and without subtasks, and is deleted twice',
    async (subject) => {
      const { platform, letTimePass } = subject;
      const { control } = ofV5(subject);
      const { id: spaceId } = await defaultSpace(subject);
      const platformName = `conformance_${Date.now()}`;
      const targets = { source: 'groups' as const, groupIds: [missing.group] };
      const common = { platformName, spaceId, startsAt: null, retry: null, targets };
      const written = await platform.createTask({ ...common, kind: 'unfreezeDevices' }, mutation);
      expect(written).toMatchObject({ kind: 'done', value: { platformName, kind: 'unfreezeDevices' } });
      const taskId = written.kind === 'done' ? written.value.id : '';
      const task = await ended(platform, taskId, letTimePass);
      expect(task).toMatchObject({ state: 'failed', platformName, note: expect.stringMatching(/\S/) });
      expect((await platform.showTask({ taskId }, reader)).subtasks.rows).toEqual([]);
      expect(await control.stopTask(taskId, { lane: 'stop' })).toMatchObject({ kind: 'refused' });
      const listed = await platform.listTasks({ kind: 'unfreezeDevices', spaceId, marker: null, limit: 50 }, reader);
      expect(listed.rows.map((one) => one.id)).toContain(taskId);
      expect(await control.deleteTask(taskId, mutation)).toMatchObject({ kind: 'done' });
      await expect(platform.showTask({ taskId }, reader)).rejects.toMatchObject({ code: 'not_found' });
      expect(await control.deleteTask(taskId, mutation)).toMatchObject({ kind: 'done' });
    },
  ],
  [
    'I: what breaks a rule is refused with a code, and nothing is created',
    async (subject) => {
      const { platform } = subject;
      const { id: spaceId } = await defaultSpace(subject);
      const targets = { source: 'devices' as const, deviceIds: ['no_such_device_4711'] };
      const wrong = { platformName: 'no-hyphens', spaceId, startsAt: null, retry: null, targets };
      expect(await platform.createTask({ ...wrong, kind: 'unfreezeDevices' }, mutation)).toMatchObject({
        kind: 'refused',
        code: expect.stringMatching(/^IOTDA\./),
      });
      expect(platform.health().state).toBe('ok');
    },
  ],
];

async function newestOfEachKind(platform: Platform): Promise<SeenTask[]> {
  const tasks: SeenTask[] = [];
  for (const kind of platform.capabilities.listedKinds) {
    tasks.push(...(await platform.listTasks({ kind, marker: null, limit: 1 }, reader)).rows);
  }
  return tasks;
}

async function ended(platform: Platform, taskId: string, letTimePass: () => Promise<unknown>): Promise<SeenTask> {
  for (let look = 0; look < 40; look += 1) {
    const { task } = await platform.showTask({ taskId, limit: 1 }, reader);
    if (isFinal(task.state)) return task;
    await letTimePass();
  }
  throw new Error('the task does not end');
}

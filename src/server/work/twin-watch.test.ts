import { expect, test } from 'vitest';
import type { UpgradeIntent } from '#server/platform/port-intents.ts';
import { quiet, smallUpgrade } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';

const minuteMs = 60_000;

/** Lets time pass in steps, with what a console does in each. */
async function live(site: TestSite, ms: number) {
  for (let passed = 0; passed < ms; passed += 1_000) {
    await site.work.tick('courier');
    await site.work.tick('reconcile');
    site.clock.advance(1_000);
  }
}

/** An upgrade that begins in the evening, so that nothing but its twin is to be said of it until then. */
const upgradeOf = (site: TestSite): UpgradeIntent => ({
  ...smallUpgrade(site),
  startsAt: site.clock.now() + 6 * 3_600_000,
});

/** The platform gets to a request long after its sender gave it up. */
const acceptLate = (site: TestSite, { kind, platformName, targets, packageId, startsAt }: UpgradeIntent) =>
  site.world.act({
    kind: 'create',
    order: {
      space: 0,
      name: platformName,
      type: kind,
      mode: null,
      needConfirm: false,
      extInfo: null,
      document: { package_ids: [packageId] },
      scheduledMs: startsAt,
      retry: null,
      targets: { deviceIds: targets.source === 'devices' ? [...targets.deviceIds] : [] },
    },
  }).task.taskId;

const twinOf = async ({ store }: TestSite, id: string) => (await store.tasks.find({ connection, id }))?.task.twin;
const attention = async ({ store, clock }: TestSite) => {
  const { rows } = await store.tasks.list({ connection, attention: 'yes', now: clock.now(), limit: 10 });
  return rows.map(({ id }) => id);
};

/** A create that was lost on its way, looked for until a person was told that it was not found. */
async function givenUp(site: TestSite, intent = upgradeOf(site)) {
  site.world.fault({ match: 'create', kind: 'reset-before', times: 1 });
  const begun = await site.beginCreate(intent);
  await live(site, 18 * minuteMs);
  expect((await site.operation(begun.id)).state).toBe('needs_person');
  return begun;
}

test('[6] a task that comes after its create was given up is adopted, and known by its name and its maker', async () => {
  const site = await openSite(quiet);
  const begun = await givenUp(site);
  const late = acceptLate(site, upgradeOf(site));
  await site.work.tick('index');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', taskId: late, errorCode: 'arrived_late' });
  const stored = await site.store.tasks.find({ connection, id: late });
  expect(stored?.task).toMatchObject({ name: 'Meters', createdBy: 'Li Na', twin: null });
  expect(await attention(site)).toEqual([]);
  expect(site.events).toContainEqual({ type: 'operation', operation: await site.operation(begun.id) });
});

test('[6] a task that comes although a person has asked once more is the duplicate, and everybody is told', async () => {
  const site = await openSite(quiet);
  const lost = await givenUp(site);
  const again = await site.beginCreate({ ...upgradeOf(site), platformName: 'Meters_again2222222' });
  await live(site, 2_000);
  const { taskId: second } = await site.operation(again.id);
  const late = acceptLate(site, upgradeOf(site));
  site.clock.advance(minuteMs);
  await site.work.tick('index');

  expect(await twinOf(site, late)).toEqual({ taskId: second, isDuplicate: true });
  expect(await twinOf(site, second ?? '')).toEqual({ taskId: late, isDuplicate: false });
  expect(await attention(site)).toEqual([late]);
  for (const { id } of [lost, again]) {
    expect(await site.operation(id)).toMatchObject({ state: 'done', errorCode: 'made_twice', errorMessage: late });
  }
  const told = site.events.filter((event) => event.type === 'task' && event.task.twin !== null);
  expect(new Set(told.map((event) => event.type === 'task' && event.task.id))).toEqual(new Set([late, second]));
  expect(site.logged.join()).toContain('the platform made two tasks of one request');
  // Said once: the next runs find nothing new.
  const before = site.events.length;
  site.clock.advance(20_000);
  await site.work.tick('index');
  expect(site.events.slice(before).filter((event) => event.type === 'operation')).toEqual([]);

  const stop = await site.beginControl('stop', late);
  await live(site, 2_000);
  await site.work.look({ connection, id: late });
  expect((await site.operation(stop.id)).state).toBe('done');
  expect(await attention(site)).toEqual([]);
});

test('[6] who asks once more while the first is still being looked for is told when both have come', async () => {
  const site = await openSite(quiet);
  site.world.fault({ match: 'create', kind: 'reset-before', times: 1 });
  const slow = await site.beginCreate(upgradeOf(site));
  await live(site, minuteMs);
  expect((await site.operation(slow.id)).state).toBe('unknown');
  const again = await site.beginCreate({ ...upgradeOf(site), platformName: 'Meters_again2222222' });
  await live(site, 2_000);
  const { taskId: second } = await site.operation(again.id);
  const late = acceptLate(site, upgradeOf(site));
  await live(site, 2 * minuteMs);
  expect(await site.operation(slow.id)).toMatchObject({ state: 'done', taskId: late });
  await site.work.tick('index');

  expect(await twinOf(site, late)).toEqual({ taskId: second, isDuplicate: true });
  expect(await attention(site)).toEqual([late]);
  for (const { id } of [slow, again]) {
    expect(await site.operation(id)).toMatchObject({ errorCode: 'made_twice', errorMessage: late });
  }
});

test('of the two tasks one process sees the one, and its successor the other', async () => {
  const site = await openSite(quiet);
  await givenUp(site);
  // Asked for once more in the very moment in which the first is noticed.
  const late = acceptLate(site, upgradeOf(site));
  const again = await site.beginCreate({ ...upgradeOf(site), platformName: 'Meters_again2222222' });
  await site.work.tick('index');
  const next = site.successor();
  await live(next, 12_000);
  await next.work.tick('index');
  const { taskId } = await next.operation(again.id);
  expect(await twinOf(next, late)).toEqual({ taskId, isDuplicate: false });
});

test('who asks for the same after the first has come means another task', async () => {
  const site = await openSite(quiet);
  const lost = await givenUp(site);
  const late = acceptLate(site, upgradeOf(site));
  await site.work.tick('index');
  site.clock.advance(minuteMs);
  const again = await site.beginCreate({ ...upgradeOf(site), platformName: 'Meters_again2222222' });
  await live(site, 12_000);
  await site.work.tick('index');
  expect(await site.operation(again.id)).toMatchObject({ state: 'done', errorCode: null });
  expect(await site.operation(lost.id)).toMatchObject({ state: 'done', errorCode: 'arrived_late' });
  expect(await twinOf(site, late)).toBeNull();
});

test.each([
  ['other devices', { deviceIds: 5 }],
  ['another package', { packageId: true }],
])('who asks for something else meanwhile (%s) has no duplicate', async (_, change) => {
  const site = await openSite(quiet);
  const lost = await givenUp(site);
  const intent = upgradeOf(site);
  const devices = intent.targets.source === 'devices' ? intent.targets.deviceIds : [];
  const other = site.world.fleet.catalogue.packages.find(({ packageId }) => packageId !== intent.packageId);
  await site.beginCreate({
    ...intent,
    platformName: 'Meters_other2222222',
    ...('deviceIds' in change ? { targets: { source: 'devices', deviceIds: devices.slice(0, 5) } } : {}),
    ...('packageId' in change ? { packageId: other?.packageId ?? '' } : {}),
  });
  await live(site, 2_000);
  acceptLate(site, intent);
  site.clock.advance(minuteMs);
  await site.work.tick('index');
  expect(await site.operation(lost.id)).toMatchObject({ state: 'done', errorCode: 'arrived_late' });
  expect(await attention(site)).toEqual([]);
});

test('[6] a request that the platform took twice at once: one is adopted, the younger is the duplicate', async () => {
  const site = await openSite(quiet);
  const intent = upgradeOf(site);
  site.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
  const begun = await site.beginCreate(intent);
  await site.work.tick('courier');
  site.clock.advance(1_500);
  const twin = acceptLate(site, intent);
  await live(site, 5_000);
  const [first] = site.world.tasks.values();
  expect(await site.operation(begun.id)).toMatchObject({
    state: 'done',
    taskId: first?.taskId,
    errorCode: 'made_twice',
    errorMessage: twin,
  });
  expect(await twinOf(site, twin)).toEqual({ taskId: first?.taskId, isDuplicate: true });
  const stored = await site.store.tasks.find({ connection, id: twin });
  expect(stored?.task).toMatchObject({ name: 'Meters', createdBy: 'Li Na' });
});

test('[6] a second task of the same name that comes long after the first is found by the index', async () => {
  const site = await openSite(quiet);
  const intent = upgradeOf(site);
  const begun = await site.beginCreate(intent);
  await live(site, 60_000);
  await site.work.tick('index');
  const twin = acceptLate(site, intent);
  site.clock.advance(minuteMs);
  await site.work.tick('index');
  expect(await site.operation(begun.id)).toMatchObject({ errorCode: 'made_twice', errorMessage: twin });
  expect(await attention(site)).toEqual([twin]);
});

test.each([
  ['other devices', { devices: 5 }],
  ['another package', { package: true }],
  ['another kind', { kind: 'softwareUpgrade' }],
  ['a day later', { afterMs: 24 * 3_600_000 + minuteMs }],
] as const)('a task that was made elsewhere under the name of one of ours (%s) is not its twin', async (_, change) => {
  const site = await openSite(quiet);
  const intent = upgradeOf(site);
  const begun = await site.beginCreate(intent);
  await live(site, 2_000);
  const devices = intent.targets.source === 'devices' ? intent.targets.deviceIds : [];
  const other = site.world.fleet.catalogue.packages.find(({ packageId }) => packageId !== intent.packageId);
  site.clock.advance('afterMs' in change ? change.afterMs : minuteMs);
  const foreign = acceptLate(site, {
    ...intent,
    ...('devices' in change ? { targets: { source: 'devices', deviceIds: devices.slice(0, change.devices) } } : {}),
    ...('package' in change ? { packageId: other?.packageId ?? '' } : {}),
    ...('kind' in change ? { kind: change.kind } : {}),
  });
  await site.work.tick('index');
  expect(await twinOf(site, foreign)).toBeNull();
  const stored = await site.store.tasks.find({ connection, id: foreign });
  expect(stored?.task).toMatchObject({ name: intent.platformName, createdBy: null });
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done', errorCode: null });
});

test('a task of another kind under the name of a create that was given up is not taken for its own', async () => {
  const site = await openSite(quiet);
  const lost = await givenUp(site);
  acceptLate(site, { ...upgradeOf(site), kind: 'softwareUpgrade' });
  await site.work.tick('index');
  expect((await site.operation(lost.id)).state).toBe('needs_person');
});

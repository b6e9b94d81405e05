import { expect, test } from 'vitest';
import type { CreateIntent } from '#server/platform/port.ts';
import { workbookOf } from '#server/workbooks/test-workbooks.ts';
import { devicesFrom, quiet } from './test-scenarios.ts';
import { connection, openSite, type TestSite } from './test-site.ts';

const day = 86_400_000;

async function withWorkbook(site: TestSite, keptMs = 7 * day): Promise<CreateIntent> {
  const content = workbookOf([['device_id'], ...devicesFrom(site, 0, 2).map((id) => [id])]);
  const id = 'workbook-1';
  const createdAt = site.clock.now();
  const kept = { id, kind: 'freezeDevices' as const, fileName: 'a.xlsx', rows: 2, bytes: content.length, digest: '' };
  await site.store.workbooks.add(connection, 'p1', { ...kept, createdAt, expiresAt: createdAt + keptMs, content }, 20);
  const [space] = site.world.fleet.catalogue.spaces;
  return {
    kind: 'freezeDevices',
    platformName: `freeze_${'设'.repeat(100)}_abcdefghijkl`,
    spaceId: space?.appId ?? '',
    startsAt: null,
    retry: null,
    targets: { source: 'file', fileId: id },
  };
}

const files = (site: TestSite) => site.world.inventory.files;
const made = (site: TestSite) => [...site.world.tasks.values()];
/** What happened to the platform, without reading. */
function writes(site: TestSite): string[] {
  const seen: string[] = [];
  site.onRequest(({ method, url }) => {
    if (method !== 'GET') seen.push(`${method} ${new URL(url).pathname.split('/')[4] ?? ''}`);
  });
  return seen;
}

test('the workbook is uploaded right before the task is made of it', async () => {
  const site = await openSite(quiet);
  const seen = writes(site);
  const begun = await site.beginCreate(await withWorkbook(site));
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done' });
  expect(seen).toEqual(['POST batchtask-files', 'POST batchtasks']);
  expect(made(site)).toHaveLength(1);
});

test('a refused create takes the workbook away again', async () => {
  const site = await openSite(quiet);
  const intent = await withWorkbook(site);
  const begun = await site.beginCreate({ ...intent, spaceId: 'no_such_space' });
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'refused' });
  expect(files(site)).toHaveLength(0);
});

test('an upload whose answer was lost is found by its name and used', async () => {
  const site = await openSite(quiet);
  const seen = writes(site);
  site.world.fault({ match: 'upload', kind: 'reset-after', times: 1 });
  const begun = await site.beginCreate(await withWorkbook(site));
  await site.work.tick('courier');
  expect((await site.operation(begun.id)).state).toBe('planned');
  site.clock.advance(5_000);
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'done' });
  expect(seen).toEqual(['POST batchtask-files', 'POST batchtasks']);
});

test('an eleventh workbook waits, says why, and goes when one has expired', async () => {
  const site = await openSite(quiet);
  const platform = site.services.connections.get(connection)?.platform;
  for (let nth = 0; nth < 10; nth += 1)
    await platform?.workbooks?.upload(
      { name: `${nth}.xlsx`, content: workbookOf([['device_id'], ['a']]) },
      { lane: 'mutation' },
    );
  const begun = await site.beginCreate(await withWorkbook(site));
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'planned', errorCode: 'files_full' });
  for (let minutes = 0; minutes < 61; minutes += 1) {
    site.clock.advance(60_000);
    await site.work.tick('courier');
  }
  expect(await site.operation(begun.id)).toMatchObject({ errorCode: null, state: 'done' });
});

test('a process that is killed between upload and create leaves no second task', async () => {
  const site = await openSite(quiet);
  const begun = await site.beginCreate(await withWorkbook(site));
  let reached: () => void = () => undefined;
  const atCreate = new Promise<void>((resolve) => (reached = resolve));
  site.onRequest(({ method, url }) => {
    if (method !== 'POST' || !url.endsWith('/batchtasks')) return;
    reached();
    return new Promise<void>(() => undefined);
  });
  void site.work.tick('courier');
  await atCreate;
  expect(files(site)).toHaveLength(1);

  const next = site.successor();
  await next.work.tick('reconcile');
  for (let minutes = 0; minutes < 30; minutes += 1) {
    site.clock.advance(60_000);
    await next.work.tick('courier');
    await next.work.tick('reconcile');
  }
  expect(made(site)).toHaveLength(0);
  expect((await next.operation(begun.id)).state).not.toBe('done');
});

test('a workbook that is no longer kept ends the operation, and nothing is sent', async () => {
  const site = await openSite(quiet);
  const seen = writes(site);
  const begun = await site.beginCreate(await withWorkbook(site, 60_000));
  site.clock.advance(60_000);
  await site.work.tick('courier');
  expect(await site.operation(begun.id)).toMatchObject({ state: 'refused', errorCode: 'workbook_gone' });
  expect(seen).toEqual([]);
});

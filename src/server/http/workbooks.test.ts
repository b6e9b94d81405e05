import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { workbookType } from '#shared/api/workbooks.ts';
import { workbookKinds } from '#shared/domain/workbook.ts';
import type { StoreOptions } from '#server/store/open-store.ts';
import { templateFile } from '#server/workbooks/template-file.ts';
import { hostile, workbookOf } from '#server/workbooks/test-workbooks.ts';
import { findDevice, secretOf } from '#simulator/world/fleet.ts';
import { simulated } from './test-platform.ts';
import { startTestConsole } from './test-support.ts';

async function opened(store?: StoreOptions) {
  const platform = simulated('quiet-fleet');
  const connections = [platform.connected];
  const console = await startTestConsole({ connections, clock: platform.clock, ...(store && { store }) });
  onTestFinished(() => console[Symbol.asyncDispose]());
  const cookie = await console.as('operations');
  const upload = async (kind: string, content: Uint8Array, { name = 'a.xlsx', type = workbookType } = {}) => {
    const path = `/api/v1/connections/simulator/workbooks?kind=${kind}&name=${encodeURIComponent(name)}`;
    const response = await console.fetch(
      new Request(`http://127.0.0.1:8080${path}`, {
        method: 'POST',
        headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': type, Cookie: cookie },
        body: new Uint8Array(content),
      }),
    );
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const task = (over: object) => ({
    kind: 'deleteDevices',
    name: 'cleanup',
    spaceId: platform.spaceId,
    document: { type: 'none' },
    options: { gatewayMode: false, needsConfirm: false, extra: null },
    startsAt: null,
    retry: { count: null, intervalMinutes: null },
    confirmedCount: 2,
    ...over,
  });
  return { platform, console, cookie, upload, task };
}

const two = workbookOf([['device_id'], ['a'], ['b']]);

test.each(workbookKinds)('the template of %s comes back as a workbook of one row', async (kind) => {
  const { console, cookie, upload } = await opened();
  const template = await console.ask('GET', `/api/v1/workbook-templates/${kind}?lang=zh-CN`, { cookie });
  expect(template.headers.get('Content-Disposition')).toMatch(/attachment; filename="Batch\w+_Template\.xlsx"/);
  const { status, body } = await upload(kind, templateFile(kind, 'zh-CN'), { name: 'C:\\桌面\\模板.xlsx' });
  expect([status, body]).toMatchObject([201, { rows: 1, workbook: { kind, fileName: '模板.xlsx', rows: 1 } }]);
  const read = await console.ask('GET', `/api/v1/connections/simulator/workbooks/${body.workbook.id}`, { cookie });
  expect(read.body).toEqual(body.workbook);
});

test('a workbook with a bad row is told row by row, and not kept', async () => {
  const { upload } = await opened();
  const { status, body } = await upload('deleteDevices', workbookOf([['device_id'], ['a'], ['b c']]));
  expect([status, body]).toEqual([
    200,
    {
      workbook: null,
      rows: 2,
      problems: [{ row: 3, column: 'device_id', code: 'cell_illegal_character', text: 'b c' }],
      problemCount: 1,
      columns: ['device_id'],
      preview: [['a'], ['b c']],
    },
  ]);
});

test('a hostile file is answered with its reason, and one that is too large before it is read', async () => {
  const { upload } = await opened();
  for (const [name, bytes, code] of hostile.slice(-5)) {
    const { status, body } = await upload('deleteDevices', bytes());
    const told = status === 413 ? body.code : body.data.problems[0].code;
    expect([name, status, told]).toEqual([name, status === 413 ? 413 : 422, status === 413 ? 'too_large' : code]);
  }
});

test('only a workbook of a kind that takes one is looked at', async () => {
  const { upload } = await opened();
  expect((await upload('firmwareUpgrade', two)).status).toBe(400);
  expect((await upload('deleteDevices', two, { type: 'text/plain' })).status).toBe(415);
  expect((await upload('deleteDevices', two, { type: 'application/json' })).status).toBe(415);
});

test('what is previewed is what the task is made of, and it needs one’s own workbook of the same kind', async () => {
  const { console, cookie, upload, task, platform } = await opened();
  const { body } = await upload('deleteDevices', two);
  const ask = (over: object, path = '/preview') =>
    console.ask('POST', `/api/v1/connections/simulator/tasks${path}`, {
      cookie,
      headers: { 'Idempotency-Key': 'key-of-one-task' },
      body: task(over),
    });
  const targets = { source: 'file', workbookId: body.workbook.id };
  const preview = await ask({ targets });
  expect(preview.body).toMatchObject({ devices: 2, request: { document_source: body.workbook.id } });
  const codeOf = async (over: object, path?: string) =>
    ((await ask(over, path)).body as { data: { problems: { code: string }[] } }).data.problems.map(({ code }) => code);
  expect(await codeOf({ targets: { source: 'file', workbookId: '' } })).toEqual(['workbook_missing']);
  expect(await codeOf({ targets: { source: 'file', workbookId: 'unknown' } })).toEqual(['workbook_gone']);
  expect(await codeOf({ targets, kind: 'freezeDevices' })).toEqual(['workbook_of_another_kind']);
  expect(await codeOf({ targets, confirmedCount: 1 }, '')).toEqual(['count_not_confirmed']);
  expect((await ask({ targets }, '')).status).toBe(202);
  await console.work.tick('courier');
  const made = platform.simulator.log.entries.filter(({ kind }) => kind === 'create');
  expect(made).toHaveLength(1);
});

/** What is said of a workbook's devices before the start. */
const lookBefore =
  ({ console, cookie, upload, task }: Awaited<ReturnType<typeof opened>>) =>
  async (kind: string, rows: string[][]) => {
    const { body } = await upload(kind, workbookOf(rows));
    const { body: found } = await console.ask('POST', '/api/v1/connections/simulator/tasks/preflight', {
      cookie,
      headers: { 'Idempotency-Key': 'key-of-one-look' },
      body: task({ kind, targets: { source: 'file', workbookId: body.workbook.id } }),
    });
    return found as { checked: number; findings: { kind: string; deviceIds: string[] }[] };
  };

test('before the start, the devices of a workbook are looked at as those of a list are', async () => {
  const site = await opened();
  const before = lookBefore(site);
  const [first = '', second = ''] = site.platform.deviceIds(2, 1_000);
  const { fleet } = site.platform.world;
  fleet.frozen[findDevice(fleet, second) ?? 0] = 1;
  const byId = [['device_id'], [first], [second], ['no-such-device']];
  const missing = { kind: 'missing', deviceIds: ['no-such-device'] };
  expect(await before('deleteDevices', byId)).toMatchObject({ devices: 3, checked: 3, findings: [missing] });
  expect((await before('updateDevices', byId)).findings).toEqual([missing]);
  expect((await before('freezeDevices', byId)).findings).toEqual([missing, { kind: 'unchanged', deviceIds: [second] }]);
  expect((await before('unfreezeDevices', byId)).findings).toEqual([
    missing,
    { kind: 'unchanged', deviceIds: [first] },
  ]);
});

test('before the start, new devices of a workbook that are there already are named', async () => {
  const site = await opened();
  const { platform } = site;
  const [first = ''] = platform.deviceIds(1, 1_000);
  const product = platform.world.fleet.catalogue.products[0]?.productId ?? '';
  const nodeId = first.slice(product.length + 1);
  expect(first).toBe(`${product}_${nodeId}`);
  const fresh = [
    ['product_id', 'node_id'],
    [product, nodeId],
    [product, 'SN-new'],
  ];
  expect(await lookBefore(site)('createDevices', fresh)).toMatchObject({
    checked: 2,
    findings: [{ kind: 'exists', deviceIds: [first] }],
  });
});

test('before the start, devices of a workbook that a running task has are named', async () => {
  const site = await opened();
  const { console, cookie, task, platform } = site;
  const [device = ''] = platform.deviceIds(1, 1_002);
  const begun = await console.ask('POST', '/api/v1/connections/simulator/tasks', {
    cookie,
    headers: { 'Idempotency-Key': 'key-of-a-running-one' },
    body: task({
      kind: 'firmwareUpgrade',
      name: 'running',
      targets: { source: 'devices', deviceIds: [device] },
      document: { type: 'package', packageId: platform.packageId },
      confirmedCount: null,
    }),
  });
  expect(begun.status).toBe(202);
  await console.work.tick('courier');
  const { tasks } = (await console.ask('GET', '/api/v1/connections/simulator/tasks?q=running', { cookie })).body as {
    tasks: { id: string }[];
  };
  const running = { connection: 'simulator', id: tasks[0]?.id ?? '' };
  await console.clock.advance(5_000);
  const looked = await console.work.look(running);
  await console.work.copyOutcomes(looked.task, ['waiting', 'processing']);
  const busy = (await lookBefore(site)('deleteDevices', [['device_id'], [device]])).findings;
  expect(busy).toContainEqual({ kind: 'targeted', deviceIds: [device] });
});

test('the secrets of new devices reach neither the store nor any answer, file or log', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'console-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { console, cookie, upload, task, platform } = await opened({
    engine: 'sqlite',
    file: join(folder, 'console.db'),
  });
  const product = platform.world.fleet.catalogue.products[0];
  const content = workbookOf([
    ['product_id', 'node_id'],
    [product?.productId ?? '', 'SN1'],
  ]);
  const { body } = await upload('createDevices', content);
  const begun = await console.ask('POST', '/api/v1/connections/simulator/tasks', {
    cookie,
    headers: { 'Idempotency-Key': 'key-of-new-devices' },
    body: task({ kind: 'createDevices', targets: { source: 'file', workbookId: body.workbook.id } }),
  });
  expect(begun.status).toBe(202);
  await console.work.tick('courier');
  const { tasks } = (await console.ask('GET', '/api/v1/connections/simulator/tasks?q=cleanup', { cookie })).body as {
    tasks: { id: string }[];
  };
  const id = tasks[0]?.id ?? '';
  await console.clock.advance(600_000);
  await console.work.look({ connection: 'simulator', id });
  await console.work.tick('harvest');
  const path = `/api/v1/connections/simulator/tasks/${id}`;
  const answers = await Promise.all(['', '/subtasks'].map((end) => console.ask('GET', path + end, { cookie })));
  const exported = await console.ask('GET', `/api/v1/connections/simulator/exports/tasks/${id}/devices?format=json`, {
    cookie,
  });
  expect(answers[1]?.body).toMatchObject({ subtasks: [{ outcome: 'succeeded' }] });
  const { fleet, seed } = platform.world;
  const { secret } = secretOf(fleet, seed, findDevice(fleet, `${product?.productId}_SN1`));
  expect(secret).toMatch(/^[0-9a-f]{32}$/);
  const files = await readdir(folder);
  const kept = await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')));
  expect(kept.join('')).toContain('SN1');
  const said = [...answers.map(({ text }) => text), exported.text, JSON.stringify(console.log.lines)];
  for (const text of [...kept, ...said]) expect(text).not.toContain(secret);
});

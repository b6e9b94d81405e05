import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement, traverseContractProcedures } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract } from '#shared/api/contract.ts';
import { exportPaths } from '#shared/api/exports.ts';
import { workbookPaths, workbookType } from '#shared/api/workbooks.ts';
import { templateFile } from '#server/workbooks/template-file.ts';
import { router } from '#server/routes/router.ts';
import { assertGuarded, needsOf } from './permissions.ts';
import { callers, type Caller, permissionTable } from './permission-table.ts';
import { type Ask, startTestConsole, type TestConsole } from './test-support.ts';
import { simulated, type SimulatedPlatform } from './test-platform.ts';

const hour = 3_600_000;

let folder: string;
let console: TestConsole;
let platform: SimulatedPlatform;
let database: DatabaseSync;
const cookies = new Map<Caller, string | null>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  const file = join(folder, 'console.db');
  platform = simulated('half-failed');
  // Accounts rather than the demonstration: that is the console that has something to protect.
  const options = { demo: false, store: { engine: 'sqlite', file }, connections: [platform.connected] } as const;
  console = await startTestConsole({ ...options, clock: platform.clock });
  database = new DatabaseSync(file, { readOnly: true });
  await console.work.tick('index');

  const ended = await cookieOf('operations', 'gone');
  await console.clock.advance(13 * hour);
  await console.ask('GET', '/api/v1/session', { cookie: ended });
  cookies.set('none', null).set('expired', ended);
  for (const role of callers) {
    if (role !== 'none' && role !== 'expired') cookies.set(role, await cookieOf(role, role));
  }
});
afterAll(async () => {
  database.close();
  await console[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function cookieOf(role: Exclude<Caller, 'none' | 'expired'>, name: string): Promise<string> {
  const setCookie = await console.sessions.open({ id: `id-${name}`, name, role }, { demo: false });
  return setCookie.split(';')[0]!;
}

/** Every route below /api/v1: those of the contract, the event stream, and files. */
function routes(): string[] {
  const found: string[] = [
    'GET /events',
    `POST ${workbookPaths.upload}`,
    `GET ${workbookPaths.template}`,
    ...Object.values(exportPaths).map((path) => `GET ${path}`),
  ];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure }) => {
    const { method, path } = procedure['~orpc'].route;
    found.push(`${method} ${path}`);
  });
  return found;
}

const spaceId = () => platform.spaceId;
const newTask = () => ({
  kind: 'firmwareUpgrade',
  name: 'trial',
  spaceId: spaceId(),
  targets: { source: 'devices', deviceIds: platform.deviceIds(3) },
  document: { type: 'package', packageId: platform.packageId },
  options: { gatewayMode: false, needsConfirm: false, extra: null },
  startsAt: null,
  retry: { count: null, intervalMinutes: null },
  confirmedCount: null,
});

/** A request to each route that would be answered in full, were it allowed. */
const requests: Record<string, () => Ask & { query?: string; file?: Uint8Array<ArrayBuffer> }> = {
  'POST /connections/{connection}/workbooks': () => ({
    query: '?kind=deleteDevices&name=a.xlsx',
    file: new Uint8Array(templateFile('deleteDevices', 'en')),
  }),
  'POST /session': () => ({ body: { name: 'nobody', password: 'not a password' } }),
  'POST /session/demo': () => ({ body: { role: 'admin' } }),
  'POST /session/set-up': () => ({ body: { token: 'none', name: 'eve', password: 'a long password' } }),
  'POST /people': () => ({ body: { name: 'eve', password: 'a long password', role: 'admin' } }),
  'PATCH /people/{personId}': () => ({ body: { role: 'manager' } }),
  'GET /connections/{connection}/products': () => ({ query: `?spaceId=${spaceId()}` }),
  'GET /connections/{connection}/products/{productId}': () => ({ query: `?spaceId=${spaceId()}` }),
  'GET /connections/{connection}/packages': () => ({ query: `?spaceId=${spaceId()}&kind=firmware` }),
  'GET /connections/{connection}/groups': () => ({ query: `?spaceId=${spaceId()}` }),
  'GET /connections/{connection}/device-search': () => ({ query: '?q=dev' }),
  'POST /connections/{connection}/failures/plan': () => ({ body: { which: { by: 'filter', filter: {} } } }),
  'POST /connections/{connection}/failures/retry': () => ({
    body: {
      which: { by: 'rows', rows: deviceIds().map((deviceId) => ({ taskId: platform.taskId, deviceId })) },
      taskIds: [platform.taskId],
    },
  }),
  'POST /connections/{connection}/target-sets': () => ({
    body: { from: { by: 'devices', deviceIds: platform.deviceIds(2) } },
  }),
  'POST /connections/{connection}/drafts': () => ({ body: { id: 'draft-of-one', kind: 'draft', ...draft } }),
  'PUT /connections/{connection}/drafts/{draftId}': () => ({ body: { ...draft, rev: 1 } }),
  'PATCH /error-notes': () => ({ body: { code: 'IOTDA.999999', text: 'Ask the vendor.' } }),
  'GET /connections/{connection}/devices': () => ({ query: `?spaceId=${spaceId()}` }),
  'GET /connections/{connection}/task-values': () => ({ query: '?field=kind' }),
  'PATCH /connections/{connection}/tasks/{taskId}/note': () => ({ body: { rev: 0, note: 'seen' } }),
  'POST /connections/{connection}/task-notes': () => ({ body: { taskIds: [platform.taskId], addTags: ['seen'] } }),
  'GET /views': () => ({ query: '?list=tasks' }),
  'POST /views': () => ({ body: { list: 'tasks', name: 'Mine', search: '', layout, shared: false } }),
  'PATCH /views/{viewId}': () => ({ body: { name: 'Ours' } }),
  'POST /views/last/{list}': () => ({ body: { layout: null, search: '' } }),
  'POST /connections/{connection}/tasks/preview': () => ({ body: newTask() }),
  'POST /connections/{connection}/tasks/preflight': () => ({ body: newTask() }),
  'GET /connections/{connection}/matching-devices': () => ({ query: tooNarrow() }),
  'GET /connections/{connection}/matching-devices/count': () => ({ query: tooNarrow() }),
  'GET /connections/{connection}/device-walk': () => ({ query: tooNarrow() }),
  'POST /connections/{connection}/tasks': () => ({ body: newTask() }),
  // Each request names devices of its own: what one has under way, another cannot take.
  'POST /connections/{connection}/tasks/{taskId}/stop': () => ({ body: { which: { by: 'all' } } }),
  'POST /connections/{connection}/tasks/{taskId}/confirm': () => ({ body: { which: { by: 'all' } } }),
  'POST /connections/{connection}/tasks/{taskId}/retry': () => ({
    body: { which: { by: 'devices', deviceIds: deviceIds() } },
  }),
};
// Refused before the platform is asked, which takes one search a second.
const tooNarrow = () => `?spaceId=${spaceId()}&productId=a&status=online&firmwareVersion=1&softwareVersion=1`;
let retries = 0;
const deviceIds = () => platform.deviceIds(40, 40 * (retries += 1));
const draft = { name: '', taskKind: 'deleteDevices', devices: null, content: {}, shared: false, locked: [] };
const layout = { columns: ['name'], density: 'normal' };

async function call(route: string, caller: Caller, key: string) {
  const [method = '', path = ''] = route.split(' ');
  const { query = '', file, ...ask } = requests[route]?.() ?? {};
  const filled = path
    .replace('{connection}', 'simulator')
    .replace('{taskId}', platform.taskId)
    .replace('{list}', 'tasks')
    .replace('{kind}', 'deleteDevices')
    .replace(/\{[^}]+\}/, 'unknown');
  const isRole = caller !== 'none' && caller !== 'expired';
  // Signing out ends a session that nobody else needs.
  const cookie =
    isRole && route === 'DELETE /session' ? await cookieOf(caller, 'leaving') : (cookies.get(caller) ?? null);
  return console.fetch(
    new Request(`http://127.0.0.1:8080/api/v1${filled}${query}`, {
      method,
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        'Idempotency-Key': key,
        ...(cookie !== null && { Cookie: cookie }),
        ...(ask.body !== undefined && { 'Content-Type': 'application/json' }),
        ...(file !== undefined && { 'Content-Type': workbookType }),
      },
      ...(ask.body !== undefined && { body: JSON.stringify(ask.body) }),
      ...(file !== undefined && { body: file }),
    }),
  );
}

/** Grows whenever anyone else commits something to the database. */
const writes = () => database.prepare('pragma data_version').get();

test('the table has every route, once, and no other', () => {
  expect(permissionTable.map(([route]) => route).toSorted()).toEqual(routes().toSorted());
});

test.each(permissionTable)('%s', async (route, ...admissions) => {
  expect(admissions).toHaveLength(callers.length);
  for (const [index, caller] of callers.entries()) {
    const before = { calls: platform.calls(), writes: writes() };
    const response = await call(route, caller, `key-${caller}-${index}`);
    const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
    const text = isJson ? await response.text() : '{}';
    const { code } = JSON.parse(text) as { code?: string };
    await response.body?.cancel().catch(() => undefined);
    const admission = code === 'signed_out' || code === 'forbidden' ? response.status : 'yes';
    expect([caller, admission]).toEqual([caller, admissions[index]]);
    const after = { calls: platform.calls(), writes: writes() };
    expect(admission === 'yes' ? before : after).toEqual(before);
  }
});

test('what is allowed is done, so that the table is about requests that would work', async () => {
  const works = [
    ['GET /connections/{connection}/devices', 'support', 200],
    ['POST /connections/{connection}/tasks/preview', 'operations', 200],
    ['POST /connections/{connection}/tasks', 'operations', 202],
    ['GET /connections/{connection}/tasks/{taskId}', 'manager', 200],
    ['POST /connections/{connection}/tasks/{taskId}/retry', 'support', 202],
    ['POST /connections/{connection}/workbooks', 'operations', 201],
    ['GET /people', 'admin', 200],
  ] as const;
  for (const [route, caller, status] of works)
    expect([route, (await call(route, caller, `works-${caller}-1`)).status]).toEqual([route, status]);
});

test('a router with a procedure that does not say who may call it is refused, and so is one without it', () => {
  expect(() => assertGuarded(router)).not.toThrow();
  expect(needsOf(router).get('tasks.retry')).toBe('task.retry');
  expect(needsOf(router).get('session.read')).toBe('open');
  const { retry: _, ...others } = router.tasks;
  expect(() => assertGuarded({ ...router, tasks: others })).toThrow('tasks.retry');
  const unguarded = {
    ...router.tasks,
    retry: implement(contract).tasks.retry.handler(() => Promise.reject(new Error())),
  };
  expect(() => assertGuarded({ ...router, tasks: unguarded })).toThrow(/who may call them: tasks\.retry$/);
});

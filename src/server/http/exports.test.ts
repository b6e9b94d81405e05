import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { expect, test, vi } from 'vitest';
import { noCounts } from '#shared/domain/counting.ts';
import type { Outcome } from '#shared/domain/task.ts';
import { contentDisposition, fileName } from './export-file.ts';
import { simulated } from './test-platform.ts';
import { origin, startTestConsole, type TestConsole } from './test-support.ts';

const at = Date.UTC(2026, 10, 21, 8);
const ref = { connection: 'simulator', id: 'task-1' };
const base = '/api/v1/connections/simulator/exports/tasks';

/** A console that knows one task; its devices are `d00000` and so on, every third of them failed. */
async function consoleWith(
  devices: number,
  first: readonly string[] = [],
  output: string | null = null,
): Promise<TestConsole> {
  const platform = simulated('quiet-fleet');
  const console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  const { tasks, subtasks } = console.services.store;
  const task = {
    id: ref.id,
    platformName: '水表 升级',
    kind: 'firmwareUpgrade',
    state: 'processing',
    rawState: 'x',
  } as const;
  const more = { note: '=1+1', spaceId: null, counts: noCounts, createdAt: at, startsAt: null, retry: null };
  const rest = { packageIds: ['p1', 'p2'], groupIds: [], requestJson: '{}' };
  await tasks.see(ref.connection, [{ ...task, ...more, ...rest }], at);
  const ids = [...first, ...Array.from({ length: devices - first.length }, (_, n) => `d${String(n).padStart(5, '0')}`)];
  const outcomeOf = (n: number): Outcome => (n % 3 > 0 ? 'succeeded' : n % 2 > 0 ? 'retry_pending' : 'failed');
  const rows = ids.map((deviceId, n) => {
    const outcome = outcomeOf(n);
    const failed = outcome !== 'succeeded';
    const error = { errorCode: failed ? '-4' : null, errorMessage: failed ? 'no "space", none' : null };
    return { deviceId, outcome, rawOutcome: outcome, output, ...error };
  });
  await subtasks.see(ref, rows, at);
  await subtasks.setCopyState(ref, { complete: true });
  return console;
}

const lines = (text: string) => text.split('\r\n').slice(0, -1);

test('the devices of a task, as the page filters and counts them', async () => {
  await using console = await consoleWith(1_000);
  const cookie = await console.as('manager');
  const take = (query: string) => console.ask('GET', `${base}/task-1/devices?${query}`, { cookie });
  const all = await take('');
  expect(all.headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present');
  expect(lines(all.text)[0]).toBe('deviceId,outcome,errorCode,errorMessage,output,attempts,since');
  expect(lines(all.text)).toHaveLength(1_001);
  expect(lines(all.text)[1]).toBe(`d00000,failed,'-4,"no ""space"", none",,1,2026-11-21 08:00:00`);
  const shown = await console.ask('GET', '/api/v1/connections/simulator/tasks/task-1/subtasks?outcome=failed', {
    cookie,
  });
  const failed = await take('outcome=failed');
  expect(lines(failed.text)).toHaveLength(1 + (shown.body as { total: number }).total);
  expect(lines((await take('outcome=failed&q=d0090')).text).slice(1)).toEqual([
    expect.stringMatching(/^d00900,failed/),
    expect.stringMatching(/^d00906,failed/),
  ]);
  // A page of the list is not a part of the file.
  expect(lines((await take('limit=2&cursor=last')).text)).toHaveLength(1_001);
});

test('failures are the devices that failed and those that wait for their next try', async () => {
  await using console = await consoleWith(1_000);
  const cookie = await console.as('support');
  const failures = lines((await console.ask('GET', `${base}/task-1/failures`, { cookie })).text).slice(1);
  expect(failures).toHaveLength(334);
  expect(failures.filter((line) => line.includes(',retry_pending,'))).toHaveLength(167);
});

test('Excel gets a byte order mark, scripts every character, people the header in their language', async () => {
  await using console = await consoleWith(3, ['-meter', '_x']);
  const cookie = await console.as('manager');
  const take = (query: string) =>
    console
      .fetch(
        new Request(`${origin}${base}/task-1/devices?${query}`, {
          headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
        }),
      )
      .then(async (response) => Buffer.from(await response.arrayBuffer()));
  const excel = await take('format=excel&lang=zh-CN');
  expect([...excel.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(lines(excel.toString('utf8'))[0]).toBe('\uFEFF设备 ID,结果,错误码,错误信息,输出,尝试次数,起始时间 (UTC)');
  expect(excel.toString('utf8')).toContain(`\r\n'-meter,failed,'-4,`);
  const raw = (await take('format=raw')).toString('utf8');
  expect(raw).toMatch(/^deviceId,/);
  expect(raw).toContain('\r\n-meter,failed,-4,');
  expect(lines((await take('lang=en')).toString('utf8'))[0]).toBe(
    'Device ID,Outcome,Error code,Error message,Output,Tries,Since (UTC)',
  );
});

test('JSON says what it is of, narrowed how, when, how many, and whether that is all', async () => {
  await using console = await consoleWith(500);
  const cookie = await console.as('manager');
  const { body, headers } = await console.ask('GET', `${base}/task-1/devices?format=json&outcome=failed`, { cookie });
  const { rows, ...about } = body as { rows: object[]; total: number };
  expect(about).toEqual({
    of: 'devices',
    subject: '水表 升级',
    filter: { outcome: 'failed' },
    at: new Date(console.clock.now()).toISOString(),
    total: 84,
    complete: true,
  });
  expect(rows).toHaveLength(84);
  expect(rows[0]).toMatchObject({ deviceId: 'd00000', outcome: 'failed', errorCode: '-4' });
  expect(headers.get('Content-Disposition')).toContain(
    `filename*=UTF-8''${encodeURIComponent('水表_升级-devices-outcome_failed-84_rows-')}`,
  );
  await console.services.store.subtasks.setCopyState(ref, { complete: false });
  const none = await console.ask('GET', `${base}/task-1/devices?format=json&outcome=stopped`, { cookie });
  expect(none.headers.get('Content-Disposition')).toContain('-0_rows_incomplete-');
  expect(none.body).toMatchObject({ total: 0, complete: false, rows: [] });
});

test('the task list, narrowed', async () => {
  await using console = await consoleWith(3);
  const cookie = await console.as('admin');
  const found = lines((await console.ask('GET', `${base}?q=${encodeURIComponent('水表')}`, { cookie })).text);
  expect(found).toHaveLength(2);
  expect(found[1]).toBe(
    `task-1,水表 升级,水表 升级,firmwareUpgrade,processing,2026-11-21 08:00:00,,,,0,0,0,0,0,0,0,0,,p1 p2,,,,,,'=1+1,2026-11-21 08:00:00`,
  );
  expect(lines((await console.ask('GET', `${base}?q=nothing`, { cookie })).text)).toHaveLength(1);
});

test('what makes no sense, is not there or comes from elsewhere is refused before a byte is sent', async () => {
  await using console = await consoleWith(3);
  const cookie = await console.as('manager');
  const status = async (path: string, headers = {}) => (await console.ask('GET', path, { cookie, headers })).status;
  expect(await status(`${base}/task-1/devices?format=xls`)).toBe(400);
  expect(await status(`${base}/task-1/devices?outcome=lost`)).toBe(400);
  expect(await status(`${base}/task-1/devices?unknown=1`)).toBe(400);
  expect(await status(`${base}/task-1/devices?outcome=failed&outcome=stopped`)).toBe(400);
  expect(await status(`${base}/task-2/devices`)).toBe(404);
  expect(await status(`/api/v1/connections/other/exports/tasks`)).toBe(404);
  expect(await status(`${base}/task-1/devices`, { 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
});

/** Counts how many pages are read of the store. */
function counting(console: TestConsole) {
  const { subtasks } = console.services.store;
  const page = subtasks.page.bind(subtasks);
  const read = { pages: 0 };
  subtasks.page = (...asked) => {
    read.pages += 1;
    return page(...asked);
  };
  return read;
}

test('30,000 rows are read page by page, as the client takes them, and no further once it is gone', async () => {
  await using console = await consoleWith(30_000);
  const cookie = await console.as('manager');
  const read = counting(console);
  const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
  const open = async () => {
    const response = await console.fetch(new Request(`${origin}${base}/task-1/devices`, { headers }));
    return response.body!.getReader();
  };
  const reader = await open();
  expect(read.pages).toBe(1);
  for (let piece = 0; piece < 5; piece += 1) await reader.read();
  expect(read.pages).toBe(4);
  await reader.cancel();
  expect(read.pages).toBe(4);

  let [rows, largest] = [0, 0];
  const whole = await open();
  for (let piece = await whole.read(); !piece.done; piece = await whole.read()) {
    largest = Math.max(largest, piece.value.byteLength);
    rows += Buffer.from(piece.value).toString('utf8').split('\r\n').length - 1;
  }
  expect(rows).toBe(30_001);
  expect(read.pages).toBe(4 + 150);
  expect(largest).toBeLessThan(20_000);
}, 60_000);

test('a client that closes its connection ends the reading', async () => {
  await using console = await consoleWith(6_000, [], 'x'.repeat(3_000));
  const headers = { Cookie: await console.as('manager'), 'Sec-Fetch-Site': 'same-origin', Host: '127.0.0.1:8080' };
  const read = counting(console);
  const server = createAdaptorServer({ fetch: (request) => console.fetch(request) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve) =>
    get({ host: '127.0.0.1', port, path: `${base}/task-1/devices`, headers }, resolve),
  );
  expect(response.statusCode).toBe(200);
  await new Promise((resolve) => response.once('readable', resolve));
  response.destroy();
  // It waits for what is under way.
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(read.pages).toBeLessThan(30);
});

test('a file is named after the task, what is in it, how it was narrowed, how many rows and when, for every browser', () => {
  const of = {
    of: 'failures',
    subject: 'v2/水表:1',
    filter: { code: '', q: 'a b' },
    at,
    total: 84,
    complete: true,
  } as const;
  const name = fileName(of, 'csv');
  expect(name).toBe('v2_水表_1-failures-code_none-q_a_b-84_rows-20261121T0800Z.csv');
  expect(contentDisposition(name)).toBe(
    `attachment; filename="v2____1-failures-code_none-q_a_b-84_rows-20261121T0800Z.csv"; filename*=UTF-8''v2_%E6%B0%B4%E8%A1%A8_1-failures-code_none-q_a_b-84_rows-20261121T0800Z.csv`,
  );
  const narrowed = { state: ['failed', 'stopped'], createdFrom: String(at), successTo: '90' };
  expect(fileName({ ...of, subject: 'east', filter: narrowed }, 'csv')).toBe(
    'east-failures-state_failed+stopped-createdFrom_20261121T0800Z-successTo_90-84_rows-20261121T0800Z.csv',
  );
  expect(fileName({ ...of, complete: false }, 'csv')).toContain('-84_rows_incomplete-');
  expect(fileName({ ...of, subject: '升'.repeat(500) }, 'json')).toMatch(/^升{120}-84_rows-20261121T0800Z\.json$/);
  expect(contentDisposition(`a'b(c)*"%;`)).toBe(
    `attachment; filename="a'b(c)*___"; filename*=UTF-8''a%27b%28c%29%2A%22%25%3B`,
  );
});

test('a file that breaks off does so for the client too, and is not taken for a whole one', async () => {
  await using console = await consoleWith(1_000);
  const { subtasks } = console.services.store;
  const page = subtasks.page.bind(subtasks);
  let pages = 0;
  subtasks.page = (...asked) => ((pages += 1) > 2 ? Promise.reject(new Error('The disk is gone.')) : page(...asked));
  const headers = { Cookie: await console.as('manager'), 'Sec-Fetch-Site': 'same-origin', Host: '127.0.0.1:8080' };
  const server = createAdaptorServer({ fetch: (request) => console.fetch(request) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve) =>
    get({ host: '127.0.0.1', port, path: `${base}/task-1/devices`, headers }, resolve),
  );
  const told = response.headers['content-disposition'];
  const read = async () => {
    let rows = -1;
    for await (const chunk of response) rows += String(chunk).split('\r\n').length - 1;
    return rows;
  };
  await expect(read()).rejects.toThrow('aborted');
  expect(response.complete).toBe(false);
  expect(told).toContain('-1000_rows-');
  // The server's socket is torn down with the reason.
  expect(globalThis.console.error).toHaveBeenCalledWith(expect.objectContaining({ message: 'The disk is gone.' }));
  vi.mocked(globalThis.console.error).mockClear();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

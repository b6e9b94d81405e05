import { spawn } from 'node:child_process';
import { on } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { afterAll, expect, test, vi } from 'vitest';
import { counts, subtaskSighting, taskSighting } from './contract/bench.ts';
import { databaseOf } from './database.ts';
import { migrate, migrations } from './migrate.ts';
import { openStore } from './open-store.ts';
import { operationRepository } from './operations.ts';
import type { Tables } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { StoreBusyError, StoreFullError, StoreOwnedError } from './store.ts';
import { throttleRepository } from './throttle.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollout-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name, 'console.db');

/** Repositories over a connection that the test can handle too. */
async function bare(path = ':memory:') {
  const connection = new DatabaseSync(path, { timeout: 0 });
  const db = new Kysely<Tables>({ dialect: sqliteDialect(connection) });
  await migrate(db, 'sqlite');
  const database = databaseOf('sqlite', db);
  return { connection, db, database, operations: operationRepository(database) };
}

const retryOf = (id: string, devices: number) => ({
  connection: 'c',
  id,
  kind: 'retry' as const,
  taskId: 't',
  taskName: 'spring rollout',
  person: { id: 'p', name: 'Sam', role: 'support' as const },
  idempotencyKey: id,
  bodyDigest: 'digest',
  payloadJson: '{}',
  chunks: [Array.from({ length: devices }, (_, index) => `device-${index}`)],
  devices,
  at: 100,
});

test('a database file has one owner at a time', async () => {
  const first = await openStore({ engine: 'sqlite', file: file('owned') });
  await expect(openStore({ engine: 'sqlite', file: file('owned') })).rejects.toThrow(StoreOwnedError);
  await expect(first.probe()).resolves.toBeUndefined();
  await first.close();
  const second = await openStore({ engine: 'sqlite', file: file('owned') });
  await second.close();
});

test('the file is readable by its owner only, where files have modes', async () => {
  const expected = process.platform === 'win32' ? 0o666 : 0o600;
  const store = await openStore({ engine: 'sqlite', file: file('private') });
  await store.probe();
  const modes = ['', '-wal'].map((suffix) => statSync(`${file('private')}${suffix}`).mode & 0o777);
  expect(modes).toEqual([expected, expected]);
  await store.close();
});

test(
  'a process killed in the middle of its writes loses nothing that it was told is stored',
  { timeout: 30_000 },
  async () => {
    const path = file('killed');
    const writer = `
    import { openStore } from '#server/store/open-store.ts';
    const store = await openStore({ engine: 'sqlite', file: ${JSON.stringify(path)} });
    for (let n = 0; ; n += 1) {
      const id = process.pid + '-' + n;
      const retry = ${JSON.stringify(retryOf('', 20))};
      const chunks = retry.chunks.map((chunk) => chunk.map((device) => id + device));
      await store.operations.begin({ ...retry, chunks, id, idempotencyKey: id });
      await new Promise((resolve) => process.stdout.write(id + '\\n', resolve));
    }`;
    const acknowledged: string[] = [];
    for (let cycle = 1; cycle <= 3; cycle += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      for await (const [data] of on(child.stdout, 'data', { close: ['end'] })) {
        text += String(data);
        if (child.killed || text.split('\n').length <= 20) continue;
        // While it lives nobody else gets in; killed, it leaves no lock behind.
        await expect(openStore({ engine: 'sqlite', file: path })).rejects.toThrow(StoreOwnedError);
        child.kill('SIGKILL');
      }
      acknowledged.push(...text.split('\n').slice(0, -1));
      const store = await openStore({ engine: 'sqlite', file: path });
      const stored = new Set(
        (await store.operations.ofTask({ connection: 'c', id: 't' }, 100_000)).map(({ id }) => id),
      );
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      expect(stored.size).toBeLessThanOrEqual(acknowledged.length + cycle);
      const lines = (await store.operations.audit(100_000)).map((line) => line.operationId);
      expect(new Set(lines)).toEqual(stored);
      for (const id of stored) expect((await store.operations.results('c', id, { limit: 1 })).total).toBe(20);
      await store.close();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  },
);

test('with the disk full nothing half-written stays, reading goes on, and writing does once there is room', async () => {
  const { connection, db, operations } = await bare(join(folder, 'full.db'));
  await operations.begin(retryOf('small', 1));
  const { page_count: pages } = connection.prepare('pragma page_count').get() as { page_count: number };
  connection.exec(`pragma max_page_count = ${pages + 5}`);
  await expect(operations.begin(retryOf('large', 5_000))).rejects.toThrow(StoreFullError);
  expect(await operations.find('c', 'large')).toBeNull();
  expect(await operations.audit(10)).toHaveLength(1);
  expect(await operations.find('c', 'small')).toMatchObject({ id: 'small' });
  connection.exec('pragma max_page_count = 1000000');
  expect(await operations.begin(retryOf('large', 5_000))).toMatchObject({ kind: 'begun' });
  await db.destroy();
});

test('a file that cannot be written is full, one that another connection writes to is busy', async () => {
  const path = join(folder, 'busy.db');
  const { connection, db, operations } = await bare(path);
  const other = new DatabaseSync(path);
  other.exec('begin immediate');
  await expect(operations.begin(retryOf('one', 1))).rejects.toThrow(StoreBusyError);
  other.exec('rollback');
  connection.exec('pragma query_only = on');
  await expect(operations.begin(retryOf('one', 1))).rejects.toThrow(StoreFullError);
  connection.exec('pragma query_only = off');
  expect(await operations.begin(retryOf('one', 1))).toMatchObject({ kind: 'begun' });
  other.close();
  await db.destroy();
});

test('when SQLite has rolled back by itself, the reason is what is told', async () => {
  const { connection, db, operations } = await bare();
  connection.exec(`create trigger no_room before insert on audit begin select raise(rollback, 'no room'); end`);
  await expect(operations.begin(retryOf('one', 1))).rejects.toThrow('no room');
  expect(await operations.find('c', 'one')).toBeNull();
  await db.destroy();
});

test('a migration that fails leaves the tables of the one before', async () => {
  const { connection, db } = await bare();
  const broken: Migration = {
    async up(trx) {
      await sql`create table added (id integer)`.execute(trx);
      await sql`create table people (id integer)`.execute(trx);
    },
  };
  await expect(migrate(db, 'sqlite', { ...migrations('sqlite'), '9999-broken': broken })).rejects.toThrow('people');
  expect(connection.prepare(`select name from sqlite_schema where name = 'added'`).all()).toEqual([]);
  expect(connection.prepare('select name from migrations order by name').all()).toEqual(
    Object.keys(migrations('sqlite')).map((name) => ({ name })),
  );
  await expect(migrate(db, 'sqlite')).resolves.toBeUndefined();
  await db.destroy();
});

test('names made up in masses do not push out the account that is guessed at', async () => {
  const { connection, db, database } = await bare();
  const throttle = throttleRepository(database, 50);
  for (let at = 1; at <= 4; at += 1) await throttle.fail('victim', at);
  for (let n = 0; n < 500; n += 1) await throttle.fail(`made-up-${n}`, 10 + n);
  expect(await throttle.failures('victim', 0)).toEqual({ count: 4, lastAt: 4 });
  expect(connection.prepare('select count(*) as n from sign_in_failures').get()).toMatchObject({ n: 50 });
  expect((await throttle.failures('made-up-499', 0)).count).toBe(1);
  await db.destroy();
});

test('while thirty thousand devices are written down, others get their turns', async () => {
  const store = await openStore({ engine: 'sqlite', file: ':memory:' });
  let turns = 0;
  let isWritten = false;
  const count = () => {
    turns += 1;
    if (!isWritten) setImmediate(count);
  };
  setImmediate(count);
  await store.operations.begin(retryOf('large', 30_000));
  isWritten = true;
  expect(turns).toBeGreaterThan(20);
  await store.close();
});

test('what is written down again and again is prepared once, whatever the time', async () => {
  const store = await openStore({ engine: 'sqlite', file: ':memory:' });
  const devices = Array.from({ length: 50 }, (_, nth) => `device-${nth}`);
  const task = { connection: 'c', id: 't' };
  async function round(at: number) {
    const processing = at;
    await store.tasks.see('c', [taskSighting('t', { counts: counts({ total: 9_999, processing }) })], at);
    await store.samples.add(task, at, counts({ total: 9_999, processing }));
    const claim = { connection: 'c', owner: 'me', now: at, leaseMs: 10 };
    await store.tasks.claimDue({ ...claim, limit: 10 });
    await store.tasks.scheduleLook(task, at + 5);
    await store.tasks.claimWalk({ ...claim, withPast: true });
    for (const errorCode of ['E.1', `E.${at}`])
      await store.subtasks.see(
        task,
        devices.map((id) => subtaskSighting(id, { outcome: 'failed', errorCode })),
        at,
      );
    await store.walkPlaces.keep(task, { marker: `m${at}`, rowsBefore: at, rev: at });
    await store.tasks.hurryWalk(task);
    await store.tasks.pauseWalk(task, at);
    await store.tasks.scheduleWalk(task, at + 5);
    await store.tasks.scheduleWalk(task, null);
    await store.subtasks.countByOutcome(task);
    await store.subtasks.setCopyState(task, { at, walking: true });
  }
  await round(1_000);
  await round(2_000);
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  await round(3_000);
  expect(prepare.mock.calls).toEqual([]);
  prepare.mockRestore();
  await store.close();
});

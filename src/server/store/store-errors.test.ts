import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { asStoreError, sqliteCodeOf } from './store-errors.ts';
import { StoreBusyError, StoreFullError } from './store.ts';

const failure = (fields: object) => Object.assign(new Error('from the engine'), fields);

test.each([
  ['SQLITE_BUSY', { errcode: 5 }],
  ['SQLITE_BUSY_SNAPSHOT', { errcode: 517 }],
  ['SQLITE_LOCKED', { errcode: 6 }],
  ['deadlock_detected', { code: '40P01' }],
  ['lock_not_available', { code: '55P03' }],
  ['too_many_connections', { code: '53300' }],
  ['cannot_connect_now', { code: '57P03' }],
  ['connection_failure', { code: '08006' }],
  ['a refused connection', { code: 'ECONNREFUSED' }],
])('%s is busy', (_name, fields) => {
  expect(asStoreError(failure(fields))).toBeInstanceOf(StoreBusyError);
});

test.each([
  ['SQLITE_FULL', { errcode: 13 }],
  ['SQLITE_IOERR_WRITE', { errcode: 778 }],
  ['SQLITE_READONLY', { errcode: 8 }],
  ['SQLITE_CANTOPEN', { errcode: 14 }],
  ['disk_full', { code: '53100' }],
  ['a standby', { code: '25006' }],
])('%s cannot be written', (_name, fields) => {
  const error = failure(fields);
  expect(asStoreError(error)).toBeInstanceOf(StoreFullError);
  expect(asStoreError(error)).toMatchObject({ cause: error });
});

test('anything else stays what it is', () => {
  for (const error of [failure({ errcode: 2067 }), failure({ code: '23505' }), failure({}), 'text', undefined]) {
    expect(asStoreError(error)).toBe(error);
  }
});

test('the codes are those of the runtime', () => {
  using database = new DatabaseSync(':memory:');
  let thrown: unknown;
  try {
    database.exec('create table t (id integer primary key); insert into t values (1), (1)');
  } catch (error) {
    thrown = error;
  }
  expect(sqliteCodeOf(thrown)).toBe(19);
});

test('a server that cannot be reached is busy', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  await expect(openStore({ engine: 'postgres', url })).rejects.toBeInstanceOf(StoreBusyError);
  await expect(openStore({ engine: 'postgres', url, schema: 'own' })).rejects.toBeInstanceOf(StoreBusyError);
});

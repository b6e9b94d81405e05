import { StoreBusyError, StoreFullError } from './store.ts';

/** The primary result code of an error of `node:sqlite`, or null. (sqlite.org/rescode.html) */
export function sqliteCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

// BUSY, LOCKED · READONLY, IOERR, FULL, CANTOPEN
const busyInSqlite: ReadonlySet<number> = new Set([5, 6]);
const fullInSqlite: ReadonlySet<number> = new Set([8, 10, 13, 14]);

// Deadlock and serialisation, lock not available, too many connections, shutting down or starting, the connection itself.
const busyInPostgres = /^(40001|40P01|55P03|53300|57P0[1-3]|08...)$/;
// Disk full, out of memory, configured limit, I/O error, and a server that is a read-only standby.
const fullInPostgres = /^(53100|53200|53400|58030|25006)$/;
const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** The error as callers of the store know it: busy, cannot be written, or as it came. */
export function asStoreError(error: unknown): unknown {
  const sqliteCode = sqliteCodeOf(error);
  if (sqliteCode !== null) {
    if (busyInSqlite.has(sqliteCode)) return new StoreBusyError(error);
    return fullInSqlite.has(sqliteCode) ? new StoreFullError(error) : error;
  }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (busyInPostgres.test(error.code) || networkCodes.has(error.code)) return new StoreBusyError(error);
  return fullInPostgres.test(error.code) ? new StoreFullError(error) : error;
}

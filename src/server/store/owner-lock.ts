import { DatabaseSync } from 'node:sqlite';
import { sqliteCodeOf } from './store-errors.ts';
import { StoreOwnedError } from './store.ts';

const busy = 5;

/**
 * Makes this process the only one that uses a database file, until the returned function is called or the process ends in
 * whatever way: the lock is the operating system's. Throws `StoreOwnedError` when another process (or this one) has it.
 */
export function holdOwnerLock(file: string): () => void {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    // Nothing is ever written, so the file stays empty and leaves no journal behind.
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    lock.close();
    throw sqliteCodeOf(error) === busy ? new StoreOwnedError(file, error) : error;
  }
  return () => lock.close();
}

import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';
import { asStoreError } from './store-errors.ts';

export type Engine = 'sqlite' | 'postgres';
export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

/** How repositories reach the tables. Each of the three rejects with the store's own errors. */
export type Database = {
  readonly engine: Engine;
  /** Statements that need no common picture. */
  run<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** All or nothing, durable when it resolves. */
  change<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /** Several reads that see the same moment. */
  picture<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
};

export function databaseOf(engine: Engine, db: Db): Database {
  const mapped = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch((error: unknown) => {
      throw asStoreError(error);
    });
  const snapshot = () => {
    const reading = db.transaction().setAccessMode('read only');
    // SQLite's snapshot needs no level, and Kysely refuses one there.
    return engine === 'postgres' ? reading.setIsolationLevel('repeatable read') : reading;
  };
  return {
    engine,
    run: (work) => mapped(work(db)),
    change: (work) => mapped(db.transaction().execute(work)),
    picture: (work) => mapped(snapshot().execute(work)),
  };
}

/** `pattern` for LIKE with `escape '\'`: rows that contain `part`, compared in lower case. */
export const containing = (part: string): string => `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** Slices of at most `size`: both engines limit the parameters of a statement (32,766 and 65,535). */
export function* slices<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

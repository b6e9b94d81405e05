import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type Dialect } from 'kysely';
import { databaseOf, type Engine } from './database.ts';
import { deviceRepository } from './devices.ts';
import { draftRepository } from './drafts.ts';
import { workbookRepository } from './workbooks.ts';
import { errorNoteRepository } from './error-notes.ts';
import { failureRepository } from './failures.ts';
import { nameRepository } from './known-names.ts';
import { leaseRepository } from './leases.ts';
import { migrate } from './migrate.ts';
import { operationRepository } from './operations.ts';
import { holdOwnerLock } from './owner-lock.ts';
import { peopleRepository } from './people.ts';
import { sampleRepository } from './samples.ts';
import type { Tables } from './schema.ts';
import { sessionRepository } from './sessions.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { repairClock } from './clock-repair.ts';
import { asStoreError } from './store-errors.ts';
import type { Store } from './store.ts';
import { subtaskRepository } from './subtasks.ts';
import { targetSetRepository } from './target-sets.ts';
import { kinRepository } from './task-kin.ts';
import { taskRepository } from './tasks.ts';
import { twinRepository } from './task-twins.ts';
import { throttleRepository } from './throttle.ts';
import { viewRepository } from './views.ts';
import { walkPlaceRepository } from './walk-places.ts';

export type StoreOptions =
  /** `:memory:`, or a file whose folder is made when it is missing; no other process may have it open. */
  | { engine: 'sqlite'; file: string }
  /** `schema` is made when it is missing; without it the connection's own applies. */
  | { engine: 'postgres'; url: string; schema?: string };

const busyTimeoutMs = 5_000;

/**
 * Opens the store and brings its tables up to this version. `onError` hears of connections that break while nobody uses them.
 * Rejects with `StoreOwnedError` (another process has the file), `StoreNewerError` (written by a newer version),
 * `StoreBusyError` (the server cannot be reached) or `StoreFullError`.
 */
export async function openStore(
  options: StoreOptions,
  { onError = () => {} }: { onError?: (error: unknown) => void } = {},
): Promise<Store> {
  const opened = await open(options, onError).catch((error: unknown) => {
    throw asStoreError(error);
  });
  const { db, engine } = opened;
  const close = async () => {
    await db.destroy();
    opened.release();
  };
  try {
    await migrate(db, engine);
  } catch (error) {
    await close();
    throw asStoreError(error);
  }
  const database = databaseOf(engine, db);
  return {
    engine,
    people: peopleRepository(database),
    sessions: sessionRepository(database),
    throttle: throttleRepository(database),
    tasks: taskRepository(database),
    twins: twinRepository(database),
    subtasks: subtaskRepository(database),
    samples: sampleRepository(database),
    walkPlaces: walkPlaceRepository(database),
    operations: operationRepository(database),
    leases: leaseRepository(database),
    failures: failureRepository(database),
    devices: deviceRepository(database),
    targetSets: targetSetRepository(database),
    errorNotes: errorNoteRepository(database),
    names: nameRepository(database),
    kin: kinRepository(database),
    views: viewRepository(database),
    drafts: draftRepository(database),
    workbooks: workbookRepository(database),
    repairClock: (now) => repairClock(database, now),
    probe: () =>
      database.run(async (run) => {
        await run
          .insertInto('probes')
          .values({ id: 1, writes: 1 })
          .onConflict((on) => on.column('id').doUpdateSet((eb) => ({ writes: eb('probes.writes', '+', 1) })))
          .execute();
      }),
    close,
  };
}

type Opened = { db: Kysely<Tables>; engine: Engine; release: () => void };

async function open(options: StoreOptions, onError: (error: unknown) => void): Promise<Opened> {
  if (options.engine === 'sqlite') return openSqlite(options.file);
  const { postgresDialect } = await import('./postgres-dialect.ts');
  return { ...opened('postgres', await postgresDialect(options, onError)), release: () => {} };
}

function openSqlite(file: string): Opened {
  if (file === ':memory:') return { ...opened('sqlite', sqliteDialect(connectSqlite(file))), release: () => {} };
  mkdirSync(dirname(file), { recursive: true });
  const release = holdOwnerLock(`${file}.lock`);
  try {
    // It holds password hashes: made here, it is its owner's alone; SQLite gives its other files the same mode.
    closeSync(openSync(file, 'a', 0o600));
    return { ...opened('sqlite', sqliteDialect(connectSqlite(file))), release };
  } catch (error) {
    release();
    throw error;
  }
}

const opened = (engine: Engine, dialect: Dialect) => ({ engine, db: new Kysely<Tables>({ dialect }) });

function connectSqlite(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    // FULL: what was acknowledged survives a power cut, not only a crash. (sqlite.org/pragma.html#pragma_synchronous)
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

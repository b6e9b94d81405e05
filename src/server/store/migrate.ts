import { sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Db, Engine } from './database.ts';
import { first } from './migrations/0001-first.ts';
import { taskList } from './migrations/0002-task-list.ts';
import { freshness } from './migrations/0003-freshness.ts';
import { failures } from './migrations/0004-failures.ts';
import { drafts } from './migrations/0005-drafts.ts';
import { workbooks } from './migrations/0006-workbooks.ts';
import { goneTasks } from './migrations/0007-gone-tasks.ts';
import { changedTasks } from './migrations/0009-changed-tasks.ts';
import { namesAndKin } from './migrations/0010-names-and-kin.ts';
import { taskTwins } from './migrations/0011-task-twins.ts';
import { lostCreates } from './migrations/0013-lost-creates.ts';
import { StoreNewerError } from './store.ts';

/** In the order of their names. A migration that was released is never edited; a change is a new one. */
export const migrations = (engine: Engine): Record<string, Migration> => ({
  '0001-first': first(engine),
  '0002-task-list': taskList(engine),
  '0003-freshness': freshness(engine),
  '0004-failures': failures(engine),
  '0005-drafts': drafts(engine),
  '0006-workbooks': workbooks(engine),
  '0007-gone-tasks': goneTasks(),
  '0009-changed-tasks': changedTasks(),
  '0010-names-and-kin': namesAndKin(engine),
  '0011-task-twins': taskTwins(engine),
  '0013-lost-creates': lostCreates(),
});

/** Brings the tables up to the last migration that is `known`, all or nothing. Throws `StoreNewerError` when they are beyond it. */
export async function migrate(db: Db, engine: Engine, known = migrations(engine)): Promise<void> {
  const schema = engine === 'postgres' ? await presentSchema(db) : null;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(known) },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
    ...(schema === null ? {} : { migrationTableSchema: schema }),
  });
  const unknown = (await appliedMigrations(db, schema)).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) throw new StoreNewerError(unknown);
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('A migration failed.', { cause: error });
}

async function presentSchema(db: Db): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db);
  return rows[0]?.name ?? 'public';
}

async function appliedMigrations(db: Db, schema: string | null): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'migrations' && (schema === null || table.schema === schema))) return [];
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
  return rows.map((row) => row.name);
}

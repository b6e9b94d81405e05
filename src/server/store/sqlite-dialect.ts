import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';

const keptStatements = 200;
// Multi-row writes come in many sizes; their long texts would only push out the statements that repeat.
const longestKept = 4_000;

/** Kysely's SQLite dialect over Node's own `DatabaseSync`, which it owns from now on and closes with `destroy()`. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => new Driver(database),
    createAdapter: () => new Adapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class Driver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: preparing(database) });
    this.#database = database;
  }

  // A write lock asked for at the first write cannot be waited for once the snapshot is old, so it is taken at the start.
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  // SQLite rolls back by itself when the disk is full; a second rollback would hide the reason.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

class Adapter extends SqliteAdapter {
  // SQLite can undo DDL; without this a migration that fails half-way would stay half done.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Prepares each text once and keeps the statements used last. */
function preparing(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = kept.get(sql) ?? adapted(database.prepare(sql));
      if (sql.length > longestKept) return statement;
      kept.delete(sql);
      kept.set(sql, statement);
      const oldest = kept.keys().next();
      if (kept.size > keptStatements && !oldest.done) kept.delete(oldest.value);
      return statement;
    },
  };
}

function adapted(statement: StatementSync): SqliteStatement {
  // Kysely types parameters as unknown; the repositories pass text, numbers, bytes and null only.
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

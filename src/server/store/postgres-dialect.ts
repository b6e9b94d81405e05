import { CompiledQuery, PostgresDialect, PostgresQueryCompiler, type Dialect } from 'kysely';
import { Client, Pool, types } from 'pg';
import { StoreBusyError } from './store.ts';

const connectTimeoutMs = 5_000;
const lockTimeoutMs = 5_000;

// int8 and numeric arrive as text because they may exceed a double; ours are milliseconds and counts.
const numbers: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);

/** Kysely over a pool of `pg`. `onError` hears of idle connections that broke. Makes the schema when one is named. */
export async function postgresDialect(
  { url, schema }: { url: string; schema?: string },
  onError: (error: unknown) => void,
): Promise<Dialect> {
  if (schema !== undefined) await makeSchema(url, schema);
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        numbers.has(oid) ? Number : types.getTypeParser(oid, format as 'text'),
    },
  });
  pool.on('error', onError);
  return new TolerantDialect({
    pool: {
      options: pool.options,
      end: () => pool.end(),
      connect: () =>
        pool.connect().catch((error: unknown) => {
          throw new StoreBusyError(error);
        }),
    },
    async onCreateConnection(connection) {
      await connection.executeQuery(CompiledQuery.raw(`set lock_timeout = ${lockTimeoutMs}`));
      if (schema !== undefined)
        await connection.executeQuery(CompiledQuery.raw(`set search_path to ${quoted(schema)}`));
    },
  });
}

class TolerantDialect extends PostgresDialect {
  override createQueryCompiler() {
    return new TolerantCompiler();
  }
}

class TolerantCompiler extends PostgresQueryCompiler {
  // U+0000 is the one character that its text cannot hold. A device that says it must not stop the copy of its task.
  protected override addParameter(parameter: unknown): void {
    super.addParameter(typeof parameter === 'string' ? parameter.replaceAll('\0', '') : parameter);
  }
}

async function makeSchema(url: string, schema: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  await client.connect();
  try {
    await client.query(`create schema if not exists ${quoted(schema)}`);
  } finally {
    await client.end();
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

import { PostgresDialect, type PostgresPoolClient, PostgresQueryCompiler, type Dialect } from 'kysely';
import { Client, Pool, type PoolClient, types } from 'pg';
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
  const settings = [
    `set lock_timeout = ${lockTimeoutMs}`,
    ...(schema === undefined ? [] : [`set search_path to ${quoted(schema)}`]),
  ];
  const known = new WeakMap<PoolClient, PostgresPoolClient>();

  /** Ready for use, or given back: what is kept from the pool is missing there for ever. */
  async function connect(): Promise<PostgresPoolClient> {
    const client = await pool.connect();
    const before = known.get(client);
    if (before !== undefined) return before;
    try {
      const wrapped = breakable(client);
      for (const setting of settings) await wrapped.query(setting, []);
      known.set(client, wrapped);
      return wrapped;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  return new TolerantDialect({
    pool: {
      options: pool.options,
      end: () => pool.end(),
      connect: () =>
        connect().catch((error: unknown) => {
          throw new StoreBusyError(error);
        }),
    },
  });
}

/**
 * A client whose connection may break while somebody uses it. The pool listens only while nobody does, and an error that nobody
 * listens to ends the process. What was asked then fails without a code: the database is busy, and the next connection may do.
 */
function breakable(client: PoolClient): PostgresPoolClient {
  let isBroken = false;
  client.on('error', () => void (isBroken = true));
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      throw isBroken ? new StoreBusyError(error) : error;
    }
  };
  // Its other form is for cursors, which nobody asks for.
  return { query: query as unknown as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
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

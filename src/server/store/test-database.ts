import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import type { Engine } from './database.ts';
import type { StoreOptions } from './open-store.ts';

const url = process.env['TEST_DATABASE_URL'];
/** SQLite, and PostgreSQL where the environment names one for tests. */
export const engines: readonly Engine[] = url === undefined ? ['sqlite'] : ['sqlite', 'postgres'];

/** A place for a store that is gone after the test, and how to break every connection to it. */
export async function placeIn(engine: Engine): Promise<{ options: StoreOptions; cut: () => Promise<void> }> {
  if (engine === 'sqlite' || url === undefined)
    return { options: { engine: 'sqlite', file: ':memory:' }, cut: () => Promise.resolve() };
  const schema = `replicas_${process.pid}_${Date.now()}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(async () => {
    await client.query(`drop schema if exists ${schema} cascade`);
    await client.end();
  });
  const named = new URL(url);
  named.searchParams.set('application_name', schema);
  const cut = async () => {
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [schema]);
  };
  return { options: { engine: 'postgres', url: named.href, schema }, cut };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { storeContract } from './contract/store-contract.ts';
import { tablesContract } from './contract/tables-contract.ts';
import { openStore } from './open-store.ts';

storeContract('SQLite in memory', {
  shares: false,
  open: () => openStore({ engine: 'sqlite', file: ':memory:' }),
  clear: async () => {},
});

const folder = mkdtempSync(join(tmpdir(), 'rollout-store-'));
const inFolder = (name: string) => openStore({ engine: 'sqlite', file: join(folder, `${name}.db`) });
tablesContract('SQLite', inFolder, async (name, statement) => {
  using database = new DatabaseSync(join(folder, `${name}.db`));
  database.exec(statement);
});
storeContract('SQLite in a file', {
  shares: false,
  open: inFolder,
  clear: async () => rmSync(folder, { recursive: true }),
});

const url = process.env['TEST_DATABASE_URL'];
if (url !== undefined) {
  const prefix = `test_${process.pid}_${Date.now()}`;
  const schemas = new Set<string>();
  const run = async (...statements: string[]) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const inSchema = (name: string) => {
    const schema = `${prefix}_${name}`;
    schemas.add(schema);
    return openStore({ engine: 'postgres', url, schema });
  };
  tablesContract('PostgreSQL', inSchema, (name, statement) => run(`set search_path to ${prefix}_${name}`, statement));
  storeContract('PostgreSQL', {
    shares: true,
    open: inSchema,
    clear: () => run(...[...schemas].map((schema) => `drop schema ${schema} cascade`)),
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { storeContract } from './contract/store-contract.ts';
import { openStore } from './open-store.ts';

storeContract('SQLite in memory', {
  shares: false,
  open: () => openStore({ engine: 'sqlite', file: ':memory:' }),
  clear: async () => {},
});

const folder = mkdtempSync(join(tmpdir(), 'rollout-store-'));
storeContract('SQLite in a file', {
  shares: false,
  open: (name) => openStore({ engine: 'sqlite', file: join(folder, `${name}.db`) }),
  clear: async () => rmSync(folder, { recursive: true }),
});

const url = process.env['TEST_DATABASE_URL'];
if (url !== undefined) {
  const prefix = `test_${process.pid}_${Date.now()}`;
  const schemas = new Set<string>();
  storeContract('PostgreSQL', {
    shares: true,
    async open(name) {
      const schema = `${prefix}_${name}`;
      schemas.add(schema);
      return openStore({ engine: 'postgres', url, schema });
    },
    async clear() {
      const client = new Client({ connectionString: url });
      await client.connect();
      for (const schema of schemas) await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  });
}

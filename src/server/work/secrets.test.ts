import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { workbookOf } from '#server/workbooks/test-workbooks.ts';
import { quiet } from './test-scenarios.ts';
import { connection, openSite } from './test-site.ts';

/** Everything that a database file holds, as text. */
function contentOf(file: string): string {
  using database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare(`select name from sqlite_schema where type = 'table'`).all();
  return JSON.stringify(tables.map(({ name }) => database.prepare(`select * from "${String(name)}"`).all()));
}

test('the secrets of devices that a task registered are in what the platform answers, and never in the store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'console.db');
  const site = await openSite(quiet, undefined, { engine: 'sqlite', file });
  const platform = site.services.connections.get(connection)?.platform;
  const { spaces, products } = site.world.fleet.catalogue;
  const rows = Array.from({ length: 20 }, (_, nth) => [products[0]?.productId ?? '', `new-${nth}`, `canary-${nth}`]);
  const content = workbookOf([['product_id', 'node_id', 'secret'], ...rows]);
  const uploaded = await platform?.workbooks?.upload({ name: 'new.xlsx', content }, { lane: 'mutation' });
  if (platform === undefined || uploaded?.kind !== 'done') throw new Error('not uploaded');
  // Made elsewhere: what the console knows of it, it has from the platform's answers.
  const made = await platform.createTask(
    {
      kind: 'createDevices',
      platformName: 'new_devices',
      spaceId: spaces[0]?.appId ?? '',
      startsAt: null,
      retry: null,
      targets: { source: 'file', fileId: uploaded.value.id },
    },
    { lane: 'mutation' },
  );
  const id = made.kind === 'done' ? made.value.id : '';
  const answered: string[] = [];
  site.onRequest(async (request) => void answered.push(await (await site.simulator.fetch(request.clone())).text()));
  for (let minute = 0; minute < 3; minute += 1) {
    for (const part of ['index', 'sampler', 'harvest'] as const) await site.work.tick(part);
    await site.work.look({ connection, id });
    site.clock.advance(60_000);
  }
  expect(answered.join()).toContain('canary-19');
  const { rows: copied } = await site.store.subtasks.page({ connection, id }, { limit: 50 });
  expect(copied.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'succeeded'));
  const stored = contentOf(file);
  expect(stored).toContain('new_devices');
  expect(stored).not.toContain('canary');
});

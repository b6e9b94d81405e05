/**
 * The list of 10,000 tasks as a person uses it: the first page, a page deep in, text that is rare and text that is common, each
 * order both ways, filters. On SQLite in a file, and on PostgreSQL where `TEST_DATABASE_URL` names one. Through the contract's own
 * procedure's work: the store's page with its honest counts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownKinds } from '#shared/domain/kinds.ts';
import { Direction, TaskSort } from '#shared/domain/task-filter.ts';
import { TaskState } from '#shared/domain/task.ts';
import { openStore, type StoreOptions } from '#server/store/open-store.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskQuery, TaskSighting } from '#server/store/task-store.ts';
import { quantile, report, time } from './measure.ts';

const tasks = 10_000;
const rounds = 40;
const goalMs = 50;
const connection = 'bench';
const person = { id: 'p', name: 'Sam', role: 'support' } as const;

const folder = mkdtempSync(join(tmpdir(), 'rollout-list-'));
const url = process.env['TEST_DATABASE_URL'];
await measure('SQLite', { engine: 'sqlite', file: join(folder, 'console.db') });
if (url !== undefined) await measure('PostgreSQL', { engine: 'postgres', url, schema: `bench_list_${process.pid}` });
rmSync(folder, { recursive: true });

async function measure(name: string, options: StoreOptions): Promise<void> {
  const store = await openStore(options);
  await fill(store);
  const deep = await cursorOf(store, 100);
  const queries: [what: string, query: Partial<TaskQuery>][] = [
    ['the first page', {}],
    ['page 100', { cursor: deep }],
    ['the last page', { cursor: 'last' }],
    ['text in one name', { q: 'wave_04242' }],
    ['text in every name', { q: 'meters' }],
    ['text in notes', { q: 'valve jams' }],
    ['text in none', { q: 'nothing like it' }],
    ['by kind and state', { kind: ['firmwareUpgrade', 'createCommands'], state: ['processing', 'failed'] }],
    ['needs attention, most failures first', { attention: 'yes', now: 200_000_000, sort: 'failed' }],
    ['by creator, package and tag', { creator: ['Olga'], package: ['p3'], tag: ['winter'] }],
    ['by rate and date', { successFrom: 10, successTo: 90, createdFrom: 1_000_000, createdTo: 8_000_000 }],
    ...TaskSort.options.flatMap((sort) =>
      Direction.options.map((direction): [string, Partial<TaskQuery>] => [
        `sorted by ${sort}, ${direction}`,
        { sort, direction },
      ]),
    ),
  ];
  console.log(`${name}, ${tasks.toLocaleString('en')} tasks, pages of 50, p95 of ${rounds} (p50 before it):`);
  for (const [what, query] of queries) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push(await time(() => store.tasks.list({ connection, limit: 50, ...query })));
    }
    const p50 = quantile(times, 0.5).toFixed(1);
    report(`${what} (p50 ${p50} ms)`, quantile(times, 0.95), { goal: goalMs, unit: 'ms' });
  }
  await store.close();
}

async function cursorOf(store: Store, pages: number): Promise<string> {
  let cursor: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    const read = await store.tasks.list({ connection, limit: 50, ...(cursor === null ? {} : { cursor }) });
    cursor = read.nextCursor;
  }
  if (cursor === null) throw new Error('The list is shorter than it should be.');
  return cursor;
}

/** A year's tasks: every kind and state, a third started here, one in ten with a note. */
async function fill({ tasks: repository }: Store): Promise<void> {
  for (let from = 0; from < tasks; from += 500) {
    const seen = Array.from({ length: 500 }, (_, index) => sighting(from + index));
    await repository.see(connection, seen, 10_000_000);
  }
  for (let nth = 0; nth < tasks; nth += 3) {
    const origin = { label: `Meters ${nth}`, createdBy: nth % 2 === 0 ? 'Olga' : 'Li', spaceId: `s${nth % 4}` };
    await repository.setOrigin({ connection, id: idOf(nth) }, origin);
  }
  for (let nth = 0; nth < tasks; nth += 10) {
    const change = { note: 'The valve jams in the cold', tags: nth % 20 === 0 ? ['winter'] : ['pilot'] };
    await repository.annotate({ connection, id: idOf(nth) }, { change, rev: 0, person, at: 10_000_001 });
  }
}

function idOf(nth: number): string {
  return nth.toString(16).padStart(24, '0');
}

function sighting(nth: number): TaskSighting {
  const failed = nth % 5 === 0 ? nth % 97 : 0;
  const succeeded = (nth * 7) % 900;
  return {
    id: idOf(nth),
    platformName: `meters_wave_${String(nth).padStart(5, '0')}`,
    kind: knownKinds[nth % knownKinds.length] ?? 'firmwareUpgrade',
    state: TaskState.options[nth % TaskState.options.length] ?? 'other',
    rawState: 'Processing',
    note: null,
    spaceId: `s${nth % 4}`,
    counts: {
      total: 1_000,
      waiting: 1_000 - succeeded - failed,
      processing: 0,
      succeeded,
      failed,
      retryPending: 0,
      stopped: 0,
      removed: 0,
    },
    createdAt: (nth * 1_000) % 9_999_999,
    startsAt: nth % 7 === 0 ? nth * 1_000 + 500 : null,
    retry: null,
    packageIds: [`p${nth % 12}`],
    groupIds: [],
    requestJson: '{}',
  };
}

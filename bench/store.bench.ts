/**
 * What the store costs: bytes of a sample, and what 90 days of 200 tasks come to; pages, groups and sorts of a task of 30,000 devices.
 * On SQLite, in a file.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noCounts } from '#shared/domain/counting.ts';
import { openStore } from '#server/store/open-store.ts';
import type { SubtaskSighting } from '#server/store/subtask-store.ts';
import { retention } from '#server/work/sweep.ts';
import { quantile, report, time } from './measure.ts';

const folder = await mkdtemp(join(tmpdir(), 'rollout-bench-'));
try {
  await samples();
  await subtasks();
} finally {
  await rm(folder, { recursive: true });
}

async function sizeOf(file: string): Promise<number> {
  // Opened and closed once more, the log is part of the file.
  await (await openStore({ engine: 'sqlite', file })).close();
  return (await stat(file)).size;
}

async function samples() {
  const tasks = 200;
  const days = 90;
  const everyMs = 10_000;
  const rounds = 60;
  const file = join(folder, 'samples.db');
  await (await openStore({ engine: 'sqlite', file })).close();
  const before = await sizeOf(file);
  const store = await openStore({ engine: 'sqlite', file });
  const start = Date.UTC(2026, 10, 21);
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < tasks; n += 1) {
      const ref = { connection: 'north', id: `65f0a1b2c3d4e5f6a7b8c${String(n).padStart(3, '0')}` };
      const processing = 1_800 + ((round * 37 + n) % 200);
      const succeeded = 12_000 + round * 41;
      const failed = 1_100 + round;
      const waiting = 30_000 - processing - succeeded - failed;
      const counts = { ...noCounts, total: 30_000, waiting, processing, succeeded, failed };
      await store.samples.add(ref, start + round * everyMs, counts);
    }
  }
  await store.close();
  const bytes = ((await sizeOf(file)) - before) / (rounds * tasks);

  // A task that changes at every look for 90 days, which none does: so many samples are left of it.
  let perTask = 0;
  let fromMs = 0;
  let stepMs: number = everyMs;
  for (const rule of retention) {
    perTask += (rule.olderThanMs - fromMs) / stepMs;
    fromMs = rule.olderThanMs;
    stepMs = rule.stepMs ?? Infinity;
  }
  console.log(`samples: ${rounds * tasks} written, ${bytes.toFixed(1)} bytes each in the file;`);
  console.log(
    `  ${Math.round(perTask)} are left of ${(days * 86_400_000) / everyMs} of a task that changes every ${everyMs / 1000} s for ${days} days`,
  );
  report(`  ${days} days of ${tasks} such tasks`, (perTask * tasks * bytes) / 1e9, { goal: 1, unit: 'GB' });
}

async function subtasks() {
  const devices = 30_000;
  const file = join(folder, 'subtasks.db');
  const store = await openStore({ engine: 'sqlite', file });
  const ref = { connection: 'north', id: '65f0a1b2c3d4e5f6a7b8c9d0' };
  const rowOf = (n: number): SubtaskSighting => {
    const failed = n % 10 === 0;
    return {
      deviceId: `5e25d39b3d8ff2c2_WM20-${String((n * 7_919) % devices).padStart(6, '0')}`,
      outcome: failed ? 'failed' : n % 7 === 0 ? 'processing' : 'succeeded',
      rawOutcome: failed ? 'Fail' : 'Success',
      output: null,
      errorCode: failed ? `IOTDA.0140${n % 50}` : null,
      errorMessage: failed ? `Connection lost at ${n % 100} % of the download` : null,
    };
  };
  for (let from = 0; from < devices; from += 500) {
    await store.subtasks.see(
      ref,
      Array.from({ length: 500 }, (_, index) => rowOf(from + index)),
      1_000 + from,
    );
  }
  const middle = (await store.subtasks.page(ref, { limit: 15_000 })).nextCursor ?? '';
  const acts: Record<string, () => Promise<unknown>> = {
    'first page': () => store.subtasks.page(ref, { limit: 100 }),
    'page in the middle': () => store.subtasks.page(ref, { limit: 100, cursor: middle }),
    'last page': () => store.subtasks.page(ref, { limit: 100, cursor: 'last' }),
    'page of the failed': () => store.subtasks.page(ref, { limit: 100, outcomes: ['failed'] }),
    'search for a part of a name': () => store.subtasks.page(ref, { limit: 100, q: '0123' }),
    'sorted by time': () => store.subtasks.page(ref, { limit: 100, sort: 'since', direction: 'down' }),
    'sorted by error': () => store.subtasks.page(ref, { limit: 100, sort: 'error', direction: 'up' }),
    'sorted by outcome': () => store.subtasks.page(ref, { limit: 100, sort: 'outcome', direction: 'down' }),
    'failures by cause': () => store.subtasks.failureGroups(ref, 5),
    'number of each outcome': () => store.subtasks.countByOutcome(ref),
  };
  console.log(`\na task of ${devices} devices, 3,000 failed, 95 of 100 answers within:`);
  for (const [what, act] of Object.entries(acts)) {
    await act();
    const times: number[] = [];
    for (let n = 0; n < 20; n += 1) times.push(await time(act));
    report(`  ${what}`, quantile(times, 0.95), { goal: 50, unit: 'ms' });
  }
  await store.close();
}

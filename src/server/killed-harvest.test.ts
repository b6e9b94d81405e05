import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { CopyState, Subtask } from '#shared/domain/task.ts';
import { accessTo } from '#simulator/embedded.ts';
import { serveHttp } from '#simulator/server.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { setStatus, statusOf } from '#simulator/world/task.ts';
import { createWorld } from '#simulator/world/world.ts';
import { keysOf, platformOf } from './test-platform.ts';
import { type Program, run, temporaryFolder } from './test-process.ts';
import { signInAsOperations, type Visitor } from './test-visitor.ts';
import { firstTask, halfFailed, truth } from './work/test-scenarios.ts';

const devices = 3_000;
const pages = devices / 50;
const patient = { timeout: 240_000 };
const Page = z.object({ subtasks: z.array(Subtask), nextCursor: z.string().nullable(), copy: CopyState });

/** A platform in this process, whose books the test can read, and a console that can be killed and started again. */
async function open() {
  const world = createWorld({ scenario: halfFailed(devices), seed: 3 });
  const { task, id } = firstTask({ world });
  task.status = 'Processing';
  let changed = 0;
  /** A few rows with each request, a tenth of all in the end. */
  const change = () => {
    for (let nth = 0; nth < 3 && changed < devices / 10; nth += 1, changed += 1) {
      const row = (changed * 1_237) % devices;
      setStatus(task.rows, row, statusOf(task.rows, row) === 'Fail' ? 'Processing' : 'Fail');
    }
  };
  const simulator = createSimulator(world);
  const platform = await serveHttp((request) => {
    change();
    return simulator.fetch(request);
  }, 0);
  onTestFinished(() => platform.close());
  const folder = await temporaryFolder();
  const access = accessTo(world, platform.origin);
  const env = { PORT: '0', DATA_DIR: join(folder, 'data'), ...platformOf(access), ...keysOf(access) };
  let console: Program;
  const start = async () => {
    console = await run('src/server/main.ts', [], env);
    return console.firstLine.replace('Rollout Console: ', '');
  };
  let person: Visitor = await signInAsOperations(await start(), env.DATA_DIR);
  const page = (cursor: string | null) =>
    person.read(
      `/connections/iotda/tasks/${id}/subtasks?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      Page,
    );
  return {
    world,
    task,
    changed: () => changed,
    /** Nothing of the task is known before its first listing. */
    copy: async () => {
      const { status, body } = await person.ask('GET', `/connections/iotda/tasks/${id}/subtasks?limit=1`);
      return status === 200 ? Page.parse(body).copy : null;
    },
    async rows() {
      const rows: Subtask[] = [];
      let cursor: string | null = null;
      do {
        const read: z.output<typeof Page> = await page(cursor);
        rows.push(...read.subtasks);
        cursor = read.nextCursor;
      } while (cursor !== null);
      return rows.map(({ deviceId, outcome }) => [deviceId, outcome] as const);
    },
    async kill() {
      await console.end('SIGKILL');
    },
    async startAgain() {
      person = person.at(await start());
    },
    /** Pages of the task as a whole that were answered. */
    wholePages: () =>
      simulator.log.entries.filter(({ kind, status, path }) => {
        const query = new URLSearchParams(path.split('?')[1]);
        return kind === 'show' && status === 200 && query.get('limit') === '50' && !query.has('task_detail_status');
      }).length,
  };
}

test(
  'a harvest among faults and changing rows is killed twice: it goes on, and its copy is the truth',
  patient,
  async () => {
    const site = await open();
    const faults = [
      site.world.fault({ match: 'show', kind: 'latency', ms: 150 }),
      site.world.fault({ match: 'show', kind: 'reset-after', rate: 0.05 }),
      site.world.fault({ match: 'show', kind: 'status', status: 500, rate: 0.05 }),
      site.world.fault({ match: 'show', kind: 'truncated', rate: 0.03 }),
      site.world.fault({ match: 'show', kind: 'throttle', rate: 0.02, retryAfter: 1 }),
    ];
    for (const read of [pages / 6, (3 * pages) / 4]) {
      await expect.poll(site.wholePages, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(read);
      const kept = await site.copy();
      expect(kept).toMatchObject({ complete: false });
      await site.kill();
      await site.startAgain();
      // What was copied stays.
      expect((await site.copy())?.rows).toBeGreaterThanOrEqual(kept?.rows ?? 0);
    }
    await expect.poll(site.copy, { timeout: 60_000, interval: 100 }).toMatchObject({ complete: true, rows: devices });
    // Begun anew each time it would have read three quarters of the pages once more; a window of 11 is what a kill costs at most.
    expect(site.wholePages()).toBeLessThan(pages + 35);

    expect(site.changed()).toBe(devices / 10);
    for (const end of faults) end();
    const { task } = site;
    for (let row = 0; row < devices; row += 1) {
      if (statusOf(task.rows, row) === 'Processing') setStatus(task.rows, row, 'Success');
    }
    task.status = 'PartialSuccess';
    const told = [...truth(site, task)];
    await expect.poll(site.rows, { timeout: 60_000, interval: 1_000 }).toEqual(told);
  },
);

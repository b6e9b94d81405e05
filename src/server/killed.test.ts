import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Operation } from '#shared/domain/operation.ts';
import { Task } from '#shared/domain/task.ts';
import type { PlatformAccess } from '#simulator/embedded.ts';
import type { LogEntry } from '#simulator/request-log.ts';
import type { FaultSpec } from '#simulator/world/faults.ts';
import { deviceIds, keysOf, meterUpgrade, platformOf } from './test-platform.ts';
import { type Program, run, temporaryFolder } from './test-process.ts';
import { signInAsOperations, type Visitor } from './test-visitor.ts';

const tasks = '/connections/iotda/tasks';
const patient = { timeout: 60_000 };
const soon = { timeout: 25_000, interval: 20 };

/** A platform with a quiet fleet, and a console that can be killed and started again. */
async function open() {
  const folder = await temporaryFolder();
  const logFile = join(folder, 'platform.log');
  const platform = await run(
    'src/simulator/main.ts',
    ['--port', '0', '--scenario', 'quiet-fleet', '--control', '--log', logFile],
    {},
  );
  const access = JSON.parse(platform.firstLine) as PlatformAccess; // the simulator says so of its first line
  const env = { PORT: '0', DATA_DIR: join(folder, 'data'), ...platformOf(access), ...keysOf(access) };
  /** Requests that have arrived at the platform and are not answered yet. */
  const underWay = async () => {
    const answer = await fetch(`${access.endpoint}/_simulator/stats`);
    return z.object({ underWay: z.array(z.string()) }).parse(await answer.json()).underWay;
  };
  const control = async (path: string, body: unknown) => {
    const answer = await fetch(`${access.endpoint}/_simulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };

  let console: Program;
  let person: Visitor;
  const start = async () => {
    console = await run('src/server/main.ts', [], env);
    return console.firstLine.replace('Rollout Console: ', '');
  };
  person = await signInAsOperations(await start(), env.DATA_DIR);
  return {
    person: () => person,
    /** Ends the console in the hardest way there is, and starts it again. */
    async killAndRestart() {
      await console.end('SIGKILL');
      person = person.at(await start());
    },
    operation: (id: string) => person.read(`/connections/iotda/operations/${id}`, Operation),
    fault: (spec: FaultSpec) => control('fault', spec),
    /** Waits until such a request is at the platform; a latency fault keeps it there. */
    async whileOut(path: RegExp) {
      await expect.poll(underWay, soon).toContainEqual(expect.stringMatching(path));
    },
    outage: (share: number) => control('outage', { share }),
    advance: (by: string) => control('advance', { by }),
    /** What the platform did, by its own log. */
    async acts(kind: 'create' | 'retry') {
      const lines = (await readFile(logFile, 'utf8')).split('\n').slice(0, -1);
      const entries = lines.map((line) => JSON.parse(line) as LogEntry); // lines are whole: an entry is one write
      return entries.filter((entry) => entry.kind === kind && entry.acted);
    },
  };
}

type Site = Awaited<ReturnType<typeof open>>;
const Detail = z.object({ task: Task });
const List = z.object({ tasks: z.array(Task), creating: z.array(Operation) });

/** A task whose 1,200 devices all failed while the network was down. Retried now, each will need a minute. */
async function failedTask(site: Site) {
  const person = site.person();
  await site.outage(1);
  const begun = await person.begin(tasks, meterUpgrade('killed', deviceIds('waterMeter', 1_200)));
  await expect.poll(() => site.operation(begun.id), soon).toMatchObject({ state: 'done' });
  const { taskId } = await site.operation(begun.id);
  await site.advance('1 h');
  await site.outage(0);
  const shown = () => person.read(`${tasks}/${taskId}`, Detail);
  await expect.poll(shown, soon).toMatchObject({ task: { state: 'failed', counts: { failed: 1_200 } } });
  return (await shown()).task;
}

test(
  'a retry in 12 chunks survives being killed four times: each device is retried exactly once',
  patient,
  async () => {
    const site = await open();
    const task = await failedTask(site);
    // Long enough that the console is killed while its request is out.
    await site.fault({ match: 'retry', kind: 'latency', ms: 250 });
    const which = { by: 'outcome', outcomes: ['failed'] };
    const begun = await site.person().begin(`${tasks}/${task.id}/retry`, { which });
    expect(begun.progress).toMatchObject({ devices: 1_200, chunks: 12, chunksSettled: 0 });

    const settled = async () => (await site.operation(begun.id)).progress.chunksSettled;
    const killAfter = async (chunks: number) => {
      await expect.poll(settled, soon).toBeGreaterThanOrEqual(chunks);
      await site.whileOut(/retry$/);
      await site.killAndRestart();
    };
    await killAfter(0);
    await killAfter(3);
    // This one is lost together with its sender.
    await site.fault({ match: 'retry', kind: 'reset-before', times: 1 });
    await killAfter(5);
    await killAfter(10);

    const ended = {
      state: 'done',
      progress: { devices: 1_200, refused: 0, unknown: 0, chunksSettled: 12 },
    };
    await expect.poll(() => site.operation(begun.id), soon).toMatchObject(ended);
    const retried = (await site.acts('retry')).flatMap(({ targets }) => targets ?? []);
    expect(retried).toHaveLength(1_200);
    expect(new Set(retried).size).toBe(1_200);
  },
);

test('a create is killed while it is out, and when it was just accepted: one task each', patient, async () => {
  const site = await open();
  const create = (name: string) => site.person().begin(tasks, meterUpgrade(name, deviceIds('waterMeter', 3)));
  const done = async (id: string) => {
    await expect.poll(() => site.operation(id), soon).toMatchObject({ state: 'done' });
  };

  await site.fault({ match: 'create', kind: 'latency', ms: 400, times: 1 });
  const first = await create('killed_while_out');
  await site.whileOut(/batchtasks$/);
  await site.killAndRestart();
  await done(first.id);

  await site.fault({ match: 'create', kind: 'reset-after', times: 1 });
  const second = await create('killed_when_accepted');
  await expect.poll(() => site.acts('create'), soon).toHaveLength(2);
  await site.killAndRestart();
  await done(second.id);

  const made = [await site.operation(first.id), await site.operation(second.id)].map(({ taskId }) => taskId);
  expect((await site.acts('create')).map(({ taskId }) => taskId)).toEqual(made);
  const listed = () => site.person().read(`${tasks}?q=killed`, List);
  await expect.poll(listed, soon).toMatchObject({ tasks: [{ id: made[1] }, { id: made[0] }], creating: [] });
});

test('a create whose request was lost with its sender is not sent again by itself', patient, async () => {
  const site = await open();
  await site.fault({ match: 'create', kind: 'latency', ms: 400, times: 1 });
  await site.fault({ match: 'create', kind: 'reset-before', times: 1 });
  const upgrade = meterUpgrade('killed_and_lost', deviceIds('waterMeter', 3));
  const begun = await site.person().begin(tasks, upgrade);
  await site.whileOut(/batchtasks$/);
  await site.killAndRestart();

  // People are told that it is not known what became of it; asking for the same once more sends nothing either.
  await expect.poll(() => site.operation(begun.id), soon).toMatchObject({ state: 'unknown', taskId: null });
  const listed = () => site.person().read(tasks, List);
  await expect.poll(listed, soon).toMatchObject({ tasks: [], creating: [{ id: begun.id, state: 'unknown' }] });
  expect(await site.acts('create')).toEqual([]);
});

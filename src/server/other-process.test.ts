import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Operation } from '#shared/domain/operation.ts';
import { FailureGroup, Task } from '#shared/domain/task.ts';
import type { PlatformAccess } from '#simulator/embedded.ts';
import type { LogEntry } from '#simulator/request-log.ts';
import { deviceIds, keysOf, meterUpgrade, platformOf, userOf } from './test-platform.ts';
import { run, temporaryFolder } from './test-process.ts';
import { signInAsOperations, visit } from './test-visitor.ts';

type Way = { edition: string; credentials(access: PlatformAccess): Record<string, string> };
const ways: [name: string, way: Way][] = [
  ['an IAM token', { edition: 'any', credentials: userOf }],
  ['SDK-HMAC-SHA256', { edition: 'basic', credentials: (access) => ({ ...keysOf(access), IOTDA_SIGNING: 'sdk' }) }],
  ['V11-HMAC-SHA256', { edition: 'standard', credentials: (access) => ({ ...keysOf(access), IOTDA_SIGNING: 'v11' }) }],
];

/** A platform and a console for it, each a process of its own. */
async function open({ edition, credentials }: Way) {
  const folder = await temporaryFolder();
  const log = join(folder, 'platform.log');
  const platform = await run(
    'src/simulator/main.ts',
    ['--port', '0', '--speed', '2000', '--scenario', 'quiet-fleet', '--edition', edition, '--log', log],
    {},
  );
  const access = JSON.parse(platform.firstLine) as PlatformAccess; // the simulator says so of its first line
  const dataDir = join(folder, 'data');
  const console = await run('src/server/main.ts', [], {
    PORT: '0',
    DATA_DIR: dataDir,
    ...platformOf(access),
    ...credentials(access),
  });
  const entries = async () =>
    (await readFile(log, 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LogEntry); // lines are whole: an entry is one write
  return { url: console.firstLine.replace('Rollout Console: ', ''), dataDir, access, entries };
}

const Detail = z.object({ task: Task, fresh: z.boolean() });
const soon = { timeout: 20_000, interval: 50 };

describe('a console and a platform in two processes', () => {
  test.each(ways)('work together with %s', { timeout: 40_000 }, async (_, way) => {
    const { url, dataDir, access, entries } = await open(way);
    const person = await signInAsOperations(url, dataDir);
    const tasks = '/connections/iotda/tasks';

    // The gateway among the meters is not one of those that are looked at before: the platform finds out, and it fails.
    const [first = '', second = '', third = ''] = deviceIds('waterMeter', 3);
    const [gateway = ''] = deviceIds('gateway', 1);
    const begun = await person.begin(tasks, meterUpgrade('three_meters', [first, gateway, second, third]));
    const operation = () => person.read(`/connections/iotda/operations/${begun.id}`, Operation);
    await expect.poll(operation, soon).toMatchObject({ state: 'done', progress: { accepted: 4 } });
    const { taskId } = await operation();
    const one = `${tasks}/${taskId}`;
    const shown = () => person.read(one, Detail);
    const ended = { state: 'partly_succeeded', counts: { total: 4, succeeded: 3, failed: 1 } };
    await expect.poll(shown, soon).toMatchObject({ fresh: true, task: { ...ended, createdBy: 'li.na' } });
    const list = () => person.read(`${tasks}?q=three_meters`, z.object({ tasks: z.array(Task) }));
    await expect.poll(list, soon).toMatchObject({ tasks: [{ id: taskId, name: 'three_meters', ...ended }] });
    const failures = () => person.read(`${one}/failures`, z.object({ groups: z.array(FailureGroup) }));
    await expect.poll(failures, soon).toMatchObject({ groups: [{ code: 'IOTDA.014236', sampleDeviceIds: [gateway] }] });

    const retry = await person.begin(`${one}/retry`, { which: { by: 'outcome', outcomes: ['failed'] } });
    const retried = () => person.read(`/connections/iotda/operations/${retry.id}`, Operation);
    await expect.poll(retried, soon).toMatchObject({ state: 'done', progress: { devices: 1, accepted: 1 } });
    await expect.poll(shown, soon).toMatchObject({ task: ended });

    const log = await entries();
    expect(log.filter(({ kind, acted }) => kind === 'retry' && acted).map(({ targets }) => targets)).toEqual([
      [gateway],
    ]);
    expect(log.filter(({ kind, acted }) => kind === 'create' && acted)).toHaveLength(1);
    expect(log.filter(({ status }) => status >= 400)).toEqual([]);
    const signers = new Set(log.filter(({ kind }) => kind !== 'token').map(({ accessKey = null }) => accessKey));
    const isToken = way.edition === 'any';
    expect([...signers]).toEqual([isToken ? null : access.ak]);
    expect(log.filter(({ kind }) => kind === 'token')).toHaveLength(isToken ? 1 : 0);
  });
});

test(
  'a console with a real platform lets nobody in but through the set-up token, once',
  { timeout: 40_000 },
  async () => {
    const { url, dataDir } = await open({ edition: 'any', credentials: keysOf });
    const stranger = visit(url);
    expect(await stranger.ask('GET', '/session')).toMatchObject({ body: { person: null, signIn: 'set_up' } });
    expect(await stranger.ask('POST', '/session/demo', { role: 'admin' })).toMatchObject({ status: 404 });
    const file = join(dataDir, 'set-up-token');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const token = await readFile(file, 'utf8');
    const account = { name: 'intruder', password: 'guessing is no way in' };
    const guess = await stranger.ask('POST', '/session/set-up', { ...account, token: 'a guess' });
    expect(guess).toMatchObject({ status: 403, body: { code: 'set_up_token_wrong' } });

    await signInAsOperations(url, dataDir);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    const again = await stranger.ask('POST', '/session/set-up', { ...account, token });
    expect(again).toMatchObject({ status: 403, body: { code: 'set_up_token_wrong' } });
    expect(await stranger.ask('POST', '/session', account)).toMatchObject({ status: 401 });
    expect(await stranger.ask('GET', '/connections')).toMatchObject({ status: 401, body: { code: 'signed_out' } });
  },
);

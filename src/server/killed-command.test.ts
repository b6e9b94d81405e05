/** A console that is killed while a device command is on its way to a northbound platform, which lists nothing and finds nothing by name. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { NewDeviceCommand } from '#shared/domain/device-command.ts';
import { plainCommand } from '#shared/domain/test-device-command.ts';
import { Operation } from '#shared/domain/operation.ts';
import type { PlatformAccess } from '#simulator/embedded.ts';
import type { LogEntry } from '#simulator/request-log.ts';
import type { FaultSpec } from '#simulator/world/faults.ts';
import { deviceIds } from './test-platform.ts';
import { run, temporaryFolder } from './test-process.ts';
import { signInAsOperations } from './test-visitor.ts';

const soon = { timeout: 25_000, interval: 100 };

async function open() {
  const folder = await temporaryFolder();
  const logFile = join(folder, 'platform.log');
  const options = ['--port', '0', '--scenario', 'quiet-fleet', '--control', '--log', logFile];
  const platform = await run('src/simulator/main.ts', options, {});
  const access = JSON.parse(platform.firstLine) as PlatformAccess; // the simulator says so of its first line
  const { northboundEndpoint, appId, appSecret } = access;
  const dataDir = join(folder, 'data');
  const env = {
    PORT: '0',
    DATA_DIR: dataDir,
    NORTHBOUND_URL: northboundEndpoint,
    NORTHBOUND_APP_ID: appId,
    NORTHBOUND_SECRET: appSecret,
  };
  let console = await run('src/server/main.ts', [], env);
  const address = () => console.firstLine.replace('Rollout Console: ', '');
  let person = await signInAsOperations(address(), dataDir);
  return {
    send: (name: string) => person.begin('/connections/northbound/device-commands', commandFor(name)),
    operation: (id: string) => person.read(`/connections/northbound/operations/${id}`, Operation),
    async fault(spec: FaultSpec) {
      const answer = await fetch(`${access.endpoint}/_simulator/fault`, { method: 'POST', body: JSON.stringify(spec) });
      expect(answer.status).toBe(200);
    },
    /** Ends the console in the hardest way there is while its request is at the platform, and starts it again. */
    async killWhileOut() {
      const underWay = async () => {
        const answer = await fetch(`${access.endpoint}/_simulator/stats`);
        return z.object({ underWay: z.array(z.string()) }).parse(await answer.json()).underWay;
      };
      await expect.poll(underWay, soon).toContainEqual(expect.stringMatching(/^POST .*batchtask.*tasks$/));
      await console.end('SIGKILL');
      console = await run('src/server/main.ts', [], env);
      person = person.at(address());
    },
    /** Commands that the platform took, by its own log. */
    async taken() {
      const lines = (await readFile(logFile, 'utf8')).split('\n').slice(0, -1);
      const entries = lines.map((line) => JSON.parse(line) as LogEntry); // lines are whole: an entry is one write
      return entries.filter(({ kind, acted }) => kind === 'northbound-create' && acted);
    },
  };
}

const commandFor = (name: string): NewDeviceCommand => ({
  ...plainCommand,
  name,
  targets: { source: 'devices', deviceIds: deviceIds('waterMeter', 3) },
});
const forAPerson = { state: 'needs_person', errorCode: 'cannot_look', taskId: null };

test(
  'a command that was out when the console was killed is sent once, and a person is told its name',
  {
    timeout: 60_000,
  },
  async () => {
    const site = await open();
    await site.fault({ match: 'northbound-create', kind: 'latency', ms: 600, times: 1 });
    const begun = await site.send('killed_while_out');
    await site.killWhileOut();
    await expect.poll(() => site.operation(begun.id), soon).toMatchObject(forAPerson);
    await expect.poll(site.taken, soon).toHaveLength(1);
  },
);

test('a command that was lost with its sender is not sent again by itself', { timeout: 60_000 }, async () => {
  const site = await open();
  await site.fault({ match: 'northbound-create', kind: 'latency', ms: 600, times: 1 });
  await site.fault({ match: 'northbound-create', kind: 'reset-before', times: 1 });
  const begun = await site.send('killed_and_lost');
  await site.killWhileOut();
  await expect.poll(() => site.operation(begun.id), soon).toMatchObject(forAPerson);
  expect(await site.taken()).toEqual([]);
});

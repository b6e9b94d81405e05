/**
 * The same checks for the simulated platform and, when `IOTDA_CONFORMANCE_URL` names one, for a real platform: its credentials come
 * in the variables the console itself reads. Nothing is changed there without `IOTDA_CONFORMANCE_WRITE=1`.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock.ts';
import { readConfig } from '#server/config.ts';
import { mayBeNear } from '#server/config-hosts.ts';
import { openDispatcher } from './dispatcher.ts';
import { openIotda } from './iotda.ts';
import { type Login, startPlatform } from './test-simulator.ts';
import { reading, type Subject, writing } from './test-conformance.ts';

type Case = [name: string, open: () => Subject, writes: boolean, patienceMs: number];

const simulated = (login: Login, scenario: string): Case => [
  `the simulated platform (${login}, ${scenario})`,
  () => {
    const { platform, world, stop } = startPlatform({ login, scenario });
    return { platform, stop, letTimePass: async () => world.advance('10 s') };
  },
  true,
  15_000,
];

const { IOTDA_CONFORMANCE_URL: url = '', IOTDA_CONFORMANCE_WRITE: write } = process.env;
const real: Case[] = url === '' ? [] : [[url, () => openReal(url), write === '1', 300_000]];

/** The settings of the console, but for the endpoint. */
function openReal(endpoint: string): Subject {
  const { DATABASE_URL: _, CONNECTIONS_FILE: __, ...env } = process.env;
  const config = readConfig({ ...env, IOTDA_ENDPOINT: endpoint }, (path) => readFileSync(path, 'utf8'));
  const [connection] = config.connections;
  if (connection === undefined) throw new Error('there are no settings for it');
  const dispatcher = openDispatcher(config.platformAuthority === null ? {} : { ca: config.platformAuthority }, {
    mayBeNear: (hostname) => mayBeNear(config.namedHosts, hostname),
  });
  const platform = openIotda(connection.settings, { dispatcher, clock: systemClock, random: Math.random });
  return { platform, letTimePass: () => sleep(3_000), stop: () => dispatcher.close() };
}

describe.each([simulated('v11', 'demo'), simulated('token', 'quiet-fleet'), ...real])(
  '%s',
  (_, open, writes, patienceMs) => {
    let subject: Subject;
    beforeAll(() => {
      subject = open();
    });
    afterAll(() => subject.stop());

    test.each([...reading, ...(writes ? writing : [])])('%s', { timeout: patienceMs }, async (__, check) => {
      await expect(check(subject)).resolves.toBeUndefined();
    });
  },
);

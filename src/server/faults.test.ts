import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Connection } from '#shared/domain/connection.ts';
import { Operation } from '#shared/domain/operation.ts';
import { Task } from '#shared/domain/task.ts';
import type { PlatformAccess } from '#simulator/embedded.ts';
import { deviceIds, keysOf, meterUpgrade, userOf } from './test-platform.ts';
import { openSite, type Site } from './test-site.ts';

const patient = { timeout: 30_000 };
const soon = { timeout: 12_000, interval: 20 };
const tasks = '/connections/iotda/tasks';
const sdk = (access: PlatformAccess): Record<string, string> => ({ ...keysOf(access), IOTDA_SIGNING: 'sdk' });
const v11 = (access: PlatformAccess) => ({ ...keysOf(access), IOTDA_SIGNING: 'v11' });
const halfFailed = (credentials = sdk) => openSite({ scenario: 'half-failed', credentials });

/** How the platform answers, as the banner of every page says it. */
async function state({ person }: Site) {
  const { connections } = await person.read('/connections', z.object({ connections: z.array(Connection) }));
  return connections[0];
}
const path = (site: Site) => `${tasks}/${[...site.world.tasks.values()][0]?.taskId}`;
const opened = (site: Site) => site.person.ask('GET', path(site));
const shown = (site: Site) => site.person.read(path(site), z.object({ task: Task, fresh: z.boolean() }));
async function known(site: Site) {
  await expect.poll(() => opened(site), soon).toMatchObject({ status: 200, body: { fresh: true } });
}
const calls = (site: Site, kind: string) => site.log.entries.filter((entry) => entry.kind === kind);

describe('a configuration that cannot work is named, and does no harm', () => {
  test.each([
    ['a wrong secret key', { IOTDA_SK: 'not-the-secret' }],
    ['an unknown access key', { IOTDA_AK: 'NOBODYSKEY' }],
  ])('%s is used twice at most: five failures in a row would lock it', patient, async (_, wrong) => {
    const site = await halfFailed((access) => ({ ...sdk(access), ...wrong }));
    await expect.poll(() => state(site), soon).toMatchObject({ state: 'credentials_rejected', answeredAt: null });
    const told = { code: 'upstream_misconfigured', data: { state: 'credentials_rejected' } };
    for (let time = 0; time < 4; time += 1) expect(await opened(site)).toMatchObject({ status: 503, body: told });
    expect(site.log.entries.map(({ status }) => status)).toEqual([401, 401]);
  });

  test('a wrong IAM password', patient, async () => {
    const site = await halfFailed((access) => ({ ...userOf(access), IOTDA_IAM_PASSWORD: 'not the password' }));
    await expect.poll(() => state(site), soon).toMatchObject({ state: 'credentials_rejected' });
    for (let time = 0; time < 4; time += 1) expect(await opened(site)).toMatchObject({ status: 503 });
    expect(site.log.entries.length).toBeLessThanOrEqual(2);
    expect(site.log.entries.map(({ kind }) => kind)).not.toContain('show');
  });

  test('the host of a basic instance for a standard one', patient, async () => {
    const endpoint = 'https://iotda.cn-north-4.myhuaweicloud.com';
    const site = await openSite({ scenario: 'half-failed', edition: 'standard', endpoint, credentials: v11 });
    await expect.poll(() => state(site), soon).toMatchObject({ state: 'wrong_host', answeredAt: null });
    const told = { code: 'upstream_misconfigured', data: { state: 'wrong_host' } };
    expect(await opened(site)).toMatchObject({ status: 503, body: told });
  });

  test('the signature of the other edition', patient, async () => {
    const site = await openSite({ scenario: 'half-failed', edition: 'standard', credentials: sdk });
    await expect.poll(() => state(site), soon).toMatchObject({ state: 'wrong_algorithm' });
    const told = { code: 'upstream_misconfigured', data: { state: 'wrong_algorithm' } };
    expect(await opened(site)).toMatchObject({ status: 503, body: told });
  });
});

describe('a platform that answers badly', () => {
  test('[14] a token that expires in flight is renewed, and nobody notices', patient, async () => {
    const site = await halfFailed(userOf);
    await known(site);
    site.world.tokenGeneration += 1;
    const answers = await Promise.all([shown(site), shown(site), shown(site)]);
    expect(answers.map(({ fresh }) => fresh)).toEqual([true, true, true]);
    expect(calls(site, 'token')).toHaveLength(2);
    expect(await state(site)).toMatchObject({ state: 'ok' });
  });

  test(
    '429 with Retry-After: the pages show what is known, and nothing is asked before that time',
    patient,
    async () => {
      const site = await halfFailed();
      await known(site);
      site.world.fault({ match: 'any', kind: 'throttle', times: 1, retryAfter: 30 });
      // Whichever call of the console meets the limit, all of them hold back.
      await expect.poll(() => opened(site), soon).toMatchObject({ status: 200, body: { fresh: false } });
      const now = Date.now();
      const { resumesAt = null, ...told } = (await state(site)) ?? {};
      expect(told).toMatchObject({ state: 'throttled' });
      expect((resumesAt ?? 0) - now).toBeGreaterThan(25_000);
      expect((resumesAt ?? 0) - now).toBeLessThanOrEqual(30_000);
      const asked = site.log.entries.length;
      const unseen = await site.person.ask('GET', `${tasks}/5c8ba99030344005c02316ad`);
      expect(unseen).toMatchObject({ status: 503, body: { code: 'upstream_busy' } });
      expect(site.log.entries).toHaveLength(asked);
    },
  );

  test('429 without Retry-After: the console waits some seconds by itself and goes on', patient, async () => {
    const site = await halfFailed();
    await known(site);
    site.world.fault({ match: 'show', kind: 'throttle', times: 1 });
    const asking = opened(site);
    await expect.poll(() => state(site), soon).toMatchObject({ state: 'throttled' });
    const { resumesAt } = (await state(site)) ?? {};
    const asked = site.log.entries.length;
    expect((resumesAt ?? 0) - Date.now()).toBeLessThanOrEqual(5_000);
    await expect.poll(() => state(site), soon).toMatchObject({ state: 'ok' });
    expect(site.log.entries[asked]?.at).toBeGreaterThanOrEqual(resumesAt ?? Infinity);
    expect(await asking).toMatchObject({ status: 200 });
    await known(site);
  });

  test('500 on show: a task that was seen before stays, marked as old', patient, async () => {
    const site = await halfFailed();
    await known(site);
    const end = site.world.fault({ match: 'show', kind: 'status', status: 500 });
    const [seen, unseen] = await Promise.all([
      opened(site),
      site.person.ask('GET', `${tasks}/5c8ba99030344005c02316ad`),
    ]);
    expect(seen).toMatchObject({ status: 200, body: { fresh: false, task: { state: 'partly_succeeded' } } });
    expect(await state(site)).toMatchObject({ state: 'failing' });
    expect(unseen).toMatchObject({
      status: 502,
      body: {
        code: 'upstream_refused',
        data: { upstreamCode: 'IOTDA.000001', requestId: expect.stringMatching(/^[0-9a-f]{32}$/) },
      },
    });
    end();
    await known(site);
    expect(await state(site)).toMatchObject({ state: 'ok' });
  });

  test('[20] an HTML page with status 200 is not taken for an answer', patient, async () => {
    const site = await halfFailed();
    await known(site);
    const end = site.world.fault({ match: 'show', kind: 'html' });
    const [seen, unseen] = await Promise.all([
      opened(site),
      site.person.ask('GET', `${tasks}/5c8ba99030344005c02316ad`),
    ]);
    expect(seen).toMatchObject({ status: 200, body: { fresh: false, task: { state: 'partly_succeeded' } } });
    expect(await state(site)).toMatchObject({ state: 'failing' });
    expect(unseen).toMatchObject({ status: 502, body: { code: 'upstream_garbled' } });
    end();
    await known(site);
  });

  test('[18] a status that nobody knows is shown raw, is not an end, and enables nothing', patient, async () => {
    const site = await halfFailed();
    site.world.fault({ match: 'show', kind: 'unknown-status' });
    await known(site);
    expect((await shown(site)).task).toMatchObject({ state: 'other', rawState: 'Rehearsing' });
    const which = { by: 'outcome', outcomes: ['failed'] };
    const refused = await site.person.ask(
      'POST',
      `${path(site)}/retry`,
      { which },
      { 'Idempotency-Key': 'rehearsing' },
    );
    expect(refused).toMatchObject({ status: 409, body: { code: 'refused', data: { reason: 'state_unknown' } } });
    expect(calls(site, 'retry')).toEqual([]);
  });

  test('[4] an answer that is lost after the create was accepted: one task, found by its name', patient, async () => {
    const site = await halfFailed();
    site.world.fault({ match: 'create', kind: 'reset-after', times: 1 });
    const begun = await site.person.begin(tasks, meterUpgrade('lost_answer', deviceIds('waterMeter', 3)));
    const operation = () => site.person.read(`/connections/iotda/operations/${begun.id}`, Operation);
    await expect.poll(operation, soon).toMatchObject({ state: 'done', progress: { accepted: 3 } });
    const [created, ...more] = calls(site, 'create');
    expect(more).toEqual([]);
    expect(created).toMatchObject({ acted: true, status: 0, taskId: (await operation()).taskId });
  });
});

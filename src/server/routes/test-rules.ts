/** What the tests of the rules of new tasks share: a console over an idle fleet, and a good request of each kind to be spoilt. */
import { afterAll, describe, expect, test } from 'vitest';
import { type NewTask, noOptions } from '#shared/domain/create.ts';
import type { CommandDocument, MessageDocument, ShadowEntry, TaskDocument } from '#shared/domain/document.ts';
import { type KnownKind, knownKinds, rulesOf } from '#shared/domain/kinds.ts';
import { simulated } from '#server/http/test-platform.ts';
import { startTestConsole } from '#server/http/test-support.ts';

export const long = (length: number) => 'x'.repeat(length);
const ids = (count: number) => Array.from({ length: count }, (_, at) => `device-${at}`);
export const named = knownKinds.filter((kind) => rulesOf(kind).targets.some((source) => source === 'devices'));

export const targets = (count: number): Partial<NewTask> => ({
  targets: { source: 'devices', deviceIds: ids(count) },
  confirmedCount: count,
});
export const aCommand: CommandDocument = { productId: null, serviceId: 'Valve', name: 'CLOSE', parameters: {} };
export const command = (change: Partial<CommandDocument>): Partial<NewTask> => ({
  document: { type: 'command', command: { ...aCommand, ...change } },
});
export const aMessage: MessageDocument = {
  content: 'hello',
  name: '',
  encoding: 'none',
  format: 'standard',
  topic: { kind: 'default', name: '' },
  ttlMinutes: null,
  correlationData: '',
  responseTopic: '',
  userProperties: [],
};
export const shadowsOf = (...shadows: Partial<ShadowEntry>[]): TaskDocument => ({
  type: 'shadow',
  productId: null,
  shadows: shadows.map((entry) => ({ serviceId: 'Meter', desired: {}, version: null, ...entry })),
});

/** What is different, for which kinds, and what the console has against it; null where that is nothing. */
type Row = [rule: string, kinds: readonly KnownKind[], change: Partial<NewTask>, problem: string | null];

export async function openRules() {
  const platform = simulated('quiet-fleet');
  const console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  afterAll(() => console[Symbol.asyncDispose]());
  const cookie = await console.as('operations');

  let keys = 0;
  async function ask(path: string, body: unknown) {
    keys += 1;
    const headers = { 'Idempotency-Key': `key-${keys.toString().padStart(8, '0')}` };
    const answer = await console.ask('POST', `/api/v1/connections/simulator/${path}`, { cookie, body, headers });
    const { data } = answer.body as { data?: { problems?: { field: string; code: string }[] } };
    const problems = (data?.problems ?? []).map(({ field, code }) => `${field}: ${code}`);
    return { status: answer.status, problems };
  }

  function documentOf(kind: KnownKind): TaskDocument {
    switch (rulesOf(kind).document) {
      case 'none':
        return { type: 'none' };
      case 'package': {
        const { packageKind } = rulesOf(kind);
        const found = platform.world.fleet.catalogue.packages.find(({ type }) => type === `${packageKind}Package`);
        return { type: 'package', packageId: found?.packageId ?? '' };
      }
      case 'command':
        return { type: 'command', command: aCommand };
      case 'async_command':
        return { type: 'async_command', command: aCommand, keepForSeconds: null };
      case 'message':
        return { type: 'message', message: aMessage };
      case 'shadow':
        return shadowsOf({});
    }
  }

  /** A request of the kind without any problem, for devices that nobody has registered: they can be of any product. */
  const good = (kind: KnownKind): NewTask => ({
    kind,
    name: 'rules',
    spaceId: platform.spaceId,
    targets: { source: 'devices', deviceIds: ids(2) },
    document: documentOf(kind),
    options: noOptions,
    startsAt: null,
    retry: { count: null, intervalMinutes: null },
    confirmedCount: rulesOf(kind).isGrave ? 2 : null,
  });

  /** Tests each row with each of its kinds: what is broken is answered by the console alone, from the preview and from the create. */
  function testRules(rows: readonly Row[]) {
    const each = rows.flatMap(([rule, kinds, change, problem]) =>
      kinds.flatMap((kind) => {
        // Without a package such a document is one of the kind's own.
        const isItsOwn = problem === 'package: document_of_another_kind' && rulesOf(kind).document === 'package';
        return [{ kind, rule, change, problem: isItsOwn ? 'package: package_missing' : problem }];
      }),
    );

    describe('a rule that is broken never reaches the platform', () => {
      test.each(each.filter(({ problem }) => problem !== null))('$kind, $rule: $problem', async (row) => {
        const before = platform.calls();
        for (const path of ['tasks/preview', 'tasks'])
          expect(await ask(path, { ...good(row.kind), ...row.change })).toEqual({
            status: 422,
            problems: [row.problem],
          });
        expect(platform.calls()).toBe(before);
      });
    });

    test.each(each.filter(({ problem }) => problem === null))('$kind, $rule: just inside', async (row) => {
      expect(await ask('tasks/preview', { ...good(row.kind), ...row.change })).toEqual({ status: 200, problems: [] });
    });
  }

  const creates = () => platform.simulator.log.entries.filter(({ kind }) => kind === 'create').length;
  return { platform, ask, good, creates, testRules };
}

/**
 * Every rule of a new task at its boundary, one step inside and one outside, for every kind that it is about. What breaks a rule is
 * answered by the console alone: with a closed code at its field, from the preview and from the create, and without one call.
 * (Platform contract A.1, C and D.)
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, type NewTask, noOptions, type TaskOptions } from '#shared/domain/create.ts';
import type {
  CommandDocument,
  JsonObject,
  MessageDocument,
  ShadowEntry,
  TaskDocument,
} from '#shared/domain/document.ts';
import { documentLimits } from '#shared/domain/document-problems.ts';
import { type KnownKind, knownKinds, rulesOf } from '#shared/domain/kinds.ts';
import { simulated, type SimulatedPlatform } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';

const dayMs = 86_400_000;
let platform: SimulatedPlatform;
let console: TestConsole;
let cookie: string;
beforeAll(async () => {
  platform = simulated('quiet-fleet');
  console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  cookie = await console.as('operations');
});
afterAll(() => console[Symbol.asyncDispose]());

const long = (length: number) => 'x'.repeat(length);
const ids = (count: number) => Array.from({ length: count }, (_, at) => `device-${at}`);
const named = knownKinds.filter((kind) => rulesOf(kind).targets.some((source) => source === 'devices'));
const fromFilesOnly = knownKinds.filter((kind) => !named.includes(kind));
const passing = named.filter((kind) => rulesOf(kind).passesOn);

const aCommand: CommandDocument = { productId: null, serviceId: 'Valve', name: 'CLOSE', parameters: {} };
const aMessage: MessageDocument = {
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

/** What is different; asked late, because the platform and its clock are there only then. */
type Change = () => Partial<NewTask>;
/** `null` where the console has nothing against it. */
type Row = [rule: string, kinds: readonly KnownKind[], change: Change, problem: string | null];

const targets =
  (count: number): Change =>
  () => ({
    targets: { source: 'devices', deviceIds: ids(count) },
    confirmedCount: count,
  });
const starts =
  (fromNowMs: number): Change =>
  () => ({ startsAt: platform.clock.now() + fromNowMs });
const retries =
  (count: number | null, intervalMinutes: number | null): Change =>
  () => ({
    retry: { count, intervalMinutes },
  });
const options =
  (some: Partial<TaskOptions>): Change =>
  () => ({ options: { ...noOptions, ...some } });
const extraOf = (characters: number) => options({ extra: { a: long(characters - '{"a":""}'.length) } });
const command =
  (change: Partial<CommandDocument>): Change =>
  () => ({
    document: { type: 'command', command: { ...aCommand, ...change } },
  });
const kept =
  (keepForSeconds: number | null, parameters: JsonObject = {}): Change =>
  () => ({
    document: { type: 'async_command', command: { ...aCommand, parameters }, keepForSeconds },
  });
const message =
  (change: Partial<MessageDocument>): Change =>
  () => ({
    document: { type: 'message', message: { ...aMessage, ...change } },
  });
const shadowsOf = (...shadows: Partial<ShadowEntry>[]): TaskDocument => ({
  type: 'shadow',
  productId: null,
  shadows: shadows.map((entry) => ({ serviceId: 'Meter', desired: {}, version: null, ...entry })),
});
const shadow =
  (...shadows: Partial<ShadowEntry>[]): Change =>
  () => ({ document: shadowsOf(...shadows) });
const services = (count: number) => Array.from({ length: count }, (_, at) => ({ serviceId: `s${at}` }));
const pairs = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: 'v' }));
const parametersOf = (characters: number) => ({ a: long(characters - '{"a":""}'.length) });
const shadowOverhead = JSON.stringify({ shadow: [{ service_id: 'Meter', desired: { a: '' }, version: null }] }).length;
const shadowOf = (characters: number) => shadow({ desired: { a: long(characters - shadowOverhead) } });

const rows: Row[] = [
  ['a name', named, () => ({ name: '' }), 'name: name_missing'],
  ['a name', named, () => ({ name: '水' }), null],
  ['a name', named, () => ({ name: long(limits.label) }), null],
  ['a name', named, () => ({ name: long(limits.label + 1) }), 'name: name_too_long'],
  ['a name', named, () => ({ name: 'a-b' }), 'name: name_has_illegal_character'],
  ['the space', named, () => ({ spaceId: '' }), 'space: space_missing'],
  ['devices', named, targets(0), 'targets: no_devices'],
  ['devices', named, targets(1), null],
  ['devices', fromFilesOnly, targets(1), 'targets: targets_of_another_kind'],
  ['groups', named, () => ({ targets: { source: 'groups', groupIds: [] }, confirmedCount: 0 }), 'targets: no_groups'],
  ['the start', named, starts(0), 'start: schedule_in_the_past'],
  ['the start', named, starts(1), null],
  ['the start', named, starts(7 * dayMs), null],
  ['the start', named, starts(7 * dayMs + 1), 'start: schedule_too_far'],
  ['retries', named, retries(-1, 5), 'retryCount: retry_count_out_of_range'],
  ['retries', named, retries(0, 0), null],
  ['retries', named, retries(5, 1_440), null],
  ['retries', named, retries(6, 1_440), 'retryCount: retry_count_out_of_range'],
  ['retries', named, retries(5, 1_441), 'retryInterval: retry_interval_out_of_range'],
  ['retries', named, retries(5, -1), 'retryInterval: retry_interval_out_of_range'],
  ['retries', named, retries(1, null), 'retryInterval: retry_count_without_interval'],
  ['retries', named, retries(null, 1), 'retryCount: retry_interval_without_count'],
  [
    'a document of another kind',
    named,
    () => ({ document: { type: 'package', packageId: '' } }),
    'package: document_of_another_kind',
  ],
  [
    'gateway mode',
    named.filter((kind) => !passing.includes(kind)),
    options({ gatewayMode: true }),
    'gatewayMode: gateway_mode_not_offered',
  ],
  ['gateway mode', passing, options({ gatewayMode: true }), null],
  [
    'a confirmation',
    named.filter((kind) => !rulesOf(kind).canConfirm),
    options({ needsConfirm: true }),
    'needsConfirm: confirmation_not_offered',
  ],
  ['a confirmation', named.filter((kind) => rulesOf(kind).canConfirm), options({ needsConfirm: true }), null],
  [
    'extra information',
    named.filter((kind) => !passing.includes(kind)),
    options({ extra: {} }),
    'extra: extra_not_offered',
  ],
  ['extra information', passing, extraOf(511), null],
  ['extra information', passing, extraOf(512), null],
  ['extra information', passing, extraOf(513), 'extra: extra_too_long'],
  ['a service', ['createCommands'], command({ serviceId: long(64) }), null],
  ['a service', ['createCommands'], command({ serviceId: long(65) }), 'service: service_too_long'],
  ['a command', ['createCommands'], command({ name: long(128) }), null],
  ['a command', ['createCommands'], command({ name: long(129) }), 'command: command_name_too_long'],
  ['a command', ['createCommands'], command({ name: '' }), 'command: command_name_missing'],
  ['a command', ['createCommands'], command({ serviceId: '', name: '', parameters: { free: 1 } }), null],
  ['a command', ['createCommands'], command({ productId: 'p', serviceId: '', name: '' }), 'service: service_missing'],
  ['a kept command', ['createAsyncCommands'], kept(-1), 'keepFor: keep_out_of_range'],
  ['a kept command', ['createAsyncCommands'], kept(0), null],
  ['a kept command', ['createAsyncCommands'], kept(172_800), null],
  ['a kept command', ['createAsyncCommands'], kept(172_801), 'keepFor: keep_out_of_range'],
  ['parameters', ['createAsyncCommands'], kept(null, parametersOf(documentLimits.keptParameters)), null],
  [
    'parameters',
    ['createAsyncCommands'],
    kept(null, parametersOf(documentLimits.keptParameters + 1)),
    'parameters: parameters_too_large',
  ],
  ['a message', ['createMessages'], message({ content: '' }), 'message: message_missing'],
  ['a message', ['createMessages'], message({ content: 'x' }), null],
  ['a message', ['createMessages'], message({ content: { a: 1 } }), null],
  ['base64', ['createMessages'], message({ content: 'aGk=', encoding: 'base64' }), null],
  ['base64', ['createMessages'], message({ content: 'aGk', encoding: 'base64' }), 'message: message_not_base64'],
  [
    'base64',
    ['createMessages'],
    message({ content: 'aGk=', encoding: 'base64', format: 'raw' }),
    'encoding: raw_needs_plain_encoding',
  ],
  ['its name', ['createMessages'], message({ name: long(128) }), null],
  ['its name', ['createMessages'], message({ name: long(129) }), 'messageName: message_name_too_long'],
  ['a topic', ['createMessages'], message({ topic: { kind: 'own', name: '' } }), 'topic: topic_missing'],
  ['a topic', ['createMessages'], message({ topic: { kind: 'own', name: 't' } }), null],
  ['a topic', ['createMessages'], message({ topic: { kind: 'full', name: long(128) } }), null],
  ['a topic', ['createMessages'], message({ topic: { kind: 'full', name: long(129) } }), 'topic: topic_too_long'],
  ['how long', ['createMessages'], message({ ttlMinutes: -5 }), 'ttl: ttl_out_of_range'],
  ['how long', ['createMessages'], message({ ttlMinutes: 0 }), null],
  ['how long', ['createMessages'], message({ ttlMinutes: 4 }), 'ttl: ttl_not_a_step'],
  ['how long', ['createMessages'], message({ ttlMinutes: 5 }), null],
  ['how long', ['createMessages'], message({ ttlMinutes: 1_440 }), null],
  ['how long', ['createMessages'], message({ ttlMinutes: 1_445 }), 'ttl: ttl_out_of_range'],
  ['correlation', ['createMessages'], message({ correlationData: long(128) }), null],
  ['correlation', ['createMessages'], message({ correlationData: long(129) }), 'correlation: property_text_too_long'],
  ['where to answer', ['createMessages'], message({ responseTopic: long(128) }), null],
  [
    'where to answer',
    ['createMessages'],
    message({ responseTopic: long(129) }),
    'responseTopic: property_text_too_long',
  ],
  ['properties', ['createMessages'], message({ userProperties: pairs(20) }), null],
  [
    'properties',
    ['createMessages'],
    message({ userProperties: pairs(21) }),
    'userProperties: too_many_user_properties',
  ],
  ['a property', ['createMessages'], message({ userProperties: [{ key: long(128), value: long(128) }] }), null],
  [
    'a property',
    ['createMessages'],
    message({ userProperties: [{ key: 'k', value: long(129) }] }),
    'userProperties: property_text_too_long',
  ],
  [
    'a property',
    ['createMessages'],
    message({ userProperties: [{ key: '', value: 'v' }] }),
    'userProperties: user_property_key_missing',
  ],
  ['services', ['updateDeviceShadows'], shadow(), 'shadow: shadow_missing'],
  ['services', ['updateDeviceShadows'], shadow(...services(5)), null],
  ['services', ['updateDeviceShadows'], shadow(...services(6)), 'shadow: too_many_shadows'],
  ['services', ['updateDeviceShadows'], shadow({}, {}), 'shadow: shadow_service_twice'],
  ['services', ['updateDeviceShadows'], shadow({ serviceId: '' }), 'shadow: service_missing'],
  ['services', ['updateDeviceShadows'], shadow({ serviceId: long(64) }), null],
  ['services', ['updateDeviceShadows'], shadow({ serviceId: long(65) }), 'shadow: service_too_long'],
  ['its version', ['updateDeviceShadows'], shadow({ version: -1 }), 'shadow: shadow_version_illegal'],
  ['its version', ['updateDeviceShadows'], shadow({ version: 0 }), null],
  ['desired values', ['updateDeviceShadows'], shadow({ desired: { 'a.b': 1 } }), 'shadow: shadow_key_illegal'],
  ['desired values', ['updateDeviceShadows'], shadow({ desired: { deep: { a: 1 } } }), 'shadow: shadow_not_flat'],
  ['desired values', ['updateDeviceShadows'], shadowOf(documentLimits.shadowCharacters), null],
  [
    'desired values',
    ['updateDeviceShadows'],
    shadowOf(documentLimits.shadowCharacters + 1),
    'shadow: shadow_too_large',
  ],
];
const each = rows.flatMap(([rule, kinds, change, problem]) =>
  kinds.flatMap((kind) => {
    // Without a package such a document is one of the kind's own.
    const isItsOwn = problem === 'package: document_of_another_kind' && rulesOf(kind).document === 'package';
    return [{ kind, rule, change, problem: isItsOwn ? 'package: package_missing' : problem }];
  }),
);

let keys = 0;
async function ask(path: string, body: unknown) {
  keys += 1;
  const headers = { 'Idempotency-Key': `key-${keys.toString().padStart(8, '0')}` };
  const answer = await console.ask('POST', `/api/v1/connections/simulator/${path}`, { cookie, body, headers });
  const { data } = answer.body as { data?: { problems?: { field: string; code: string }[] } };
  const problems = (data?.problems ?? []).map(({ field, code }) => `${field}: ${code}`);
  return { status: answer.status, problems };
}
const creates = () => platform.simulator.log.entries.filter(({ kind }) => kind === 'create').length;

describe('a rule that is broken never reaches the platform', () => {
  test.each(each.filter(({ problem }) => problem !== null))('$kind, $rule: $problem', async (row) => {
    const body = { ...good(row.kind), ...row.change() };
    const before = platform.calls();
    for (const path of ['tasks/preview', 'tasks'])
      expect(await ask(path, body)).toEqual({ status: 422, problems: [row.problem] });
    expect(platform.calls()).toBe(before);
  });
});

test.each(each.filter(({ problem }) => problem === null))('$kind, $rule: just inside', async (row) => {
  expect(await ask('tasks/preview', { ...good(row.kind), ...row.change() })).toEqual({ status: 200, problems: [] });
});

describe('the count that a person types', () => {
  test.each(named.filter((kind) => rulesOf(kind).isGrave))('%s: always', async (kind) => {
    const before = platform.calls();
    for (const confirmedCount of [null, 1, 3])
      expect(await ask('tasks', { ...good(kind), confirmedCount })).toEqual({
        status: 422,
        problems: ['confirm: count_not_confirmed'],
      });
    expect(platform.calls()).toBe(before);
  });

  test.each(named.filter((kind) => !rulesOf(kind).isGrave))('%s: above a thousand', async (kind) => {
    const before = creates();
    const body = { ...good(kind), ...targets(limits.typedCountAbove + 1)() };
    expect(await ask('tasks', { ...body, confirmedCount: limits.typedCountAbove })).toEqual({
      status: 422,
      problems: ['confirm: count_not_confirmed'],
    });
    expect(await ask('tasks', { ...body, ...targets(limits.typedCountAbove)(), confirmedCount: null })).toEqual({
      status: 202,
      problems: [],
    });
    expect(creates()).toBe(before);
  });
});

test.each([
  [59, 'parameters: value_too_small'],
  [60, null],
  [86_400, null],
  [86_401, 'parameters: value_too_large'],
  ['60', 'parameters: value_wrong_type'],
])('a value of %j under the model of a product', async (seconds, problem) => {
  const before = creates();
  const [meter] = platform.world.fleet.catalogue.products;
  const productId = meter?.productId ?? '';
  const document = command({ productId, serviceId: 'WaterMeter', name: 'SET_INTERVAL', parameters: { seconds } });
  const body = { ...good('createCommands'), ...document() };
  const expected = problem === null ? { status: 200, problems: [] } : { status: 422, problems: [problem] };
  const paths = problem === null ? ['tasks/preview'] : ['tasks/preview', 'tasks'];
  for (const path of paths) expect(await ask(path, body)).toEqual(expected);
  expect(creates()).toBe(before);
});

test.each(['d'.repeat(129), '', 'dev 1', 'метр'])('an ID that is none (%s) is not read at all', async (id) => {
  const before = platform.calls();
  for (const path of ['tasks/preview', 'tasks']) {
    const body = { ...good('freezeDevices'), targets: { source: 'devices', deviceIds: ['d'.repeat(128), id] } };
    expect((await ask(path, body)).status).toBe(400);
  }
  expect(platform.calls()).toBe(before);
});

test.each([
  [30_000, 200],
  [30_001, 400],
])('a list of %i devices is answered with %i', async (count, status) => {
  const before = platform.calls();
  expect((await ask('tasks/preview', { ...good('unfreezeDevices'), ...targets(count)() })).status).toBe(status);
  expect(platform.calls()).toBe(before);
});

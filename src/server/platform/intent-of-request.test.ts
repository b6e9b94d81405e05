/** What is read of a request: all of what we write, what the vendor prints, and a note of everything else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NamedTask, noOptions } from '#shared/domain/create.ts';
import type { JsonObject, TaskDocument } from '#shared/domain/document.ts';
import { type KnownKind, knownKinds, rulesOf } from '#shared/domain/kinds.ts';
import { intentOf } from '#server/routes/create-intent.ts';
import printed from '#wire/samples/create-batch-task-documents.json' with { type: 'json' };
import fileRequest from '#wire/samples/create-batch-task-request-document-source.json' with { type: 'json' };
import groupsRequest from '#wire/samples/create-batch-task-request-groups.json' with { type: 'json' };
import targetsRequest from '#wire/samples/create-batch-task-request-targets.json' with { type: 'json' };
import { intentOfRequest } from './intent-of-request.ts';
import { createBody } from './iotda-intents.ts';
import type { Json, ReadTask } from './port-intents.ts';

function read(request: unknown, kind: KnownKind | null = null): ReadTask {
  // Whatever a test writes down is JSON.
  const answer = intentOfRequest(kind, request as Json);
  if (answer.is === 'unreadable') throw new Error(JSON.stringify(answer.problems));
  return answer;
}

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,36}$/);
const word = fc.string({ maxLength: 40, unit: 'grapheme' }).filter((one) => one !== '[removed]');
/** Any JSON but what the console refuses to read, or has put in the place of a secret. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.stringify(value))
  .filter((written) => !/__proto__|\[removed\]/.test(written))
  .map((written): JsonObject[string] => JSON.parse(written));
const object = fc.dictionary(
  word.filter((name) => name !== '__proto__'),
  json,
  { maxKeys: 4, noNullPrototype: true },
);
const whole = fc.nat(2_000);
const wholeOrNull: fc.Arbitrary<number | null> = fc.option(whole);
const command = fc.record({ productId: fc.constant(null), serviceId: word, name: word, parameters: object });
const documents: Record<TaskDocument['type'], fc.Arbitrary<TaskDocument>> = {
  none: fc.constant({ type: 'none' }),
  package: fc.record({ type: fc.constant('package'), packageId: id }),
  command: fc.record({ type: fc.constant('command'), command }),
  async_command: fc.record({ type: fc.constant('async_command'), command, keepForSeconds: wholeOrNull }),
  message: fc.record({
    type: fc.constant('message'),
    message: fc.record({
      content: fc.oneof(word, object),
      name: word,
      encoding: fc.constantFrom('none', 'base64'),
      format: fc.constantFrom('standard', 'raw'),
      topic: fc.oneof(
        fc.constant({ kind: 'default' as const, name: '' }),
        fc.record({ kind: fc.constantFrom('own', 'full'), name: word.filter((name) => name !== '') }),
      ),
      ttlMinutes: fc.option(whole),
      correlationData: word,
      responseTopic: word,
      userProperties: fc.array(fc.record({ key: word, value: word }), { maxLength: 3 }),
    }),
  }),
  shadow: fc.record({
    type: fc.constant('shadow'),
    productId: fc.constant(null),
    shadows: fc.array(fc.record({ serviceId: word, desired: object, version: fc.option(whole) }), { maxLength: 3 }),
  }),
};
const targets: Record<'devices' | 'groups' | 'file', fc.Arbitrary<NamedTask['targets']>> = {
  devices: fc.record({ source: fc.constant('devices'), deviceIds: fc.uniqueArray(id, { minLength: 1, maxLength: 5 }) }),
  groups: fc.record({ source: fc.constant('groups'), groupIds: fc.uniqueArray(id, { minLength: 1, maxLength: 5 }) }),
  file: fc.record({ source: fc.constant('file'), workbookId: id, rows: fc.constant(0) }),
};
/** Any request of a kind that the forms could make. */
function requestsOf(kind: KnownKind): fc.Arbitrary<NamedTask> {
  const { document, targets: sources, passesOn, canConfirm } = rulesOf(kind);
  const policy = fc.record({ count: whole, intervalMinutes: whole });
  return fc.record({
    kind: fc.constant(kind),
    name: fc.stringMatching(/^[A-Za-z0-9_]{1,30}$/),
    spaceId: id,
    targets: fc.oneof(...sources.map((source) => targets[source])),
    document: documents[document],
    options: fc.record({
      gatewayMode: passesOn ? fc.boolean() : fc.constant(false),
      needsConfirm: canConfirm ? fc.boolean() : fc.constant(false),
      extra: passesOn ? fc.option(object) : fc.constant(null),
    }),
    startsAt: fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1_000)),
    retry: fc.oneof(policy, fc.constant({ count: null, intervalMinutes: null })),
    confirmedCount: fc.constant(null),
  });
}

describe('what we write is what we read', () => {
  test.each(knownKinds)('%s', (kind) => {
    fc.assert(
      fc.property(requestsOf(kind), fc.constantFrom('package_id', 'package_ids'), (asked, packageField) => {
        const body = createBody(intentOf(asked, 'person', 'a-key-of-some-length'), packageField);
        const {
          is: _is,
          name,
          targets: found,
          notCarried,
          problems,
          ...values
        } = read(JSON.parse(JSON.stringify(body)));
        const { name: label, targets: given, confirmedCount: _, ...wanted } = asked;
        expect(values).toEqual(wanted);
        expect(name.slice(0, -13)).toBe(label);
        expect(found).toEqual(given.source === 'file' ? { source: 'file' } : given);
        expect(notCarried).toEqual(given.source === 'file' ? [{ code: 'file_again', at: 'document_source' }] : []);
        expect(problems).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what the vendor prints', () => {
  const policy = { startsAt: Date.UTC(2015, 11, 12, 12, 12, 12), retry: { count: 5, intervalMinutes: 60 } };
  const upgrade = {
    kind: 'softwareUpgrade',
    name: 'BatchSoftwareUpgradeTask',
    spaceId: 'Ev8FVvCfOdQDzrFrxSOemiw_aMca',
    document: { type: 'package', packageId: '32822e5744a45ede319d2c50' },
    options: noOptions,
    ...policy,
    is: 'read',
    notCarried: [],
    problems: [],
  };
  const device = 'e495cf17-ff79-4294-8f64-4d367919d665';

  test('an upgrade of one device, and of a group', () => {
    expect(read(targetsRequest)).toEqual({ ...upgrade, targets: { source: 'devices', deviceIds: [device] } });
    expect(read(groupsRequest)).toEqual({ ...upgrade, targets: { source: 'groups', groupIds: [device] } });
  });

  test('devices from a workbook, which has to be given again', () => {
    expect(read(fileRequest)).toMatchObject({
      kind: 'createDevices',
      targets: { source: 'file' },
      document: { type: 'none' },
      ...policy,
      notCarried: [{ code: 'file_again', at: 'document_source' }],
    });
  });

  test('the documents of the other kinds', () => {
    const documentOf = (kind: KnownKind, document: unknown) => {
      const { document: found, notCarried } = read({ task_type: kind, document });
      expect(notCarried).toEqual([]);
      return found;
    };
    const ofDocuments = { productId: null, serviceId: 'water', name: 'ON_OFF', parameters: { value: 'ON' } };
    const { createCommands, createAsyncCommands, updateDeviceShadows } = printed;
    expect(documentOf('createCommands', createCommands.document)).toEqual({ type: 'command', command: ofDocuments });
    expect(documentOf('createAsyncCommands', createAsyncCommands.document)).toEqual({
      type: 'async_command',
      command: ofDocuments,
      keepForSeconds: null,
    });
    expect(documentOf('updateDeviceShadows', updateDeviceShadows.document)).toEqual({
      type: 'shadow',
      productId: null,
      shadows: [{ serviceId: 'WaterMeter', desired: { temperature: '60' }, version: null }],
    });
    // SDK samples send a document as its own text.
    expect(documentOf('createCommands', JSON.stringify(createCommands.document))).toMatchObject({ type: 'command' });
  });
});

describe('what has no place with us is named', () => {
  const notes = (request: object, kind: KnownKind = 'firmwareUpgrade') =>
    read({ task_type: kind, ...request }).notCarried.map(({ code, at }) => `${code} ${at}`);

  test.each<[string, string[], object, KnownKind?]>([
    ['fields from nowhere', ['unknown_field color'], { color: 'red' }],
    ['a field inside', ['unknown_field document.speed'], { document: { package_id: 'p', speed: 3 } }],
    ['a filter', ['unknown_field targets_filter.tag'], { targets_filter: { group_ids: ['g'], tag: 't' } }],
    ['a mode of other kinds', ['unknown_field task_mode'], { task_mode: 'GATEWAY' }, 'freezeDevices'],
    ['another mode', ['unreadable_field task_mode'], { task_mode: 'TURBO' }],
    ['a confirmation of other kinds', ['unknown_field need_confirm'], { need_confirm: true }, 'freezeDevices'],
    ['a document of other kinds', ['unknown_field document'], { document: { a: 1 } }, 'freezeDevices'],
    ['a document that is none', ['unreadable_field document'], { document: [] }],
    ['a second package', ['more_packages document.package_ids'], { document: { package_ids: ['a', 'b'] } }],
    ['a time in words', ['unreadable_field task_policy.schedule_time'], { task_policy: { schedule_time: 'noon' } }],
    ['a count that is none', ['unreadable_field task_policy.retry_count'], { task_policy: { retry_count: -1 } }],
    [
      'a second topic',
      ['unknown_field document.topic_full_name'],
      { document: { message: 'm', topic: 't', topic_full_name: '/t' } },
      'createMessages',
    ],
    [
      'a fixed ID',
      ['unknown_field document.message_id'],
      { document: { message: 'm', message_id: 'i' } },
      'createMessages',
    ],
    [
      'a shadow’s field',
      ['unknown_field document.shadow.1.why'],
      { document: { shadow: [{ service_id: 'a' }, { service_id: 'b', why: 1 }] } },
      'updateDeviceShadows',
    ],
    [
      'a time of a command at once',
      ['unknown_field document.expire_time'],
      { document: { paras: {}, send_strategy: 'immediately', expire_time: 5 } },
      'createAsyncCommands',
    ],
    ['a long name', ['unreadable_field task_name'], { task_name: 'n'.repeat(257) }],
  ])('%s', (_, expected, request, kind) => expect(notes(request, kind)).toEqual(expected));

  test('what is absent, empty or asks for nothing is not missing', () => {
    expect(notes({ task_mode: '', need_confirm: false, task_policy: {}, document: null, targets: [] })).toEqual([]);
    expect(notes({ need_confirm: false, document: {}, targets_filter: { group_ids: [] } }, 'freezeDevices')).toEqual(
      [],
    );
  });

  test('a value that the console has kept back is left out, never sent as its stand-in', () => {
    const kept = { token: '[removed]', a: { psk: '[removed]', b: ['[removed]', 1] } };
    const { document, notCarried } = read({ document: { service_id: 's', paras: kept } }, 'createCommands');
    expect(document).toMatchObject({ command: { parameters: { a: { b: [null, 1] } } } });
    expect(notCarried.map(({ at }) => at)).toEqual([
      'document.paras.token',
      'document.paras.a.psk',
      'document.paras.a.b.0',
    ]);
    expect(read({ document: { message: '[removed]' } }, 'createMessages')).toMatchObject({
      document: { message: { content: '' } },
      notCarried: [{ code: 'secret_removed', at: 'document.message' }],
    });
  });

  test('a name of any length is cut in its note', () => {
    expect(read({ task_type: 'freezeDevices', ['x'.repeat(500)]: 1 }).notCarried[0]?.at).toHaveLength(200);
  });
});

describe('what no task can be made of', () => {
  const devices = (count: number) => Array.from({ length: count }, (_, at) => `d-${at}`);
  test.each<[string, object]>([
    ['kind_missing', {}],
    ['kind_missing', { task_type: 7 }],
    ['kind_unknown', { task_type: 'changeGateway' }],
    ['two_target_sources', { task_type: 'freezeDevices', targets: ['a'], targets_filter: { group_ids: ['b'] } }],
    ['two_target_sources', { task_type: 'freezeDevices', targets: ['a'], document_source: 'f' }],
    ['too_many_targets', { task_type: 'freezeDevices', targets: devices(30_001) }],
    ['target_illegal', { task_type: 'freezeDevices', targets: ['a', 'b c'] }],
    ['target_illegal', { task_type: 'freezeDevices', targets: ['a', 7] }],
    ['targets_of_another_kind', { task_type: 'createDevices', targets: ['a'] }],
    ['targets_of_another_kind', { task_type: 'firmwareUpgrade', document_source: 'f' }],
  ])('%s', (code, request) => {
    const { problems } = intentOfRequest(null, request as Json); // written down here as JSON
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  test('30,000 devices are not too many, and the same device counts once', () => {
    const request = { task_type: 'freezeDevices', targets: [...devices(30_000), 'd-0'] };
    expect(read(request)).toMatchObject({ problems: [], targets: { deviceIds: { length: 30_000 } } });
  });
});

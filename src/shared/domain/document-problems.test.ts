import { describe, expect, test } from 'vitest';
import type { CommandDocument, MessageDocument, ShadowEntry, TaskDocument } from './document.ts';
import { documentLimits, documentProblems, modelProblems } from './document-problems.ts';
import type { ProductModel, ValueModel } from './product-model.ts';

const command = (change: Partial<CommandDocument> = {}): CommandDocument => ({
  productId: null,
  serviceId: 'Valve',
  name: 'CLOSE',
  parameters: {},
  ...change,
});
const message = (change: Partial<MessageDocument> = {}): TaskDocument => ({
  type: 'message',
  message: {
    content: 'hello',
    name: '',
    encoding: 'none',
    format: 'standard',
    topic: { kind: 'default', name: '' },
    ttlMinutes: null,
    correlationData: '',
    responseTopic: '',
    userProperties: [],
    ...change,
  },
});
const shadow = (...shadows: Partial<ShadowEntry>[]): TaskDocument => ({
  type: 'shadow',
  productId: null,
  shadows: shadows.map((entry) => ({ serviceId: 'Meter', desired: {}, version: null, ...entry })),
});
const codes = (kind: string, document: TaskDocument) =>
  documentProblems(kind, document).map(
    ({ field, code, at }) => `${field}: ${code}${at === undefined ? '' : ` (${at})`}`,
  );
const long = (length: number) => 'x'.repeat(length);
const pairs = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: 'v' }));

test('a document of another kind is refused', () => {
  expect(codes('createCommands', { type: 'none' })).toEqual(['package: document_of_another_kind']);
  expect(codes('freezeDevices', { type: 'none' })).toEqual([]);
  expect(codes('moduleUpgrade', { type: 'package', packageId: '' })).toEqual(['package: package_missing']);
});

describe('commands (contract C, createCommands and createAsyncCommands)', () => {
  test.each([
    [command(), []],
    [command({ serviceId: '', name: '', parameters: { free: 'form' } }), []],
    [command({ serviceId: long(64) }), []],
    [command({ serviceId: long(65) }), ['service: service_too_long']],
    [command({ name: long(128) }), []],
    [command({ name: long(129) }), ['command: command_name_too_long']],
    [command({ name: '' }), ['command: command_name_missing']],
    [command({ productId: 'p', serviceId: '', name: '' }), ['service: service_missing']],
  ])('%#', (document, problems) =>
    expect(codes('createCommands', { type: 'command', command: document })).toEqual(problems),
  );

  test.each([
    [{ a: long(documentLimits.keptParameters - 8) }, null, []],
    [{ a: long(documentLimits.keptParameters - 7) }, null, ['parameters: parameters_too_large']],
    [{}, 0, []],
    [{}, 172_800, []],
    [{}, 172_801, ['keepFor: keep_out_of_range']],
    [{}, -1, ['keepFor: keep_out_of_range']],
    [{}, 1.5, ['keepFor: keep_out_of_range']],
  ])('kept: %#', (parameters, keepForSeconds, problems) =>
    expect(
      codes('createAsyncCommands', { type: 'async_command', command: command({ parameters }), keepForSeconds }),
    ).toEqual(problems),
  );
});

test.each([
  [{}, []],
  [{ content: '' }, ['message: message_missing']],
  [{ content: { any: 'json' } }, []],
  [{ content: 'aGk=', encoding: 'base64' as const }, []],
  [{ content: 'aGk', encoding: 'base64' as const }, ['message: message_not_base64']],
  [{ content: long(1_000_000) }, []],
  [{ content: long(1_000_001) }, ['message: message_too_long']],
  [{ name: long(128) }, []],
  [{ name: long(129) }, ['messageName: message_name_too_long']],
  [{ format: 'raw' as const }, []],
  [{ content: 'aGk=', format: 'raw' as const, encoding: 'base64' as const }, ['encoding: raw_needs_plain_encoding']],
  [{ topic: { kind: 'own' as const, name: '' } }, ['topic: topic_missing']],
  [{ topic: { kind: 'full' as const, name: long(128) } }, []],
  [{ topic: { kind: 'full' as const, name: long(129) } }, ['topic: topic_too_long']],
  [{ ttlMinutes: 0 }, []],
  [{ ttlMinutes: 1_440 }, []],
  [{ ttlMinutes: 1_445 }, ['ttl: ttl_out_of_range']],
  [{ ttlMinutes: -5 }, ['ttl: ttl_out_of_range']],
  [{ ttlMinutes: 7 }, ['ttl: ttl_not_a_step']],
  [{ topic: { kind: 'own' as const, name: 't' } }, []],
  [{ ttlMinutes: 5 }, []],
  [{ correlationData: long(128), responseTopic: long(128) }, []],
  [{ userProperties: [{ key: long(128), value: long(128) }] }, []],
  [{ userProperties: [{ key: long(129), value: '' }] }, ['userProperties: property_text_too_long (0)']],
  [{ correlationData: long(129) }, ['correlation: property_text_too_long']],
  [{ responseTopic: long(129) }, ['responseTopic: property_text_too_long']],
  [{ userProperties: pairs(20) }, []],
  [{ userProperties: pairs(21) }, ['userProperties: too_many_user_properties']],
  [{ userProperties: [{ key: '', value: 'v' }] }, ['userProperties: user_property_key_missing (0)']],
  [{ userProperties: [{ key: 'k', value: long(129) }] }, ['userProperties: property_text_too_long (0)']],
])('a message (contract C, createMessages) %#', (change, problems) =>
  expect(codes('createMessages', message(change))).toEqual(problems),
);

// What is sent around the text.
const bare = JSON.stringify({ shadow: [{ service_id: 'Meter', desired: { text: '' }, version: null }] }).length;
test.each([
  [shadow(), ['shadow: shadow_missing']],
  [shadow({ desired: { threshold: 3, gone: null, list: [1] } }), []],
  [shadow(...[1, 2, 3, 4, 5].map((at) => ({ serviceId: `s${at}` }))), []],
  [shadow(...[1, 2, 3, 4, 5, 6].map((at) => ({ serviceId: `s${at}` }))), ['shadow: too_many_shadows']],
  [shadow({}, {}), ['shadow: shadow_service_twice (Meter)']],
  [shadow({ serviceId: '' }), ['shadow: service_missing ()']],
  [shadow({ version: 0 }), []],
  [shadow({ version: -1 }), ['shadow: shadow_version_illegal (Meter)']],
  [shadow({ version: 1.5 }), ['shadow: shadow_version_illegal (Meter)']],
  [shadow({ desired: { 'a.b': 1 } }), ['shadow: shadow_key_illegal (Meter.a.b)']],
  [shadow({ desired: { $a: 1 } }), ['shadow: shadow_key_illegal (Meter.$a)']],
  [shadow({ desired: { deep: { er: 1 } } }), ['shadow: shadow_not_flat (Meter.deep)']],
  [shadow({ serviceId: long(64) }), []],
  [shadow({ serviceId: long(65) }), [`shadow: service_too_long (${long(65)})`]],
  [shadow({ desired: { text: long(10_240 - bare) } }), []],
  [shadow({ desired: { text: long(10_241 - bare) } }), ['shadow: shadow_too_large']],
])('shadows (contract C, updateDeviceShadows) %#', (document, problems) =>
  expect(codes('updateDeviceShadows', document)).toEqual(problems),
);

const value = (name: string, dataType: string, change: Partial<ValueModel> = {}): ValueModel => ({
  name,
  dataType,
  required: false,
  choices: [],
  min: null,
  max: null,
  maxLength: null,
  step: null,
  unit: null,
  description: null,
  ...change,
});
const product: ProductModel = {
  id: 'meter',
  name: 'Water meter',
  spaceId: null,
  protocol: 'MQTT',
  dataFormat: 'json',
  services: [
    {
      id: 'Valve',
      description: null,
      commands: [{ name: 'CLOSE', parameters: [value('force', 'boolean', { required: true })] }],
      properties: [
        { ...value('threshold', 'int', { min: '0', max: '9', required: true }), readable: true, writable: true },
        { ...value('flow', 'decimal'), readable: true, writable: false },
      ],
    },
  ],
};
const underModel = (kind: string, document: TaskDocument, of = product) =>
  modelProblems(kind, document, of).map(
    ({ field, code, at }) => `${field}: ${code}${at === undefined ? '' : ` (${at})`}`,
  );

describe('under the model of a product', () => {
  const asked = (change: Partial<CommandDocument>): TaskDocument => ({
    type: 'command',
    command: command({ parameters: { force: true }, ...change }),
  });
  test.each([
    [{}, []],
    [{ serviceId: 'Pump' }, ['service: service_unknown']],
    [{ name: 'OPEN' }, ['command: command_unknown']],
    [{ parameters: {} }, ['parameters: value_missing (force)']],
    [{ parameters: { force: 'yes' } }, ['parameters: value_wrong_type (force)']],
    [{ parameters: { force: true, more: 1 } }, ['parameters: parameter_unknown (more)']],
  ])('command %j', (change, problems) => expect(underModel('createCommands', asked(change))).toEqual(problems));

  test('the protocol has to suit: commands and messages MQTT, kept commands CoAP', () => {
    const coap = { ...product, protocol: 'CoAP' };
    expect(underModel('createCommands', asked({}), coap)).toEqual(['command: protocol_does_not_suit']);
    expect(underModel('createMessages', message(), coap)).toEqual(['message: protocol_does_not_suit']);
    const kept: TaskDocument = {
      type: 'async_command',
      command: command({ parameters: { force: true } }),
      keepForSeconds: null,
    };
    expect(underModel('createAsyncCommands', kept)).toEqual(['command: protocol_does_not_suit']);
    expect(underModel('createAsyncCommands', kept, coap)).toEqual([]);
    expect(underModel('createMessages', message(), { ...product, protocol: null })).toEqual([]);
  });

  test.each([
    [{ threshold: 9 }, []],
    [{ threshold: null }, []],
    [{ threshold: 10 }, ['shadow: value_too_large (Valve.threshold)']],
    [{ flow: 1 }, ['shadow: property_not_writable (Valve.flow)']],
    [{ colour: 1 }, ['shadow: property_unknown (Valve.colour)']],
  ])('desired %j', (desired, problems) =>
    expect(underModel('updateDeviceShadows', shadow({ serviceId: 'Valve', desired }))).toEqual(problems),
  );
});

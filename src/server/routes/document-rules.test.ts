/** Every rule of the document of a new task at its boundary, one step inside and one outside. (Platform contract A.1, C and D.) */
import { expect, test } from 'vitest';
import type { NewTask } from '#shared/domain/create.ts';
import type { JsonObject, MessageDocument, ShadowEntry } from '#shared/domain/document.ts';
import { documentLimits } from '#shared/domain/document-problems.ts';
import { aCommand, aMessage, command, long, openRules, shadowsOf } from './test-rules.ts';

const { platform, ask, good, creates, testRules } = await openRules();

const kept = (keepForSeconds: number | null, parameters: JsonObject = {}): Partial<NewTask> => ({
  document: { type: 'async_command', command: { ...aCommand, parameters }, keepForSeconds },
});
const message = (change: Partial<MessageDocument>): Partial<NewTask> => ({
  document: { type: 'message', message: { ...aMessage, ...change } },
});
const shadow = (...shadows: Partial<ShadowEntry>[]): Partial<NewTask> => ({ document: shadowsOf(...shadows) });
const services = (count: number) => Array.from({ length: count }, (_, at) => ({ serviceId: `s${at}` }));
const pairs = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: 'v' }));
const parametersOf = (characters: number) => ({ a: long(characters - '{"a":""}'.length) });
const shadowOverhead = JSON.stringify({ shadow: [{ service_id: 'Meter', desired: { a: '' }, version: null }] }).length;
const shadowOf = (characters: number) => shadow({ desired: { a: long(characters - shadowOverhead) } });

testRules([
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
]);

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
  const body = { ...good('createCommands'), ...document };
  const expected = problem === null ? { status: 200, problems: [] } : { status: 422, problems: [problem] };
  const paths = problem === null ? ['tasks/preview'] : ['tasks/preview', 'tasks'];
  for (const path of paths) expect(await ask(path, body)).toEqual(expected);
  expect(creates()).toBe(before);
});

import { expect, test } from 'vitest';
import { CreateBatchTask, Task } from './batch-tasks.ts';
import {
  AsyncCommandDocument,
  CommandDocument,
  MessageDocument,
  maxExpireSeconds,
  ShadowDocument,
  UpgradeDocument,
} from './documents.ts';

const services = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ service_id: `s${index}`, desired: { level: index } }));

test.each([
  ['a command of a service', CommandDocument, { service_id: 'Valve', command_name: 'OPEN', paras: { percent: 50 } }],
  ['a free command', CommandDocument, { paras: {} }],
  ['an asynchronous command at once', AsyncCommandDocument, { paras: {}, send_strategy: 'immediately' }],
  ['one that waits two days', AsyncCommandDocument, { paras: {}, send_strategy: 'delay', expire_time: 172_800 }],
  ['a text message', MessageDocument, { message: 'hello', encoding: 'none', payload_format: 'raw' }],
  ['a message on its own topic', MessageDocument, { message: { a: 1 }, topic_full_name: '$oc/devices/x/user/a' }],
  ['five shadows', ShadowDocument, { shadow: services(5) }],
  ['a cleared shadow', ShadowDocument, { shadow: [{ service_id: 's', desired: {}, version: 0 }] }],
])('C: %s is a document', (_, schema, document) => {
  expect(schema.parse(document)).toEqual(document);
  expect(CreateBatchTask.safeParse({ task_name: 'a', task_type: 'b', document }).success).toBe(true);
});

test.each([
  ['parameters as a text', CommandDocument, { paras: '{}' }],
  ['a service ID of 65 characters', CommandDocument, { service_id: 'x'.repeat(65), paras: {} }],
  ['a command name of 129 characters', CommandDocument, { command_name: 'x'.repeat(129), paras: {} }],
  ['an unknown field', CommandDocument, { paras: {}, priority: 1 }],
  ['no send strategy', AsyncCommandDocument, { paras: {} }],
  ['a life without delay', AsyncCommandDocument, { paras: {}, send_strategy: 'immediately', expire_time: 60 }],
  [
    'more than two days',
    AsyncCommandDocument,
    { paras: {}, send_strategy: 'delay', expire_time: maxExpireSeconds + 1 },
  ],
  ['no message', MessageDocument, { name: 'n' }],
  ['two topics', MessageDocument, { message: 'm', topic: 'a', topic_full_name: 'b' }],
  ['raw base64', MessageDocument, { message: 'm', encoding: 'base64', payload_format: 'raw' }],
  ['a life that is no multiple of 5', MessageDocument, { message: 'm', ttl: 7 }],
  ['a message ID with a space', MessageDocument, { message: 'm', message_id: 'a b' }],
  ['six shadows', ShadowDocument, { shadow: services(6) }],
  ['no shadow', ShadowDocument, { shadow: [] }],
  ['one service twice', ShadowDocument, { shadow: [...services(1), ...services(1)] }],
  ['a key with a dot', ShadowDocument, { shadow: [{ service_id: 's', desired: { 'a.b': 1 } }] }],
  ['more than 10 K', ShadowDocument, { shadow: [{ service_id: 's', desired: { a: 'x'.repeat(10_240) } }] }],
])('C: %s is none', (_, schema, document) => {
  expect(schema.safeParse(document).success).toBe(false);
});

test('C: a document is read as an object and as the text of one; anything else is not there', () => {
  const read = (document: unknown) => Task.parse({ task_id: 'a', document }).document;
  expect(read({ package_ids: ['p'] })).toEqual({ package_ids: ['p'] });
  expect(UpgradeDocument.parse(read('{"package_id":"p"}')).package_id).toBe('p');
  for (const broken of ['{', '[]', 'null', 7, null]) expect(read(broken)).toBeUndefined();
});

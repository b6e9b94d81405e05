/**
 * From what a person filled in to the JSON that the platform is sent, one row for each kind. Where the vendor prints a request, the
 * row is that request; the samples name the page. Other rows are written out by hand from the tables of the same pages.
 */
import { describe, expect, test } from 'vitest';
import { intentOf } from '#server/routes/create-intent.ts';
import { assertSendable, createBody, type PackageField } from '#server/platform/iotda-intents.ts';
import { NewTask } from '#shared/domain/create.ts';
import { type KnownKind, kinds } from '#shared/domain/kinds.ts';
import { CreateBatchTask } from '#wire/iotda/batch-tasks.ts';
import printed from '#wire/samples/create-batch-task-documents.json' with { type: 'json' };
import groupsRequest from '#wire/samples/create-batch-task-request-groups.json' with { type: 'json' };
import targetsRequest from '#wire/samples/create-batch-task-request-targets.json' with { type: 'json' };
import { workbookKinds } from '#shared/domain/workbook.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { toNewTask } from './draft-request.ts';

const space = 'Ev8FVvCfOdQDzrFrxSOemiw_aMca';
const device = 'e495cf17-ff79-4294-8f64-4d367919d665';
const pack = '32822e5744a45ede319d2c50';
const time = Date.UTC(2015, 11, 12, 12, 12, 12);
const inAWhile: Partial<Draft> = { starts: 'later', startsAt: time, retryCount: 5, retryInterval: 60 };
const command: Partial<Draft> = { serviceId: 'water', commandName: 'ON_OFF', parametersText: '{"value": "ON"}' };

const workbook = {
  id: '5b0b4f5e-9d0c-4f6c-9c50-0a5a4e3b1f77',
  fileName: 'devices.xlsx',
  rows: 2,
  bytes: 4_096,
  digest: '0'.repeat(64),
  createdAt: 0,
  expiresAt: time,
};

type Row = {
  title: string;
  filled: Partial<Draft> & { kind: KnownKind; name: string };
  /** Without the 13 characters that the console adds to a name. */
  sent: Record<string, unknown>;
  packageField?: PackageField;
};

/** A request for one device, which is all that the row says nothing else about. */
const to = (kind: KnownKind, more: Record<string, unknown> = {}) => ({
  app_id: space,
  task_name: `${kind}_1`,
  task_type: kind,
  targets: [device],
  ...more,
});
/** A request for the devices of a workbook. */
const of = (kind: KnownKind, more: Record<string, unknown> = {}) => ({
  app_id: space,
  task_name: `${kind}_1`,
  task_type: kind,
  document_source: workbook.id,
  ...more,
});
const filled = (kind: KnownKind, more: Partial<Draft> = {}): Row['filled'] => ({
  ...more,
  kind,
  name: `${kind}_1`,
});

const rows: Row[] = [
  {
    title: 'the printed upgrade of one device',
    filled: { ...inAWhile, kind: 'softwareUpgrade', name: 'BatchSoftwareUpgradeTask', packageId: pack },
    sent: targetsRequest,
    packageField: 'package_id',
  },
  {
    title: 'the printed upgrade of a group',
    filled: {
      ...inAWhile,
      kind: 'softwareUpgrade',
      name: 'BatchSoftwareUpgradeTask',
      packageId: pack,
      source: 'groups',
      groupIds: groupsRequest.targets_filter.group_ids,
    },
    sent: groupsRequest,
    packageField: 'package_id',
  },
  {
    title: 'a firmware with all options of an upgrade',
    filled: filled('firmwareUpgrade', {
      packageId: pack,
      gatewayMode: true,
      needsConfirm: true,
      extraText: '{"window": "night"}',
      retryCount: 0,
      retryInterval: 0,
    }),
    sent: to('firmwareUpgrade', {
      task_mode: 'GATEWAY',
      need_confirm: true,
      task_ext_info: { window: 'night' },
      document: { package_ids: [pack] },
      task_policy: { retry_count: 0, retry_interval: 0 },
    }),
  },
  {
    title: 'a module, which has no gateway mode',
    filled: filled('moduleUpgrade', { packageId: pack, gatewayMode: true, needsConfirm: true, extraText: '{"a": 1}' }),
    sent: to('moduleUpgrade', { need_confirm: true, document: { package_ids: [pack] } }),
  },
  {
    title: 'the printed command',
    filled: filled('createCommands', command),
    sent: to('createCommands', { document: printed.createCommands.document }),
  },
  {
    title: 'a command in free form',
    filled: filled('createCommands', { parametersText: '{"value": "ON"}' }),
    sent: to('createCommands', { document: { paras: { value: 'ON' } } }),
  },
  {
    title: 'the printed command that is not kept, without a time to keep it that would say nothing',
    filled: filled('createAsyncCommands', { ...command, keeps: false, keepForSeconds: 60 }),
    sent: to('createAsyncCommands', { document: without('expire_time', printed.createAsyncCommands.document) }),
  },
  {
    title: 'a command that is kept for two days',
    filled: filled('createAsyncCommands', { ...command, keeps: true, keepForSeconds: 172_800 }),
    sent: to('createAsyncCommands', {
      document: { ...printed.createAsyncCommands.document, send_strategy: 'delay', expire_time: 172_800 },
    }),
  },
  {
    title: 'a message with its defaults',
    filled: filled('createMessages', { messageText: 'hello' }),
    sent: to('createMessages', { document: { message: 'hello' } }),
  },
  {
    title: 'a message with everything that a message can have',
    filled: filled('createMessages', {
      messageIsJson: true,
      messageText: '{"hello": [1, null]}',
      messageName: 'greeting',
      messageFormat: 'raw',
      topicKind: 'full',
      topicName: '/all/greetings',
      ttlMinutes: 0,
      correlationData: 'c-1',
      responseTopic: '/answers',
      userProperties: [{ key: 'k', value: '' }],
    }),
    sent: to('createMessages', {
      document: {
        message: { hello: [1, null] },
        name: 'greeting',
        payload_format: 'raw',
        topic_full_name: '/all/greetings',
        ttl: 0,
        properties: {
          correlation_data: 'c-1',
          response_topic: '/answers',
          user_properties: [{ prop_key: 'k', prop_value: '' }],
        },
      },
    }),
  },
  {
    title: 'a message in base64 to a topic of the product',
    filled: filled('createMessages', {
      messageText: 'aGk=',
      messageEncoding: 'base64',
      topicKind: 'own',
      topicName: 'greetings',
    }),
    sent: to('createMessages', { document: { message: 'aGk=', encoding: 'base64', topic: 'greetings' } }),
  },
  {
    title: 'the printed shadow',
    filled: filled('updateDeviceShadows', {
      shadows: [{ serviceId: 'WaterMeter', desiredText: '{"temperature": "60"}', version: null }],
    }),
    sent: to('updateDeviceShadows', { document: printed.updateDeviceShadows.document }),
  },
  {
    title: 'shadows that are cleared, and of one version only',
    filled: filled('updateDeviceShadows', {
      shadows: [
        { serviceId: 'WaterMeter', desiredText: '', version: 0 },
        { serviceId: 'Valve', desiredText: '{"old": null}', version: null },
      ],
    }),
    sent: to('updateDeviceShadows', {
      document: {
        shadow: [
          { service_id: 'WaterMeter', desired: {}, version: 0 },
          { service_id: 'Valve', desired: { old: null } },
        ],
      },
    }),
  },
  { title: 'devices to freeze', filled: filled('freezeDevices'), sent: to('freezeDevices') },
  { title: 'devices to unfreeze', filled: filled('unfreezeDevices', inAWhile), sent: to('unfreezeDevices', policy()) },
  {
    title: 'devices to delete, with a leftover of another kind',
    filled: filled('deleteDevices', { ...command, packageId: pack, needsConfirm: true }),
    sent: to('deleteDevices'),
  },
  ...workbookKinds.map((kind) => ({
    title: `the workbook of ${kind}, with leftovers of the other sources`,
    filled: filled(kind, { source: 'file', workbook: { ...workbook, kind }, groupIds: ['g'], packageId: pack }),
    sent: of(kind),
  })),
  {
    title: 'a workbook at a time, tried again where it fails',
    filled: filled('updateDevices', { ...inAWhile, source: 'file', workbook: { ...workbook, kind: 'updateDevices' } }),
    sent: of('updateDevices', policy()),
  },
];

describe('what was filled in is what the platform is sent', () => {
  test.each(rows)('$title', ({ filled: part, sent, packageField = 'package_ids' }) => {
    const request = NewTask.parse(toNewTask({ ...emptyDraft(space), ...part }, [device]));
    const { targets } = request;
    if (targets.source === 'set') throw new Error('these rows keep no list');
    // How many rows there are is what the server finds with the workbook.
    const named = targets.source === 'file' ? { ...targets, rows: workbook.rows } : targets;
    const intent = intentOf({ ...request, targets: named }, 'person', 'a-key-of-some-length');
    const body = createBody(intent, packageField);
    expect(body.task_name).toMatch(/_[a-z2-7]{12}$/);
    expect({ ...body, task_name: body.task_name.slice(0, -13) }).toEqual(sent);
    expect(CreateBatchTask.parse(body)).toEqual(body);
    expect(() => assertSendable(intent, body)).not.toThrow();
  });

  test('every kind has a row for each way to say which devices', () => {
    const wanted = Object.entries(kinds).flatMap(([kind, { targets }]) =>
      targets.flatMap((source) => (source === 'groups' ? [] : [`${kind} by ${source}`])),
    );
    const there = rows.map(({ filled: { kind, source } }) => `${kind} by ${source === 'file' ? 'file' : 'devices'}`);
    expect([...new Set(there)].toSorted()).toEqual(wanted.toSorted());
    expect(Object.keys(kinds)).toHaveLength(12);
  });
});

function without(name: string, document: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));
}

function policy() {
  return { task_policy: targetsRequest.task_policy };
}

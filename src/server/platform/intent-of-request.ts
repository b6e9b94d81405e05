/** A request for a new task as the platform has it said, read back into our words: the reverse of `createBody`. */
import { z } from 'zod';
import type { NotCarried, RequestProblem } from '#shared/domain/brought.ts';
import { limits, type NewTask, noOptions } from '#shared/domain/create.ts';
import { isDeviceId } from '#shared/domain/device-ids.ts';
import type { CommandDocument, MessageDocument, ShadowEntry, TaskDocument } from '#shared/domain/document.ts';
import { isKnownKind, type KnownKind, rulesOf } from '#shared/domain/kinds.ts';
import { bag, bagOrText, flag, text, whole } from '#wire/iotda/reading.ts';
import { groupIdsOf, timeOf } from './iotda-words.ts';
import type { Json, ReadTargets, ReadTask, Unreadable } from './port-intents.ts';
import { type Fields, readFields } from './read-fields.ts';

/** As long as our own forms let a text be. */
const someText = text.pipe(z.string().max(4_096));
const idPattern = /^[A-Za-z0-9_-]{1,36}$/;
const id = text.pipe(z.string().regex(idPattern));
const Name = text.pipe(z.string().max(256));
const Groups = z
  .union([z.array(z.unknown()), z.string()])
  .transform(groupIdsOf)
  .pipe(z.array(z.string().regex(idPattern)).max(100));

/**
 * What a request asks for. `kind` is the task's where the request is one that the platform has told, and null for the body of a
 * create, which names it itself. Nothing is dropped in silence: `notCarried` has what our words have no place for, and `problems` why
 * it is no request that a task could be made of.
 */
export function intentOfRequest(kind: KnownKind | null, request: Json): ReadTask | Unreadable {
  const notCarried: NotCarried[] = [];
  const fields = readFields(bag.safeParse(request).data ?? {}, notCarried);
  const named = fields.take('task_type', z.string()) ?? '';
  const found = kind ?? named;
  if (found === '') return { is: 'unreadable', problems: [{ code: 'kind_missing' }] };
  if (!isKnownKind(found)) return { is: 'unreadable', problems: [{ code: 'kind_unknown', at: found.slice(0, 64) }] };
  const { targets, problems } = targetsOf(found, fields);
  const read = {
    is: 'read' as const,
    kind: found,
    name: fields.take('task_name', Name) ?? '',
    spaceId: fields.take('app_id', id) ?? '',
    targets,
    document: documentOf(found, fields),
    options: optionsOf(found, fields),
    ...policyOf(fields),
  };
  fields.end();
  return { ...read, notCarried, problems };
}

function targetsOf(kind: KnownKind, fields: Fields): { targets: ReadTargets | null; problems: RequestProblem[] } {
  const deviceIds = fields.take('targets', z.array(z.unknown())) ?? [];
  const filter = fields.inside('targets_filter');
  const groupIds = filter?.take('group_ids', Groups) ?? [];
  filter?.end();
  const file = fields.take('document_source', z.string()) ?? '';
  const said = { targets: deviceIds.length > 0, targets_filter: groupIds.length > 0, document_source: file !== '' };
  const names = Object.entries(said).flatMap(([name, isSaid]) => (isSaid ? [name] : []));
  const refused = (code: RequestProblem['code'], at: string) => ({ targets: null, problems: [{ code, at }] });
  // The platform takes the first of several without a word.
  if (names.length > 1) return refused('two_target_sources', names.join(', '));
  const taken = rulesOf(kind).targets;
  const noted = (source: ReadTargets['source']) =>
    taken.includes(source) ? null : refused('targets_of_another_kind', names.join(', '));
  if (said.document_source) {
    const refusal = noted('file');
    if (refusal === null) fields.note('file_again', 'document_source');
    return refusal ?? { targets: { source: 'file' }, problems: [] };
  }
  if (said.targets_filter) return noted('groups') ?? { targets: { source: 'groups', groupIds }, problems: [] };
  if (!said.targets) return { targets: null, problems: [] };
  const wrong = deviceIds.find((one) => !isDeviceId(one));
  if (wrong !== undefined) return refused('target_illegal', JSON.stringify(wrong).slice(0, 140));
  const devices = [...new Set(deviceIds.filter(isDeviceId))];
  if (devices.length > limits.devices) return refused('too_many_targets', String(devices.length));
  return noted('devices') ?? { targets: { source: 'devices', deviceIds: devices }, problems: [] };
}

function optionsOf(kind: KnownKind, fields: Fields): NewTask['options'] {
  const { canConfirm, passesOn } = rulesOf(kind);
  const needsConfirm = canConfirm && fields.take('need_confirm', flag) === true;
  // What is not asked for is not missing.
  if (!canConfirm && fields.take('need_confirm', flag) === true) fields.note('unknown_field', 'need_confirm');
  if (!passesOn) return { ...noOptions, needsConfirm };
  const gatewayMode = fields.take('task_mode', z.literal('GATEWAY')) !== undefined;
  return { gatewayMode, needsConfirm, extra: fields.free('task_ext_info') ?? null };
}

function policyOf(fields: Fields): Pick<NewTask, 'startsAt' | 'retry'> {
  const policy = fields.inside('task_policy');
  const startsAt = policy?.take('schedule_time', z.string().transform(timeOf).pipe(z.int())) ?? null;
  const count = policy?.take('retry_count', whole) ?? null;
  const intervalMinutes = policy?.take('retry_interval', whole) ?? null;
  policy?.end();
  return { startsAt, retry: { count, intervalMinutes } };
}

/** Of a document that is missing, all is empty: the form then says what is wrong. */
function documentOf(kind: KnownKind, fields: Fields): TaskDocument {
  const { document } = rulesOf(kind);
  if (document === 'none') {
    const other = fields.take('document', bagOrText);
    if (other !== undefined && Object.keys(other).length > 0) fields.note('unknown_field', 'document');
    return { type: 'none' };
  }
  const inside = fields.inside('document', bagOrText) ?? readFields({}, []);
  const read = readers[document](inside);
  inside.end();
  return read;
}

const readers: Record<Exclude<TaskDocument['type'], 'none'>, (fields: Fields) => TaskDocument> = {
  package(fields) {
    const [first, ...more] = fields.take('package_ids', z.array(id)) ?? [];
    const single = fields.take('package_id', id);
    if (more.length > 0) fields.note('more_packages', 'package_ids');
    if (first !== undefined && single !== undefined && first !== single) fields.note('more_packages', 'package_id');
    return { type: 'package', packageId: first ?? single ?? '' };
  },
  command: (fields) => ({ type: 'command', command: commandOf(fields) }),
  async_command(fields) {
    const command = commandOf(fields);
    const isKept = fields.take('send_strategy', z.enum(['immediately', 'delay'])) === 'delay';
    const seconds = fields.take('expire_time', whole) ?? 0;
    // The vendor's example says 0 of a command that is not kept.
    if (!isKept && seconds > 0) fields.note('unknown_field', 'expire_time');
    return { type: 'async_command', command, keepForSeconds: isKept ? seconds : null };
  },
  message: (fields) => ({ type: 'message', message: messageOf(fields) }),
  shadow(fields) {
    const entries = fields.take('shadow', z.array(bag).max(100)) ?? [];
    return {
      type: 'shadow',
      productId: null,
      shadows: entries.map((entry, at) => shadowOf(fields.of(entry, `shadow.${at}`))),
    };
  },
};

const commandOf = (fields: Fields): CommandDocument => ({
  productId: null,
  serviceId: fields.take('service_id', someText) ?? '',
  name: fields.take('command_name', someText) ?? '',
  parameters: fields.free('paras') ?? {},
});

function messageOf(fields: Fields): MessageDocument {
  const isText = fields.isText('message');
  const own = fields.take('topic', someText);
  const full = fields.take('topic_full_name', someText);
  if (own !== undefined && full !== undefined) fields.note('unknown_field', 'topic_full_name');
  const name = own ?? full;
  const kind = own !== undefined ? 'own' : 'full';
  const properties = fields.inside('properties');
  const message = {
    content: isText ? (fields.take('message', z.string().max(1_000_000)) ?? '') : (fields.free('message') ?? ''),
    name: fields.take('name', someText) ?? '',
    encoding: fields.take('encoding', z.enum(['none', 'base64'])) ?? 'none',
    format: fields.take('payload_format', z.enum(['standard', 'raw'])) ?? 'standard',
    topic: name === undefined ? { kind: 'default' as const, name: '' } : ({ kind, name } as const),
    ttlMinutes: fields.take('ttl', whole) ?? null,
    correlationData: properties?.take('correlation_data', someText) ?? '',
    responseTopic: properties?.take('response_topic', someText) ?? '',
    userProperties: (properties?.take('user_properties', UserProperties) ?? []).map(
      ({ prop_key: key, prop_value: value }) => ({ key, value }),
    ),
  };
  properties?.end();
  return message;
}

const UserProperties = z.array(z.object({ prop_key: someText, prop_value: someText })).max(1_000);

function shadowOf(fields: Fields): ShadowEntry {
  const entry = {
    serviceId: fields.take('service_id', someText) ?? '',
    desired: fields.free('desired') ?? {},
    version: fields.take('version', whole) ?? null,
  };
  fields.end();
  return entry;
}

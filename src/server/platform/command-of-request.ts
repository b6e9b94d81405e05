/** A device command as the northbound platform has it said, read back into our words. */
import { z } from 'zod';
import type { NotCarried, RequestProblem } from '#shared/domain/brought.ts';
import { type CommandTargets, commandLimits } from '#shared/domain/device-command.ts';
import { isDeviceId } from '#shared/domain/device-ids.ts';
import { bag, softTexts, text, whole } from '#wire/iotda/reading.ts';
import type { TargetType } from '#wire/northbound/tasks.ts';
import type { ReadCommand } from './port-commands.ts';
import type { Json, Unreadable } from './port-intents.ts';
import { type Fields, readFields } from './read-fields.ts';

const someText = text.pipe(z.string().max(4_096));
const Name = text.pipe(z.string().max(256));
const Tags = z.array(z.object({ tagName: someText, tagValue: someText })).max(1_000);
const anything = z.unknown();

/** Of a body of a create, or of what the platform tells of a task that exists; then its tags cannot be used again. */
export function commandOfRequest(request: Json, appId: string, isOfTask: boolean): ReadCommand | Unreadable {
  const notCarried: NotCarried[] = [];
  const fields = readFields(bag.safeParse(request).data ?? {}, notCarried);
  const type = fields.take('taskType', z.string()) ?? '';
  if (type === '') return { is: 'unreadable', problems: [{ code: 'kind_missing' }] };
  if (type !== 'DeviceCmd') return { is: 'unreadable', problems: [{ code: 'kind_unknown', at: type.slice(0, 64) }] };
  // Whoever made it, and with what, is not part of what it asks for.
  for (const name of ['taskFrom', 'operator']) fields.take(name, anything);
  const application = fields.take('appId', someText) ?? appId;
  if (application !== appId) notCarried.push({ code: 'space_gone', at: application.slice(0, 64) });
  const tags = fields.take('tags', Tags) ?? [];
  if (isOfTask && tags.length > 0) fields.note('tags_used', 'tags');
  const param = fields.inside('param') ?? readFields({}, []);
  const { targets, problems } = targetsOf(param);
  const command = param.inside('command');
  const read = {
    name: fields.take('taskName', Name) ?? '',
    targets,
    serviceId: command?.take('serviceId', someText) ?? '',
    command: command?.take('method', someText) ?? '',
    parameters: command?.free('paras') ?? {},
    timeoutSeconds: fields.take('timeout', whole) ?? commandLimits.timeoutSeconds.least,
    resends: param.take('maxRetransmit', whole) ?? null,
    callbackUrl: param.take('callbackUrl', someText) ?? '',
    groupTag: param.take('groupTag', someText) ?? '',
    tags: isOfTask ? [] : tags.map(({ tagName, tagValue }) => ({ name: tagName, value: tagValue })),
  };
  // The address that a task tells is without its query, where keys are.
  if (isOfTask && read.callbackUrl !== '') param.note('callback_shortened', 'callbackUrl');
  param.take('appId', anything);
  for (const one of [command, param, fields]) one?.end();
  return problems.length > 0 ? { is: 'unreadable', problems } : { is: 'read', command: read, notCarried };
}

const noTargets: CommandTargets = { source: 'devices', deviceIds: [] };

function targetsOf(param: Fields): { targets: CommandTargets; problems: RequestProblem[] } {
  // Exactly as a person would have to choose it.
  const type = param.take(
    'type',
    z.enum(['DeviceList', 'DeviceType', 'DeviceArea', 'GroupList', 'GroupIdList', 'Broadcast'] satisfies TargetType[]),
  );
  const one = (name: string) => param.take(name, someText) ?? '';
  const groups = () => param.take('groupList', softTexts) ?? [];
  switch (type) {
    case undefined:
      return { targets: noTargets, problems: [] };
    case 'DeviceList':
      return listOf(param.take('deviceList', z.array(z.unknown())) ?? []);
    case 'DeviceType': {
      const [deviceType, manufacturerId, model] = [one('deviceType'), one('manufacturerId'), one('model')];
      return { targets: { source: 'type', deviceType, manufacturerId, model }, problems: [] };
    }
    case 'DeviceArea':
      return { targets: { source: 'area', location: one('deviceLocation') }, problems: [] };
    case 'GroupList':
      return { targets: { source: 'groups_by_name', names: groups() }, problems: [] };
    case 'GroupIdList':
      return { targets: { source: 'groups_by_id', ids: groups() }, problems: [] };
    case 'Broadcast':
      return { targets: { source: 'all' }, problems: [] };
  }
}

function listOf(listed: readonly unknown[]): ReturnType<typeof targetsOf> {
  const refused = (code: RequestProblem['code'], at: string) => ({ targets: noTargets, problems: [{ code, at }] });
  const wrong = listed.find((id) => !isDeviceId(id));
  if (wrong !== undefined) return refused('target_illegal', JSON.stringify(wrong).slice(0, 140));
  const deviceIds = [...new Set(listed.filter(isDeviceId))];
  if (deviceIds.length > commandLimits.devices) return refused('too_many_targets', String(deviceIds.length));
  return { targets: { source: 'devices', deviceIds }, problems: [] };
}

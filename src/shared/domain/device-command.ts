import { z } from 'zod';
import { type InputProblem, limits } from './create.ts';
import { DeviceIds } from './device-ids.ts';

/** Limits of Creating a Batch Task (northbound v1.1.0); the vendor names none for lists, so they are the console's own. */
export const commandLimits = {
  devices: limits.devices,
  groups: 100,
  tags: 20,
  serviceId: 64,
  command: 128,
  tagName: 128,
  tagValue: 1_024,
  /** Characters of a profile's value, a place, a group or a tag of groups. */
  text: 256,
  callbackUrl: 1_024,
  /** Characters of the parameters as JSON. */
  parameters: 32_768,
  /** The platform counts seconds in its answers. */
  timeoutSeconds: { least: 10, most: 2_880 },
  resends: 3,
} as const;

/** What is wrong with a device command: closed codes, worded by the catalogues beside those of `inputProblems`. */
export const commandProblems = [
  'device_type_missing',
  'area_missing',
  'group_twice',
  'text_too_long',
  'command_service_missing',
  'command_service_too_long',
  'command_missing',
  'command_too_long',
  'command_parameters_too_large',
  'timeout_out_of_range',
  'resends_out_of_range',
  'callback_not_a_url',
  'callback_too_long',
  'group_tag_without_groups',
  'too_many_tags',
  'tag_name_missing',
  'tag_value_missing',
  'tag_name_too_long',
  'tag_value_too_long',
  'tag_twice',
  'command_not_confirmed',
] as const;
type CommandProblemCode =
  | (typeof commandProblems)[number]
  | Extract<
      InputProblem,
      'name_missing' | 'name_too_long' | 'no_devices' | 'no_groups' | 'too_many_devices' | 'too_many_groups'
    >;

const text = z.string().max(4_096);

/** How the devices of a command are chosen: exactly one way, none narrows another. (Creating a Batch Task, param.type) */
export const CommandTargets = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('devices'), deviceIds: DeviceIds }),
  /** Devices of a type in the product's profile; the empty text leaves maker or model open. */
  z.strictObject({ source: z.literal('type'), deviceType: text, manufacturerId: text, model: text }),
  z.strictObject({ source: z.literal('area'), location: text }),
  z.strictObject({ source: z.literal('groups_by_name'), names: z.array(text).max(1_000) }),
  z.strictObject({ source: z.literal('groups_by_id'), ids: z.array(text).max(1_000) }),
  /** Every device of the application. */
  z.strictObject({ source: z.literal('all') }),
]);
export type CommandTargets = z.infer<typeof CommandTargets>;
export type CommandSource = CommandTargets['source'];
export const commandSources = [
  'devices',
  'groups_by_name',
  'groups_by_id',
  'type',
  'area',
  'all',
] as const satisfies readonly CommandSource[];

/** A command to many devices, as a person asks for it. Empty texts stand for what was left out. */
export const NewDeviceCommand = z
  .strictObject({
    name: z.string().max(256),
    targets: CommandTargets,
    serviceId: text,
    /** The command's name in the product's profile. */
    command: text,
    parameters: z.record(z.string(), z.json()),
    timeoutSeconds: z.int(),
    /** How often a command without an answer is sent again; null leaves it to the platform. */
    resends: z.int().nullable(),
    /** Where the platform reports each result. */
    callbackUrl: text,
    /** Narrows groups to those with this tag. */
    groupTag: text,
    tags: z.array(z.strictObject({ name: text, value: text })).max(1_000),
    /** What `wordToType` asks for, as typed by the person. */
    confirmed: z.string().max(256),
  })
  .meta({ id: 'NewDeviceCommand' });
export type NewDeviceCommand = z.infer<typeof NewDeviceCommand>;

export const commandFields = [
  'name',
  'targets',
  'groupTag',
  'service',
  'command',
  'parameters',
  'timeout',
  'resends',
  'callback',
  'tags',
  'confirm',
] as const;
export type CommandField = (typeof commandFields)[number];
export type CommandProblem = { field: CommandField; code: CommandProblemCode };

/** Devices that a command reaches; null where only the platform knows. */
export const devicesReached = ({ targets }: Pick<NewDeviceCommand, 'targets'>): number | null =>
  targets.source === 'devices' ? targets.deviceIds.length : null;

/**
 * What a person types before anything is sent: the number of devices where it is large, the command's name where nobody here
 * knows how many devices it reaches. Null: nothing.
 */
export function wordToType(input: Pick<NewDeviceCommand, 'targets' | 'command'>): string | null {
  const devices = devicesReached(input);
  if (devices === null) return input.command;
  return devices > limits.typedCountAbove ? String(devices) : null;
}

const lengthOf = (written: string) => [...written].length;
const isEmpty = (written: string) => written.trim() === '';

function groupsProblem(groups: readonly string[]): CommandProblemCode | null {
  if (groups.length === 0 || groups.some(isEmpty)) return 'no_groups';
  if (groups.length > commandLimits.groups) return 'too_many_groups';
  if (groups.some((group) => lengthOf(group) > commandLimits.text)) return 'text_too_long';
  return new Set(groups).size < groups.length ? 'group_twice' : null;
}

/** The problem of how the devices are chosen, or null. */
export function commandTargetsProblem(targets: CommandTargets): CommandProblemCode | null {
  const tooLong = (...texts: string[]) =>
    texts.some((one) => lengthOf(one) > commandLimits.text) ? 'text_too_long' : null;
  switch (targets.source) {
    case 'devices':
      if (targets.deviceIds.length === 0) return 'no_devices';
      return targets.deviceIds.length > commandLimits.devices ? 'too_many_devices' : null;
    case 'type': {
      const { deviceType, manufacturerId, model } = targets;
      return isEmpty(deviceType) ? 'device_type_missing' : tooLong(deviceType, manufacturerId, model);
    }
    case 'area':
      return isEmpty(targets.location) ? 'area_missing' : tooLong(targets.location);
    case 'groups_by_name':
      return groupsProblem(targets.names);
    case 'groups_by_id':
      return groupsProblem(targets.ids);
    case 'all':
      return null;
  }
}

const WebAddress = z.url({ protocol: /^https?$/ });

function callbackProblem(callbackUrl: string): CommandProblemCode | null {
  if (callbackUrl === '') return null;
  if (!WebAddress.safeParse(callbackUrl).success) return 'callback_not_a_url';
  return lengthOf(callbackUrl) > commandLimits.callbackUrl ? 'callback_too_long' : null;
}

function tagsProblem(tags: NewDeviceCommand['tags']): CommandProblemCode | null {
  if (tags.length > commandLimits.tags) return 'too_many_tags';
  for (const { name, value } of tags) {
    if (isEmpty(name)) return 'tag_name_missing';
    if (isEmpty(value)) return 'tag_value_missing';
    if (lengthOf(name) > commandLimits.tagName) return 'tag_name_too_long';
    if (lengthOf(value) > commandLimits.tagValue) return 'tag_value_too_long';
  }
  return new Set(tags.map(({ name, value }) => JSON.stringify([name, value]))).size < tags.length ? 'tag_twice' : null;
}

const isWithin = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/** Every problem of a command. An empty list means that it may be sent. */
export function problemsOfCommand(input: NewDeviceCommand): CommandProblem[] {
  const { name, targets, serviceId, command, timeoutSeconds, resends, callbackUrl, groupTag } = input;
  const { least, most } = commandLimits.timeoutSeconds;
  const byGroups = targets.source === 'groups_by_name' || targets.source === 'groups_by_id';
  const word = wordToType(input);
  const found: Record<CommandField, CommandProblemCode | null> = {
    name: isEmpty(name) ? 'name_missing' : lengthOf(name) > limits.label ? 'name_too_long' : null,
    targets: commandTargetsProblem(targets),
    groupTag:
      groupTag === ''
        ? null
        : !byGroups
          ? 'group_tag_without_groups'
          : lengthOf(groupTag) > commandLimits.text
            ? 'text_too_long'
            : null,
    service: isEmpty(serviceId)
      ? 'command_service_missing'
      : lengthOf(serviceId) > commandLimits.serviceId
        ? 'command_service_too_long'
        : null,
    command: isEmpty(command)
      ? 'command_missing'
      : lengthOf(command) > commandLimits.command
        ? 'command_too_long'
        : null,
    parameters:
      JSON.stringify(input.parameters).length > commandLimits.parameters ? 'command_parameters_too_large' : null,
    timeout: isWithin(timeoutSeconds, least, most) ? null : 'timeout_out_of_range',
    resends: resends === null || isWithin(resends, 0, commandLimits.resends) ? null : 'resends_out_of_range',
    callback: callbackProblem(callbackUrl),
    tags: tagsProblem(input.tags),
    confirm: word !== null && input.confirmed !== word ? 'command_not_confirmed' : null,
  };
  return commandFields.flatMap((field) => {
    const code = found[field];
    return code === null ? [] : [{ field, code }];
  });
}

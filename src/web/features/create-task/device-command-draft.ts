import { z } from 'zod';
import type { BroughtCommand } from '#shared/domain/brought.ts';
import { type CommandSource, commandSources, type NewDeviceCommand } from '#shared/domain/device-command.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { Brought } from './draft.ts';
import { fingerprint } from './request-key.ts';
import { createSaving } from './saving.ts';

/** A device command as it stands in the form: every way to choose devices keeps its fields while another is looked at. */
export const CommandDraft = z.object({
  /** What the keys of this form's requests begin with: kept with it, so that a reload asks for the same thing once more. */
  seed: z.string().min(8),
  name: z.string(),
  source: z.enum(commandSources),
  listText: z.string(),
  groupNames: z.string(),
  groupIds: z.string(),
  groupTag: z.string(),
  deviceType: z.string(),
  manufacturerId: z.string(),
  model: z.string(),
  location: z.string(),
  serviceId: z.string(),
  command: z.string(),
  parametersText: z.string(),
  timeoutSeconds: z.number().nullable(),
  resends: z.number().nullable(),
  callbackUrl: z.string(),
  /** One tag a line: name=value. */
  tagsText: z.string(),
  brought: Brought.nullable(),
});
export type CommandDraft = z.infer<typeof CommandDraft>;

export const emptyCommand = (): CommandDraft => ({
  seed: newIdempotencyKey(),
  name: '',
  source: 'devices',
  listText: '',
  groupNames: '',
  groupIds: '',
  groupTag: '',
  deviceType: '',
  manufacturerId: '',
  model: '',
  location: '',
  serviceId: '',
  command: '',
  parametersText: '{}',
  timeoutSeconds: 600,
  resends: null,
  callbackUrl: '',
  tagsText: '',
  brought: null,
});

/** What the list of drafts calls it. */
export const commandKind = 'device_command';

/** How drafts of device commands are kept. */
export const commandSaving = createSaving<CommandDraft>({
  read: (written) => CommandDraft.safeParse({ ...emptyCommand(), ...written }).data ?? null,
  taskKind: () => commandKind,
  withoutLists: (draft) => ({ ...draft, listText: '' }),
  hasList: (change) => change.listText !== undefined,
  allowed: (_, change) => change,
});

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The parameters as an object, or null where the text is none. */
export function parametersIn(text: string): NewDeviceCommand['parameters'] | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as NewDeviceCommand['parameters']) : null; // whatever JSON.parse answers is JSON
  } catch {
    return null;
  }
}

const tagsIn = (text: string): NewDeviceCommand['tags'] =>
  linesOf(text).map((line) => {
    const [name = '', ...value] = line.split('=');
    return { name: name.trim(), value: value.join('=').trim() };
  });

function targetsOf(draft: CommandDraft, deviceIds: readonly string[]): NewDeviceCommand['targets'] {
  const { source } = draft;
  switch (source) {
    case 'devices':
      return { source, deviceIds: [...deviceIds] };
    case 'groups_by_name':
      return { source, names: linesOf(draft.groupNames) };
    case 'groups_by_id':
      return { source, ids: linesOf(draft.groupIds) };
    case 'type': {
      const { deviceType, manufacturerId, model } = draft;
      return { source, deviceType: deviceType.trim(), manufacturerId: manufacturerId.trim(), model: model.trim() };
    }
    case 'area':
      return { source, location: draft.location.trim() };
    case 'all':
      return { source };
  }
}

export const byGroups = (source: CommandSource): boolean => source === 'groups_by_name' || source === 'groups_by_id';

/** The request a draft stands for, not yet confirmed; parameters that are no object count as none, and the form says so. */
export const toDeviceCommand = (draft: CommandDraft, deviceIds: readonly string[]): NewDeviceCommand => ({
  name: draft.name.trim(),
  targets: targetsOf(draft, deviceIds),
  serviceId: draft.serviceId.trim(),
  command: draft.command.trim(),
  parameters: parametersIn(draft.parametersText) ?? {},
  timeoutSeconds: draft.timeoutSeconds ?? 0,
  resends: draft.resends,
  callbackUrl: draft.callbackUrl.trim(),
  groupTag: byGroups(draft.source) ? draft.groupTag.trim() : '',
  tags: tagsIn(draft.tagsText),
  confirmed: '',
});

/** The same for the same request of a form, also after a reload; what is typed to confirm it is not part of it. */
export const commandKey = (seed: string, request: NewDeviceCommand): string =>
  `${seed}-${fingerprint(JSON.stringify({ ...request, confirmed: '' }))}`;

/** A draft that stands for a command from elsewhere. `from` is what its page says of where it comes from. */
export function draftOfCommand({ command }: BroughtCommand, name: string, from: Brought): CommandDraft {
  const { targets, parameters, tags, callbackUrl, groupTag, serviceId, timeoutSeconds, resends } = command;
  return {
    ...emptyCommand(),
    name,
    ...fieldsOf(targets),
    groupTag,
    serviceId,
    command: command.command,
    parametersText: JSON.stringify(parameters, null, 2),
    timeoutSeconds,
    resends,
    callbackUrl,
    tagsText: tags.map((tag) => `${tag.name}=${tag.value}`).join('\n'),
    brought: from,
  };
}

function fieldsOf(targets: NewDeviceCommand['targets']): Partial<CommandDraft> {
  const { source } = targets;
  switch (source) {
    case 'devices':
      return { source, listText: targets.deviceIds.join('\n') };
    case 'groups_by_name':
      return { source, groupNames: targets.names.join('\n') };
    case 'groups_by_id':
      return { source, groupIds: targets.ids.join('\n') };
    case 'type':
    case 'area':
    case 'all':
      return targets;
  }
}

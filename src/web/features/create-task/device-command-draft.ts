import type { CommandSource, NewDeviceCommand } from '#shared/domain/device-command.ts';

/** A device command as it stands in the form: every way to choose devices keeps its fields while another is looked at. */
export type CommandDraft = {
  name: string;
  source: CommandSource;
  listText: string;
  groupNames: string;
  groupIds: string;
  groupTag: string;
  deviceType: string;
  manufacturerId: string;
  model: string;
  location: string;
  serviceId: string;
  command: string;
  parametersText: string;
  timeoutSeconds: number | null;
  resends: number | null;
  callbackUrl: string;
  /** One tag a line: name=value. */
  tagsText: string;
  confirmed: string;
};

export const emptyCommand: CommandDraft = {
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
  confirmed: '',
};

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
    case 'group_names':
      return { source, names: linesOf(draft.groupNames) };
    case 'group_ids':
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

export const byGroups = (source: CommandSource): boolean => source === 'group_names' || source === 'group_ids';

/** The request a draft stands for; parameters that are no object count as none, and the form says so. */
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
  confirmed: draft.confirmed.trim(),
});

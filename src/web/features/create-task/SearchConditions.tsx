import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DeviceStatus, type Group } from '#shared/domain/catalogue.ts';
import type { DeviceSearch } from '#shared/domain/device-search.ts';

/** As the fields show them: empty texts are conditions that were not given. */
export type Conditions = {
  groupId: string;
  status: string;
  firmwareVersion: string;
  softwareVersion: string;
  namePrefix: string;
  tagKey: string;
  tagValue: string;
};
export const emptyConditions: Conditions = {
  groupId: '',
  status: '',
  firmwareVersion: '',
  softwareVersion: '',
  namePrefix: '',
  tagKey: '',
  tagValue: '',
};

const shortestPrefix = 4;

/** What can be asked of the platform; a tag without its value, and a beginning of fewer than four characters, cannot yet. */
export function searchOf(conditions: Conditions): Omit<DeviceSearch, 'spaceId'> {
  const { status, namePrefix, tagKey, tagValue, ...rest } = conditions;
  const known = DeviceStatus.exclude(['other']).safeParse(status);
  return {
    ...Object.fromEntries(
      Object.entries(rest).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
    ),
    ...(known.success ? { status: known.data } : {}),
    ...(namePrefix.trim().length >= shortestPrefix ? { namePrefix: namePrefix.trim() } : {}),
    ...(tagKey.trim() !== '' && tagValue.trim() !== '' ? { tagKey: tagKey.trim(), tagValue: tagValue.trim() } : {}),
  };
}

type Props = { conditions: Conditions; groups: Group[]; onConditions: (conditions: Conditions) => void };

/** What devices can be searched by beside their product: at most three of them at once. */
export function SearchConditions({ conditions, groups, onConditions }: Props) {
  const { t } = useTranslation('create');
  const field = (name: keyof Conditions, label: string, description?: string) => (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      value={conditions[name]}
      onChange={(event) => onConditions({ ...conditions, [name]: event.currentTarget.value })}
      autoComplete="off"
    />
  );
  const statuses = DeviceStatus.options.filter((status) => status !== 'other');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
      {field(
        'firmwareVersion',
        t(($) => $.targets.firmwareVersion),
      )}
      {field(
        'softwareVersion',
        t(($) => $.targets.softwareVersion),
      )}
      <Select
        label={t(($) => $.targets.status)}
        placeholder={t(($) => $.targets.anyStatus)}
        clearable
        data={statuses.map((status) => ({ value: status, label: t(($) => $.targets.statusOf[status]) }))}
        value={conditions.status === '' ? null : conditions.status}
        onChange={(status) => onConditions({ ...conditions, status: status ?? '' })}
      />
      <Select
        label={t(($) => $.targets.groupName)}
        placeholder={t(($) => $.targets.anyGroup)}
        clearable
        searchable
        data={groups.map(({ id, name }) => ({ value: id, label: name }))}
        value={conditions.groupId === '' ? null : conditions.groupId}
        onChange={(groupId) => onConditions({ ...conditions, groupId: groupId ?? '' })}
      />
      {field(
        'tagKey',
        t(($) => $.targets.tagKey),
      )}
      {field(
        'tagValue',
        t(($) => $.targets.tagValue),
      )}
      {field(
        'namePrefix',
        t(($) => $.targets.namePrefix),
        t(($) => $.targets.namePrefixHelp),
      )}
    </SimpleGrid>
  );
}

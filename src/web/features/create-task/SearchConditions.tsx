import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DeviceStatus, type Group } from '#shared/domain/catalogue.ts';
import classes from './create-task.module.css';
import { type Conditions, type ConditionText, longestText, textProblem } from './device-conditions.ts';

type Props = { conditions: Conditions; groups: Group[]; onConditions: (conditions: Conditions) => void };

/** What devices can be searched by beside their product: at most three of them at once. */
export function SearchConditions({ conditions, groups, onConditions }: Props) {
  const { t } = useTranslation('create');
  const field = (name: ConditionText, label: string, description?: string) => {
    const problem = textProblem(name, conditions[name]);
    return (
      <TextInput
        label={label}
        {...(description === undefined ? {} : { description })}
        value={conditions[name]}
        onChange={(event) => onConditions({ ...conditions, [name]: event.currentTarget.value })}
        error={problem === null ? null : t(($) => $.targets.searchText[problem], { most: longestText })}
        autoComplete="off"
      />
    );
  };
  const statuses = DeviceStatus.options.filter((status) => status !== 'other');
  return (
    <div className={classes.fields}>
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
    </div>
  );
}

import { Alert, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type CommandSource, commandSources } from '#shared/domain/device-command.ts';
import classes from './create-task.module.css';
import { byGroups } from './device-command-draft.ts';
import type { CommandFieldsProps } from './device-command-props.ts';
import type { TargetList } from './read-targets.ts';

/** Which devices get the command: one of six ways, of which only the first tells here how many there are. */
export function DeviceCommandTargets({ draft, change, problem, list }: CommandFieldsProps & { list: TargetList }) {
  const { t } = useTranslation('command');
  const { source } = draft;
  const wrong = problem('targets');
  const isSource = (value: string): value is CommandSource => commandSources.some((one) => one === value);
  return (
    <Stack gap="md">
      <Radio.Group
        label={t(($) => $.targets.source)}
        description={t(($) => $.targets.only)}
        value={source}
        onChange={(value) => isSource(value) && change({ source: value })}
      >
        <Group gap="lg" mt="xs">
          {commandSources.map((one) => (
            <Radio key={one} value={one} label={t(($) => $.targets.by[one])} />
          ))}
        </Group>
      </Radio.Group>
      {source === 'devices' && (
        <>
          <Textarea
            label={t(($) => $.targets.devices)}
            description={t(($) => $.targets.devicesHelp)}
            value={draft.listText}
            onChange={(event) => change({ listText: event.currentTarget.value })}
            rows={6}
            spellCheck={false}
            classNames={{ input: classes.ids ?? '' }}
            error={wrong}
          />
          <Text size="sm" role="status">
            {t(($) => $.targets.found, { count: list.deviceIds.length })}
            {list.duplicates.length > 0 && ` · ${t(($) => $.targets.duplicates, { count: list.duplicates.length })}`}
            {list.rejects.length > 0 &&
              ` · ${t(($) => $.targets.rejects, {
                count: list.rejects.length,
                lines: list.rejects
                  .slice(0, 5)
                  .map(({ line }) => line)
                  .join(', '),
              })}`}
          </Text>
        </>
      )}
      {source === 'groups_by_name' && (
        <Textarea
          label={t(($) => $.targets.groupNames)}
          description={t(($) => $.targets.oneALine)}
          value={draft.groupNames}
          onChange={(event) => change({ groupNames: event.currentTarget.value })}
          rows={3}
          error={wrong}
        />
      )}
      {source === 'groups_by_id' && (
        <Textarea
          label={t(($) => $.targets.groupIds)}
          description={t(($) => $.targets.oneALine)}
          value={draft.groupIds}
          onChange={(event) => change({ groupIds: event.currentTarget.value })}
          rows={3}
          spellCheck={false}
          classNames={{ input: classes.ids ?? '' }}
          error={wrong}
        />
      )}
      {byGroups(source) && (
        <TextInput
          label={t(($) => $.targets.groupTag)}
          description={t(($) => $.targets.groupTagHelp)}
          value={draft.groupTag}
          onChange={(event) => change({ groupTag: event.currentTarget.value })}
          error={problem('groupTag')}
          maw={360}
        />
      )}
      {source === 'type' && (
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput
            label={t(($) => $.targets.deviceType)}
            value={draft.deviceType}
            onChange={(event) => change({ deviceType: event.currentTarget.value })}
            error={wrong}
            required
          />
          <TextInput
            label={t(($) => $.targets.manufacturer)}
            value={draft.manufacturerId}
            onChange={(event) => change({ manufacturerId: event.currentTarget.value })}
          />
          <TextInput
            label={t(($) => $.targets.model)}
            value={draft.model}
            onChange={(event) => change({ model: event.currentTarget.value })}
          />
        </Group>
      )}
      {source === 'area' && (
        <TextInput
          label={t(($) => $.targets.area)}
          value={draft.location}
          onChange={(event) => change({ location: event.currentTarget.value })}
          error={wrong}
          maw={360}
        />
      )}
      {source === 'all' && (
        <Alert color="orange" variant="outline">
          {t(($) => $.targets.allHelp)}
        </Alert>
      )}
    </Stack>
  );
}

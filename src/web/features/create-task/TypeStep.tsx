import { Group, Radio, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import { limits } from '#shared/domain/create.ts';
import { upgradeKinds, type UpgradeKind } from '#shared/domain/kinds.ts';
import classes from './create-task.module.css';
import type { StepProps } from './step-props.ts';

/** First step: what is done, under which name, in which resource space. */
export function TypeStep({ draft, change, problem, spaces }: StepProps & { spaces: Space[] }) {
  const { t } = useTranslation('create');
  const help = {
    firmwareUpgrade: t(($) => $.type.firmwareUpgradeHelp),
    softwareUpgrade: t(($) => $.type.softwareUpgradeHelp),
  };
  return (
    <Stack gap="lg">
      <Radio.Group
        label={t(($) => $.type.kind)}
        value={draft.kind}
        // A package of the other kind could not be installed, so its choice goes with the kind.
        onChange={(kind) => change({ kind: kind as UpgradeKind, packageId: '' })}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }} mt={6}>
          {upgradeKinds.map((kind) => (
            <Radio.Card key={kind} value={kind} p="md" className={classes.kind} aria-label={t(($) => $.type[kind])}>
              <Group wrap="nowrap" align="flex-start">
                <Radio.Indicator />
                <div>
                  <Text fw={600}>{t(($) => $.type[kind])}</Text>
                  <Text size="sm" c="dimmed">
                    {help[kind]}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      <TextInput
        label={t(($) => $.type.name)}
        description={t(($) => $.type.nameHelp, { most: limits.label })}
        required
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problem('name')}
        maxLength={256}
        autoComplete="off"
      />
      <Select
        label={t(($) => $.type.space)}
        description={t(($) => $.type.spaceHelp)}
        required
        allowDeselect={false}
        data={spaces.map(({ id, name, isDefault }) => ({
          value: id,
          label: isDefault ? t(($) => $.type.defaultSpace, { name }) : name,
        }))}
        value={draft.spaceId === '' ? null : draft.spaceId}
        // Groups, devices and packages belong to a space: what was chosen in another one cannot stay.
        onChange={(spaceId) => change({ spaceId: spaceId ?? '', groupIds: [], searched: [], packageId: '' })}
        error={problem('space')}
      />
    </Stack>
  );
}

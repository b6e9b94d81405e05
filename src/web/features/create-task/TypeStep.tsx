import { Group, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import { limits } from '#shared/domain/create.ts';
import classes from './create-task.module.css';
import { offeredKinds, sourceFor } from './kind-steps.ts';
import { LockedPart } from './LockedPart.tsx';
import type { StepProps } from './step-props.ts';

/** First step: what is done, under which name, in which resource space. */
export function TypeStep({ draft, change, problem, spaces }: StepProps & { spaces: Space[] }) {
  const { t } = useTranslation(['create', 'common']);
  const choose = (value: string) => {
    const kind = offeredKinds.find((each) => each === value);
    // A package, a command or a message of another kind could not be sent, so its choice goes with the kind.
    if (kind !== undefined)
      change({
        kind,
        ...sourceFor(kind, draft),
        packageId: '',
        productId: '',
        serviceId: '',
        commandName: '',
        shadows: [],
      });
  };
  return (
    <Stack gap="lg">
      <LockedPart draft={draft} part="kind">
        <Radio.Group label={t(($) => $.type.kind)} value={draft.kind} onChange={choose}>
          <div className={classes.kinds}>
            {offeredKinds.map((kind) => (
              <Radio.Card
                key={kind}
                value={kind}
                p="sm"
                className={classes.kind}
                aria-label={t(($) => $.kind[kind], { ns: 'common' })}
              >
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator />
                  <div>
                    <Text fw={600}>{t(($) => $.kind[kind], { ns: 'common' })}</Text>
                    <Text size="sm" c="dimmed">
                      {t(($) => $.type.help[kind])}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
      </LockedPart>
      <TextInput
        label={t(($) => $.type.name)}
        description={t(($) => $.type.nameHelp, { most: limits.label })}
        required
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problem('name')}
        autoComplete="off"
      />
      <LockedPart draft={draft} part="space">
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
          // Groups, devices, packages and products belong to a space: what was chosen in another one cannot stay.
          onChange={(spaceId) =>
            change({ spaceId: spaceId ?? '', groupIds: [], searched: [], packageId: '', productId: '', shadows: [] })
          }
          error={problem('space')}
        />
      </LockedPart>
    </Stack>
  );
}

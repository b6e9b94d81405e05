import { Box, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { limits } from '#shared/domain/create.ts';
import { JsonField } from '#web/ui/JsonField.tsx';
import classes from './create-task.module.css';
import { parametersIn } from './device-command-draft.ts';
import type { CommandFieldsProps } from './device-command-props.ts';

/** What is said to each device: a command of the product's profile with its parameters. */
export function DeviceCommandFields({ draft, change, problem }: CommandFieldsProps) {
  const { t } = useTranslation('command');
  const broken = parametersIn(draft.parametersText) === null ? t(($) => $.command.notAnObject) : null;
  return (
    <Stack gap="md">
      <TextInput
        label={t(($) => $.command.name)}
        description={t(($) => $.command.nameHelp, { most: limits.label })}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problem('name')}
        maw={520}
        autoComplete="off"
      />
      <Box className={classes.pair ?? ''} maw={520}>
        <TextInput
          label={t(($) => $.command.service)}
          value={draft.serviceId}
          onChange={(event) => change({ serviceId: event.currentTarget.value })}
          error={problem('service')}
          spellCheck={false}
        />
        <TextInput
          label={t(($) => $.command.command)}
          value={draft.command}
          onChange={(event) => change({ command: event.currentTarget.value })}
          error={problem('command')}
          spellCheck={false}
        />
      </Box>
      <JsonField
        label={t(($) => $.command.parameters)}
        description={t(($) => $.command.parametersHelp)}
        text={draft.parametersText}
        onText={(parametersText) => change({ parametersText })}
        error={broken ?? problem('parameters')}
        problemAt={nowhere}
      />
    </Stack>
  );
}

// No model tells what a parameter must be.
const nowhere = () => null;

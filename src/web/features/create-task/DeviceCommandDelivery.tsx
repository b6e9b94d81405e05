import { Box, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { commandLimits } from '#shared/domain/device-command.ts';
import classes from './create-task.module.css';
import type { CommandFieldsProps } from './device-command-props.ts';
import { NumberField } from './NumberField.tsx';

/** How long and how often the platform tries, where it reports to, and under which tags. */
export function DeviceCommandDelivery({ draft, change, problem }: CommandFieldsProps) {
  const { t } = useTranslation('command');
  return (
    <Stack gap="md">
      <Box className={classes.pair ?? ''} maw={640}>
        <NumberField
          label={t(($) => $.delivery.timeout)}
          description={t(($) => $.delivery.timeoutHelp)}
          value={draft.timeoutSeconds}
          onValue={(timeoutSeconds) => change({ timeoutSeconds })}
          min={commandLimits.timeoutSeconds.least}
          max={commandLimits.timeoutSeconds.most}
          error={problem('timeout')}
        />
        <NumberField
          label={t(($) => $.delivery.resends)}
          description={t(($) => $.delivery.resendsHelp)}
          value={draft.resends}
          onValue={(resends) => change({ resends })}
          min={0}
          max={commandLimits.resends}
          error={problem('resends')}
        />
      </Box>
      <TextInput
        label={t(($) => $.delivery.callback)}
        description={t(($) => $.delivery.callbackHelp)}
        value={draft.callbackUrl}
        onChange={(event) => change({ callbackUrl: event.currentTarget.value })}
        error={problem('callback')}
        maw={640}
        autoComplete="off"
        spellCheck={false}
      />
      <Textarea
        label={t(($) => $.delivery.tags)}
        description={t(($) => $.delivery.tagsHelp)}
        value={draft.tagsText}
        onChange={(event) => change({ tagsText: event.currentTarget.value })}
        error={problem('tags')}
        rows={2}
        maw={640}
        spellCheck={false}
      />
    </Stack>
  );
}

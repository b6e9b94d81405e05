import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { limits } from '#shared/domain/create.ts';
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleXFilled, IconCopy } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import type { TargetList } from './read-targets.ts';

/** How many ids were understood, and how many were left out and why; announced when it changes. */
export function TargetSummary({ list }: { list: TargetList }) {
  const { t } = useTranslation('create');
  const over = list.deviceIds.length - limits.devices;
  return (
    <Stack gap={4} role="status" aria-live="polite">
      {list.deviceIds.length > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconCircleCheckFilled size={18} className={classes.good} aria-hidden />
          <Text size="sm" fw={600}>
            {t(($) => $.targets.valid, { count: Math.min(list.deviceIds.length, limits.devices) })}
          </Text>
        </Group>
      )}
      {over > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconCircleXFilled size={18} className={classes.problem} aria-hidden />
          <Text size="sm">{t(($) => $.targets.over, { count: over })}</Text>
        </Group>
      )}
      {list.duplicates.length > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconCopy size={18} aria-hidden />
          <Text size="sm">{t(($) => $.targets.duplicates, { count: list.duplicates.length })}</Text>
        </Group>
      )}
      {list.rejects.length > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconAlertTriangleFilled size={18} className={classes.warning} aria-hidden />
          <Text size="sm">{t(($) => $.targets.rejects, { count: list.rejects.length })}</Text>
        </Group>
      )}
    </Stack>
  );
}

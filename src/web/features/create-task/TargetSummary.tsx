import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleXFilled, IconCopy } from '#web/ui/icons.ts';
import classes from './create-task.module.css';

type Props = { counts: { devices: number; over: number; duplicates: number; rejects: number } };

/** How many ids were understood, and how many were left out and why; announced when it changes. */
export function TargetSummary({ counts: { devices, over, duplicates, rejects } }: Props) {
  const { t } = useTranslation('create');
  return (
    <Stack gap={4} role="status" aria-live="polite">
      {devices > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconCircleCheckFilled size={18} className={classes.good} aria-hidden />
          <Text size="sm" fw={600}>
            {t(($) => $.targets.valid, { count: devices })}
          </Text>
        </Group>
      )}
      {over > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconCircleXFilled size={18} className={classes.problem} aria-hidden />
          <Text size="sm">{t(($) => $.targets.over, { count: over })}</Text>
        </Group>
      )}
      {duplicates > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconCopy size={18} aria-hidden />
          <Text size="sm">{t(($) => $.targets.duplicates, { count: duplicates })}</Text>
        </Group>
      )}
      {rejects > 0 && (
        <Group gap={6} wrap="nowrap">
          <IconAlertTriangleFilled size={18} className={classes.warning} aria-hidden />
          <Text size="sm">{t(($) => $.targets.rejects, { count: rejects })}</Text>
        </Group>
      )}
    </Stack>
  );
}

import { Button, Group, Loader, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type Props = { found: number; of: number | null; onStop: () => void };

/** How far the collecting of devices is, and the way to end it. */
export function WalkProgress({ found, of, onStop }: Props) {
  const { t } = useTranslation('create');
  return (
    <Group gap="sm" role="status">
      <Loader size="xs" />
      <Text size="sm">
        {of === null
          ? t(($) => $.targets.collecting, { count: found })
          : t(($) => $.targets.collectingOf, { count: found, of })}
      </Text>
      <Button variant="default" size="xs" onClick={onStop}>
        {t(($) => $.targets.stopCollecting)}
      </Button>
    </Group>
  );
}

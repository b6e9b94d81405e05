import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewDeviceCommand } from '#shared/domain/device-command.ts';
import { commandPreviewQuery } from '#web/api/device-commands.ts';
import { failureOf } from '#web/api/problem.ts';
import { CopyButton } from '#web/ui/CopyButton.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { JsonView } from '#web/ui/JsonView.tsx';

type Props = {
  connection: string;
  request: NewDeviceCommand;
  idempotencyKey: string;
  /** Something is still wrong with the request; the page then says what. */
  onAsk: () => boolean;
};

/** What the platform would be sent, on demand: word for word, and as a command line to copy. */
export function DeviceCommandPreview({ connection, request, idempotencyKey, onAsk }: Props) {
  const { t } = useTranslation('command');
  // A change of the request makes another key, and what was asked for no longer stands.
  const [shown, setShown] = useState<string | null>(null);
  const isShown = shown === idempotencyKey;
  const preview = useQuery({ ...commandPreviewQuery(connection, request, idempotencyKey), enabled: isShown });
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3} size="h5">
          {t(($) => $.preview.title)}
        </Title>
        {!isShown && (
          <Button variant="default" size="xs" onClick={() => onAsk() && setShown(idempotencyKey)}>
            {t(($) => $.preview.show)}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t(($) => $.preview.help)}
      </Text>
      {isShown && preview.error && (
        <ErrorPanel failure={failureOf(preview.error)} onRetry={() => void preview.refetch()} />
      )}
      {isShown && preview.isPending && <Skeleton height={160} aria-label={t(($) => $.preview.loading)} />}
      {isShown && preview.data && (
        <>
          <JsonView value={preview.data.request} label={t(($) => $.preview.title)} />
          <Group gap="xs">
            <Text size="sm">{t(($) => $.preview.curl)}</Text>
            <CopyButton value={preview.data.curl} label={t(($) => $.preview.copyCurl)} />
          </Group>
        </>
      )}
    </Stack>
  );
}
